"""Until when may a citizen who missed their turn come back by themselves?"""

from __future__ import annotations

from datetime import datetime, time

import pytest

from rules.returning import returns_until
from rules.workdays import Sitting

MORNING, AFTERNOON = Sitting("morning", time(7, 30), time(11, 30)), Sitting("afternoon", time(13, 30), time(17))


@pytest.mark.parametrize(
    ("missed", "until"),
    [
        (time(7, 0), time(11, 30)),
        (time(9, 0), time(11, 30)),
        (time(11, 30), time(17)),
        (time(12, 0), time(17)),
        (time(16, 59, 59), time(17)),
        (time(17), None),
        (time(20), None),
    ],
)
def test_a_missed_turn_can_be_mended_until_the_sitting_ends(missed: time, until: time | None) -> None:
    day = datetime(2017, 3, 13)
    expected = None if until is None else datetime.combine(day, until)
    assert returns_until(datetime.combine(day, missed), (AFTERNOON, MORNING)) == expected


def test_without_a_sitting_nobody_comes_back() -> None:
    assert returns_until(datetime(2017, 3, 13, 9), ()) is None
