from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.service_times import PRIOR_S, SPREAD, Service, Times, adjusted, learn, left_s

lasting = st.floats(-100, 100_000)
services = st.lists(
    st.builds(
        Service, st.sampled_from("AB"), st.sampled_from((None, "x", "y")), st.sampled_from("12"), lasting,
        st.one_of(st.none(), lasting), st.booleans(),
    ),
    max_size=60,
)  # fmt: skip


def of(lasted_s: float, count: int, procedure: str | None = "x", desk: str = "1") -> list[Service]:
    return [Service("A", procedure, desk, lasted_s)] * count


def test_an_office_without_history_takes_the_prior() -> None:
    assert learn([]).service_s("A", "x") == PRIOR_S
    assert learn([], {"A": 240.0}).service_s("A", "x") == 240
    assert learn([], {"A": 240.0}).service_s("B", "x") == PRIOR_S


def test_what_the_installer_said_gives_way_to_what_is_seen() -> None:
    seen = of(900, 60)
    assert learn(seen, {"A": 240.0}).service_s("A", "x") == pytest.approx(900, rel=0.05)


def test_many_visits_are_believed_and_few_are_drawn_towards_the_wider_circle() -> None:
    times = learn([*of(300, 400), *of(1500, 1, "rare")])
    assert times.service_s("A", "x") == pytest.approx(300, rel=0.03)
    assert 300 < times.service_s("A", "rare") < 600
    assert times.service_s("A", "never seen") == times.service_s("A")


def test_a_slow_desk_and_a_slow_day_make_visits_longer() -> None:
    times = learn([*of(300, 100, desk="1"), *of(600, 100, desk="2")])
    assert times.pace("1") < 0.8 < 1.2 < times.pace("2")
    slow = adjusted(times, of(600, 20, desk="1"))
    assert slow.pace("1") > 1.3 * times.pace("1")
    assert slow.pace("2") > times.pace("2")
    assert adjusted(times, []) == times


def test_a_forgotten_visit_does_not_spoil_the_mean() -> None:
    assert learn([*of(300, 50), *of(300_000, 1)]).service_s("A", "x") < 400


def test_no_shows_and_gaps_are_part_of_a_visit() -> None:
    served = [replace(each, gap_s=60.0) for each in of(600, 80)]
    missed = [Service("A", "x", "1", 60, 60.0, is_no_show=True)] * 20
    times = learn([*served, *missed])
    assert times.service_s("A", "x") == pytest.approx(600, rel=0.01)
    assert times.visit_s("A", "x") == pytest.approx(0.8 * 600 + 0.2 * 60 + 60, rel=0.05)


@settings(deadline=None)
@given(services, services)
def test_whatever_was_noted_every_expectation_is_a_time(past: list[Service], today: list[Service]) -> None:
    times = adjusted(learn(past), today)
    for procedure in (None, "x", "new"):
        assert 0 < times.service_s("A", procedure) <= 3600
        assert times.visit_s("A", procedure) > 0
    assert all(0.1 < times.pace(desk) < 20 for desk in "123")


def test_what_is_left_of_a_visit_is_what_lognormal_visits_show() -> None:
    chance = random.Random(3)
    visits = [600 * chance.lognormvariate(-(SPREAD**2) / 2, SPREAD) for _ in range(100_000)]
    for lasted_s in (0, 300, 900, 1800):
        longer = [each - lasted_s for each in visits if each > lasted_s]
        assert left_s(600, lasted_s) == pytest.approx(sum(longer) / len(longer), rel=0.06)


@settings(deadline=None)
@given(st.floats(1, 4000), st.floats(-1000, 100_000))
def test_nothing_left_is_negative(expected_s: float, lasted_s: float) -> None:
    assert 0 <= left_s(expected_s, lasted_s) <= max(expected_s, lasted_s, 0) * 2


def test_times_know_a_desk_of_which_they_learned_nothing() -> None:
    assert Times().pace("9") == 1
