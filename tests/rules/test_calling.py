from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calling import Waiting, order_of_call, people_ahead

MORNING = datetime(2017, 3, 13, 7, 30)


@st.composite
def lines(draw: st.DrawFn) -> list[Waiting]:
    minutes = draw(st.lists(st.integers(0, 20), max_size=12))
    departments = st.sampled_from(("justice", "finance"))
    return [
        Waiting(ticket, draw(departments), MORNING + timedelta(minutes=minute), draw(st.integers(1, 5)))
        for ticket, minute in enumerate(minutes, start=1)
    ]


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
