from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.outbox import SILENT_AFTER, believed, is_outdated, pause_after, who_prints, whose_paper
from rules.printer_status import Need, Paper, PrinterStatus, Reach

NOON = datetime(2017, 3, 13, 5, tzinfo=UTC)
CHAIN = {"a": "b", "b": "c"}


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 2), (2, 5), (3, 10), (4, 30), (5, 60), (6, 60), (99, 60), (0, 2)])
def test_pauses_grow_and_the_last_repeats(attempt: int, seconds: int) -> None:
    assert pause_after(attempt) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("stopped", "chosen"),
    [
        ("", "a"),
        ("b", "a"),
        ("a", "b"),
        ("ab", "c"),
        ("ac", "b"),
        ("abc", "a"),
    ],
)
def test_the_first_that_works_prints_and_if_none_does_it_stays_at_home(stopped: str, chosen: str) -> None:
    assert who_prints("a", CHAIN, frozenset(stopped)) == chosen


@pytest.mark.parametrize(
    ("question", "newest", "is_late"),
    [
        ("a.9", "a.10", True),
        ("a.10", "a.10", False),
        ("a.11", "a.10", False),
        ("b.1", "a.10", False),
        ("a.1", "", False),
        ("", "", False),
    ],
)
def test_a_lower_number_of_the_same_journal_is_late(question: str, newest: str, is_late: bool) -> None:
    assert is_outdated(question, newest) is is_late


def test_a_stand_in_prints_its_own_and_the_others() -> None:
    assert whose_paper("b", CHAIN, frozenset("a")) == ("b", "a")
    assert whose_paper("c", CHAIN, frozenset("ab")) == ("c", "a", "b")


def test_a_stopped_printer_tries_on_only_where_nobody_prints_for_it() -> None:
    assert whose_paper("a", CHAIN, frozenset("a")) == ()
    assert whose_paper("a", {}, frozenset("a")) == ("a",)
    assert whose_paper("a", CHAIN, frozenset("abc")) == ("a",)


@st.composite
def houses(draw: st.DrawFn) -> tuple[list[str], dict[str, str], frozenset[str]]:
    """Printers, of which each may stand in only for earlier ones, so that there are no circles."""
    codes = [f"p{number}" for number in range(draw(st.integers(1, 6)))]
    stand_ins = {
        code: chosen
        for at, code in enumerate(codes)
        if (chosen := draw(st.sampled_from([None, *codes[at + 1 :]]))) is not None
    }
    return codes, stand_ins, frozenset(draw(st.sets(st.sampled_from(codes))))


@given(houses())
def test_every_paper_has_exactly_one_printer(house: tuple[list[str], dict[str, str], frozenset[str]]) -> None:
    codes, stand_ins, stopped = house
    printed = [home for code in codes for home in whose_paper(code, stand_ins, stopped)]
    assert sorted(printed) == codes


@given(houses())
def test_no_stopped_printer_prints_for_another(house: tuple[list[str], dict[str, str], frozenset[str]]) -> None:
    _, stand_ins, stopped = house
    for code in stopped:
        assert set(whose_paper(code, stand_ins, stopped)) <= {code}


def test_a_worker_that_is_silent_for_long_is_taken_for_away() -> None:
    well = PrinterStatus(Reach.ANSWERS, Paper.NEAR_END)
    assert believed(well, NOON, NOON + SILENT_AFTER) == well
    assert believed(well, NOON, NOON + SILENT_AFTER + timedelta(seconds=1)).need is Need.AWAY
