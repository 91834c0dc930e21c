"""Is the office at work at this moment, and if not: until when?"""

from datetime import datetime, time

import pytest

from display.opening import Phase, opening
from rules.workdays import Sitting

MORNING = Sitting("morning", time(7, 30), time(11, 30))
AFTERNOON = Sitting("afternoon", time(13, 30), time(17, 0))
LATE_MORNING = Sitting("morning", time(8, 0), time(12, 0))


@pytest.mark.parametrize(
    ("clock", "phase", "coming", "until"),
    [
        ("07:00", Phase.BEFORE, MORNING, "07:30"),
        ("07:30", Phase.AT_WORK, None, "11:30"),
        ("11:29", Phase.AT_WORK, None, "11:30"),
        ("11:30", Phase.BREAK, AFTERNOON, "13:30"),
        ("13:30", Phase.AT_WORK, None, "17:00"),
    ],
)
def test_a_day_has_its_phases(clock: str, phase: Phase, coming: Sitting | None, until: str) -> None:
    found = opening(_at(clock), {MORNING, AFTERNOON})

    assert (found.phase, found.coming, found.until) == (phase, coming, _at(until))


def test_the_office_works_while_any_department_does() -> None:
    assert opening(_at("11:45"), {MORNING, LATE_MORNING}).phase is Phase.AT_WORK


def test_the_answer_is_asked_again_at_every_edge_of_a_sitting() -> None:
    assert opening(_at("07:45"), {MORNING, LATE_MORNING}).until == _at("08:00")


@pytest.mark.parametrize(("sittings", "phase"), [({MORNING}, Phase.AFTER), (set(), Phase.DAY_OFF)])
def test_after_the_last_sitting_the_day_holds_until_midnight(sittings: set[Sitting], phase: Phase) -> None:
    found = opening(_at("17:00"), sittings)

    assert (found.phase, found.coming, found.until) == (phase, None, datetime(2017, 3, 14))


def _at(clock: str) -> datetime:
    return datetime.combine(datetime(2017, 3, 13), time.fromisoformat(clock))
