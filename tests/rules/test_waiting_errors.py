from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.waiting_errors import CENTRES_S, ENOUGH, RECENT, Errors, Outcome, learn_errors


def always(department: str, error_s: float, count: int) -> list[Outcome]:
    """Waits of every length, all wrong by as much."""
    return [Outcome(department, centre_s, centre_s + error_s) for centre_s in CENTRES_S] * count


seconds = st.floats(0, 20_000)
outcomes = st.lists(st.builds(Outcome, st.sampled_from("AB"), seconds, seconds), max_size=120)


@settings(deadline=None)
@given(outcomes, seconds, seconds)
def test_an_interval_is_ordered_and_never_falls_when_more_is_expected(
    past: list[Outcome], one_s: float, other_s: float
) -> None:
    errors = learn_errors(past)
    less, more = (errors.interval_s("A", each) for each in sorted((one_s, other_s)))
    assert 0 <= less[0] <= less[1]
    assert less[0] <= more[0] + 1e-6
    assert less[1] <= more[1] + 1e-6


def test_an_office_that_knows_nothing_promises_little() -> None:
    low_s, high_s = Errors().interval_s("A", 1200)
    assert low_s <= 1300
    assert high_s >= 1.4 * 1200


def test_low_is_the_middle_and_high_holds_mostly() -> None:
    chance = random.Random(7)
    past = [Outcome("A", at_s, at_s + chance.gauss(200, 100)) for at_s in CENTRES_S for _ in range(RECENT)]
    low_s, high_s = learn_errors(past).interval_s("A", 750)
    waits = [each.waited_s for each in past if each.expected_s == 750]
    assert 0.4 < sum(wait < low_s for wait in waits) / len(waits) < 0.6
    assert 0.75 < sum(wait <= high_s for wait in waits) / len(waits) < 0.92


def test_old_errors_are_forgotten() -> None:
    past = always("A", 3000, RECENT) + always("A", 60, RECENT)
    assert learn_errors(past).interval_s("A", 750) == (810, 810)


def test_a_department_with_few_errors_borrows_the_offices() -> None:
    past = always("A", 1000, 1) + always("B", 600, ENOUGH)
    assert learn_errors(past).interval_s("A", 750)[0] == 1350
    assert learn_errors(past).interval_s("C", 750) == (1350, 1350)


def test_a_departments_own_errors_count_once_there_are_enough() -> None:
    past = always("B", 3000, RECENT) + always("A", 60, ENOUGH)
    assert learn_errors(past).interval_s("A", 750) == (810, 810)


def test_no_wait_is_promised_that_ends_before_it_begins() -> None:
    assert learn_errors(always("A", -5000, ENOUGH)).interval_s("A", 750) == (0, 0)
