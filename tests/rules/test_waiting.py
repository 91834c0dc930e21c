from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.waiting import NOBODY, Desk, Outlook, Person, Wait, outlook, schedule, told

CODES = ("1", "2", "3")
ONE = frozenset({"1"})


def person(desks: frozenset[str], visit_s: float, helped_at: frozenset[str] = NOBODY) -> Person:
    """One whose kind is the desks that may call them."""
    return Person(desks, desks, visit_s, helped_at)


def look(line: list[Person], desks: list[Desk], of: frozenset[str] = ONE, visit_s: float = 600) -> Outlook | None:
    return outlook(schedule(line, desks), of, lambda may: not of.isdisjoint(may), visit_s)


@st.composite
def halls(draw: st.DrawFn) -> tuple[list[Person], list[Desk]]:
    some = st.frozensets(st.sampled_from(CODES), min_size=1)
    line = draw(st.lists(st.builds(person, some, st.floats(10, 3000)), max_size=12))
    helped = [person(each.desks, each.visit_s, each.desks & draw(some)) for each in line]
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
    return helped, [Desk(code, draw(st.floats(0, 3000)), draw(st.floats(0.4, 2.5))) for code in codes]


@pytest.mark.parametrize(
    ("line", "desks", "expected"),
    [
        ([], [Desk("1")], [0]),
        ([], [Desk("1", 120)], [120]),
        ([600], [Desk("1")], [0, 600]),
        ([600, 300], [Desk("1", 120)], [120, 720, 1020]),
        ([600], [Desk("1", 0, 1.5)], [0, 900]),
        ([600, 300], [Desk("1"), Desk("2")], [0, 0, 300]),
        ([600, 300], [Desk("1"), Desk("2", 60)], [0, 60, 360]),
    ],
)
def test_everybody_is_called_by_the_first_desk_that_becomes_free(
    line: list[float], desks: list[Desk], expected: list[float]
) -> None:
    both = frozenset({"1", "2"})
    found = look([person(both, visit_s) for visit_s in line], desks, both)
    assert found is not None
    assert list(found.calls) == pytest.approx(expected)


def test_nobody_knows_while_no_desk_is_open() -> None:
    assert look([person(ONE, 600)], []) is None
    assert look([], [Desk("2")]) is None


def test_whoever_only_another_desk_may_call_costs_no_time() -> None:
    line = [person(frozenset({"2"}), 600), person(ONE, 300)]
    assert look(line, [Desk("1"), Desk("2")]) == Outlook((0.0, 300.0), 600)


def test_a_shared_desk_serves_first_whoever_came_first() -> None:
    line = [person(frozenset({"1", "2"}), 600), person(ONE, 300)]
    found = look(line, [Desk("1")])
    assert found is not None
    assert found.calls == (0.0, 600.0, 900.0)


def test_whom_a_closed_desk_alone_may_call_is_counted_but_costs_no_time() -> None:
    """The line of a ticket for desks 1 and 2, of which only 1 is open."""
    line = [person(frozenset({"2"}), 600), person(ONE, 300)]
    found = look(line, [Desk("1")], frozenset({"1", "2"}))
    assert found is not None
    assert found.calls == (0.0, 0.0, 300.0)


def test_a_desk_helps_only_while_nobody_of_its_own_waits() -> None:
    line = [person(ONE, 600, helped_at=ONE), person(ONE, 300)]
    found = schedule(line, [Desk("1")])
    assert [at for _, at in found.calls] == [300.0, 0.0]


@settings(deadline=None)
@given(halls(), st.frozensets(st.sampled_from(CODES), min_size=1), st.integers(0, 30))
def test_more_people_ahead_never_shorten_the_wait(
    hall: tuple[list[Person], list[Desk]], of: frozenset[str], ahead: int
) -> None:
    found = look(*hall, of)
    if found is None:
        assert of.isdisjoint({desk.code for desk in hall[1]})
        return
    assert 0 <= found.expected_s(ahead) <= found.expected_s(ahead + 1)


@settings(deadline=None)
@given(halls())
def test_one_more_open_desk_never_lengthens_the_wait_of_the_last(hall: tuple[list[Person], list[Desk]]) -> None:
    """For people whom every desk may call; where desks are shared in part, another order may cost somebody time."""
    line, desks = hall
    everywhere = frozenset(CODES)
    alike = [person(everywhere, 600) for _ in line]
    evenly = [Desk(desk.code, desk.free_s) for desk in desks]
    before, after = look(alike, evenly[1:], everywhere), look(alike, evenly, everywhere)
    assert after is not None
    assert before is None or all(a <= b + 1e-6 for a, b in zip(after.calls, before.calls, strict=True))


@settings(deadline=None)
@given(halls())
def test_the_whole_line_takes_no_longer_than_all_visits_one_after_the_other(
    hall: tuple[list[Person], list[Desk]],
) -> None:
    line, desks = hall
    found = look(line, desks, frozenset(desk.code for desk in desks))
    assert found is not None
    slowest = max(desk.pace for desk in desks)
    assert found.calls[-1] <= max(desk.free_s for desk in desks) + slowest * sum(each.visit_s for each in line) + 1e-6


@pytest.mark.parametrize(
    ("low_s", "high_s", "expected"),
    [
        (0, 0, (0, 0)),
        (-60, -30, (0, 0)),
        (0, 61, (0, 2)),
        (119, 200, (1, 4)),
        (599, 600, (9, 10)),
        (600, 601, (10, 15)),
        (14 * 60, 31 * 60, (10, 35)),
        (9 * 60, 16 * 60, (9, 20)),
        (900, 300, (15, 15)),
    ],
)
def test_an_interval_is_rounded_honestly(low_s: float, high_s: float, expected: tuple[int, int]) -> None:
    assert told(low_s, high_s) == Wait(*expected)


@settings(deadline=None)
@given(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5), st.one_of(st.none(), st.floats(-1e4, 1e5)))
def test_a_told_interval_is_ordered_and_holds_what_was_meant(low_s: float, high_s: float, left_s: float | None) -> None:
    wait = told(low_s, high_s, left_s)
    assert 0 <= wait.low_min <= wait.high_min
    assert wait.low_min * 60 <= max(0.0, low_s)
    assert wait.high_min * 60 >= high_s - 1e-6
    assert wait.may_miss_sitting == (left_s is not None and high_s > left_s)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1e4), min_size=2))
def test_longer_waits_are_never_told_as_shorter(seconds: list[float]) -> None:
    told_ = [told(each, each) for each in sorted(seconds)]
    assert all(a.low_min <= b.low_min and a.high_min <= b.high_min for a, b in pairwise(told_))
