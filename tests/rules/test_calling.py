from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.calling import Turn, Waiting, order_of_call, people_ahead, turns

MORNING = datetime(2017, 3, 13, 7, 30)


@st.composite
def lines(draw: st.DrawFn) -> list[Waiting]:
    minutes = draw(st.lists(st.integers(0, 20), max_size=12))
    departments = st.sampled_from(("justice", "finance"))
    return [
        Waiting(ticket, draw(departments), MORNING + timedelta(minutes=minute), draw(st.integers(1, 5)))
        for ticket, minute in enumerate(minutes, start=1)
    ]


@st.composite
def mixed_lines(draw: st.DrawFn) -> list[Waiting]:
    """Ordinary citizens, some of them passed already, and two classes of priority; some only helped."""
    people = draw(st.lists(st.tuples(st.integers(0, 90), st.sampled_from((0, 0, 1, 3)), st.booleans()), max_size=16))
    return [
        Waiting(
            ticket, "justice", MORNING + timedelta(minutes=minute), ticket, in_a_row,
            passed=0 if in_a_row else draw(st.integers(0, 3)), is_helped=is_helped,
        )
        for ticket, (minute, in_a_row, is_helped) in enumerate(people, start=1)
    ]  # fmt: skip


OVERDUE = st.one_of(st.none(), st.integers(0, 90).map(lambda minutes: MORNING + timedelta(minutes=minutes)))
LARGEST = 3


def test_who_waits_longest_is_called_first_whatever_the_number() -> None:
    early = Waiting(1, "justice", MORNING, 40)
    late = Waiting(2, "finance", MORNING + timedelta(minutes=1), 3)
    assert order_of_call([late, early]) == [early, late]


def test_who_came_in_the_same_instant_is_called_by_number_then_by_ticket() -> None:
    line = [Waiting(3, "a", MORNING, 2), Waiting(2, "b", MORNING, 1), Waiting(1, "c", MORNING, 2)]
    assert [one.ticket for one in order_of_call(line)] == [2, 1, 3]


@given(lines(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_the_rows_come(line: list[Waiting], random: object) -> None:
    shuffled = sorted(line, key=lambda _: random.random())
    assert order_of_call(shuffled) == order_of_call(line)


@given(lines())
def test_nobody_is_lost_and_nobody_overtakes(line: list[Waiting]) -> None:
    called = order_of_call(line)
    assert {one.ticket for one in called} == {one.ticket for one in line}
    assert all(one.arrived_at <= other.arrived_at for one, other in pairwise(called))


@given(lines())
def test_people_ahead_is_the_place_in_the_order_of_call(line: list[Waiting]) -> None:
    for place, one in enumerate(order_of_call(line)):
        assert people_ahead(one.ticket, line) == place
        assert people_ahead(one.ticket, iter(line)) == place


def test_somebody_who_does_not_wait_has_no_place() -> None:
    with pytest.raises(LookupError, match="7"):
        people_ahead(7, [])


# -- priority ----------------------------------------------------------------------------------------------------


def person(ticket: int, minute: int, in_a_row: int = 0, **more: int | bool) -> Waiting:
    return Waiting(ticket, "justice", MORNING + timedelta(minutes=minute), ticket, in_a_row, **more)


def called(line: list[Waiting], overdue: datetime | None = None) -> list[int]:
    return [one.ticket for one in order_of_call(line, overdue)]


def test_priority_and_ordinary_are_interleaved() -> None:
    ordinary = [person(ticket, ticket) for ticket in (1, 2, 3)]
    preferred = [person(ticket, ticket, in_a_row=2) for ticket in (11, 12, 13, 14, 15)]
    assert called(ordinary + preferred) == [11, 12, 1, 13, 14, 2, 15, 3]


def test_somebody_with_priority_who_came_first_passes_nobody() -> None:
    turn = next(turns([person(1, 0, in_a_row=2), person(2, 5)]))
    assert turn == Turn(person(1, 0, in_a_row=2), passes=None)


def test_who_passes_whom_is_told() -> None:
    ordinary, preferred = person(1, 0), person(2, 5, in_a_row=2)
    assert next(turns([ordinary, preferred])) == Turn(preferred, passes=ordinary)


def test_who_was_passed_often_enough_is_called_whatever_desk_let_it_happen() -> None:
    assert called([person(1, 0, passed=2), person(2, 5, in_a_row=2)]) == [1, 2]


def test_past_the_longest_wait_nobody_is_passed() -> None:
    line = [person(1, 0), person(2, 5, in_a_row=2)]
    assert called(line, MORNING) == [1, 2]
    assert called(line, MORNING - timedelta(seconds=1)) == [2, 1]


def test_a_desk_helps_only_when_idle_or_when_somebody_waits_too_long() -> None:
    line = [person(1, 0, is_helped=True), person(2, 30), person(3, 40)]
    assert called(line) == [2, 3, 1]
    assert called(line, MORNING) == [1, 2, 3]


@given(mixed_lines(), OVERDUE, st.randoms(use_true_random=False))
def test_with_priority_too_equal_sets_give_equal_answers(
    line: list[Waiting], overdue: datetime | None, random: object
) -> None:
    shuffled = sorted(line, key=lambda _: random.random())
    assert order_of_call(shuffled, overdue) == order_of_call(line, overdue)


@given(mixed_lines(), OVERDUE)
def test_an_officer_is_never_told_nobody_while_somebody_waits(line: list[Waiting], overdue: datetime | None) -> None:
    assert sorted(called(line, overdue)) == sorted(one.ticket for one in line)
    assert (next(turns(line, overdue), None) is None) is (line == [])


@given(mixed_lines(), OVERDUE)
def test_within_a_class_those_who_came_first_are_called_first(line: list[Waiting], overdue: datetime | None) -> None:
    order = order_of_call(line, overdue)
    for is_helped in (False, True):
        for is_preferred in (False, True):
            same = [one for one in order if one.is_helped is is_helped and bool(one.in_a_row) is is_preferred]
            assert same == sorted(same, key=lambda one: (one.arrived_at, one.number))


@given(mixed_lines(), OVERDUE)
def test_nobody_with_priority_is_passed_by_somebody_who_came_later(
    line: list[Waiting], overdue: datetime | None
) -> None:
    order = order_of_call(line, overdue)
    for place, one in enumerate(order):
        if one.in_a_row and not one.is_helped:
            assert all(before.arrived_at <= one.arrived_at for before in order[:place])


@given(mixed_lines(), OVERDUE)
def test_whoever_is_past_the_longest_wait_is_passed_by_nobody_who_came_later(
    line: list[Waiting], overdue: datetime | None
) -> None:
    order = order_of_call(line, overdue)
    for place, one in enumerate(order):
        if overdue is not None and one.arrived_at <= overdue:
            assert all(before.arrived_at <= one.arrived_at for before in order[:place])


@given(mixed_lines(), OVERDUE)
def test_people_ahead_agree_with_the_order_of_call_with_priority_too(
    line: list[Waiting], overdue: datetime | None
) -> None:
    for place, one in enumerate(order_of_call(line, overdue)):
        assert people_ahead(one.ticket, line, overdue) == place


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=5, max_size=60),
    st.integers(1, LARGEST),
    st.integers(1, 3),
)
def test_nobody_starves_however_many_with_priority_keep_coming(
    minutes: list[tuple[int, int]], in_a_row: int, desks: int
) -> None:
    """Every minute some come and every desk calls one. However it goes, an ordinary citizen is passed at most
    (ordinary citizens before them + 1) x `in_a_row` times, by all desks together."""
    waiting: dict[int, Waiting] = {}
    passed_by: dict[int, int] = {}
    before_them: dict[int, int] = {}
    tickets = 0
    for minute, (ordinary, preferred) in enumerate(minutes):
        for is_preferred in [False] * ordinary + [True] * preferred:
            tickets += 1
            waiting[tickets] = person(tickets, minute, in_a_row=in_a_row if is_preferred else 0)
            if not is_preferred:
                before_them[tickets] = sum(not one.in_a_row for one in waiting.values()) - 1
        for _ in range(desks):
            turn = next(turns(waiting.values()), None)
            if turn is None:
                continue
            del waiting[turn.one.ticket]
            if turn.passes is not None:
                head = waiting[turn.passes.ticket]
                waiting[head.ticket] = person(head.ticket, _minute(head), passed=head.passed + 1)
            for one in waiting.values():
                if not one.in_a_row and one.arrived_at < turn.one.arrived_at:
                    passed_by[one.ticket] = passed_by.get(one.ticket, 0) + 1
    for ticket, times in passed_by.items():
        assert times <= (before_them[ticket] + 1) * in_a_row


def _minute(one: Waiting) -> int:
    return int((one.arrived_at - MORNING).total_seconds() // 60)
