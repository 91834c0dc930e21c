"""From when until when may a substitute sit at the desk?"""

from __future__ import annotations

from datetime import datetime, time

import pytest

from rules.standing_in import desk_hours
from rules.workdays import Sitting

DAY = (Sitting("morning", time(7, 30), time(11, 30)), Sitting("afternoon", time(13, 30), time(17)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2017-03-{text}")


@pytest.mark.parametrize(
    ("since", "until", "opens", "closes"),
    [
        ("13 07:30", "13 11:30", "13 00:00", "13 13:30"),
        ("13 13:30", "13 17:00", "13 11:30", "14 00:00"),
        ("13 07:30", "13 17:00", "13 00:00", "14 00:00"),
        ("13 09:00", "13 10:00", "13 09:00", "13 10:00"),
        ("13 00:00", "14 00:00", "13 00:00", "14 00:00"),
        ("13 12:00", "13 12:30", "13 11:30", "13 13:30"),
        ("13 07:30", "15 11:30", "13 00:00", "15 13:30"),
    ],
)
def test_the_free_time_at_both_ends_belongs_to_it(since: str, until: str, opens: str, closes: str) -> None:
    assert desk_hours(at(since), at(until), DAY) == (at(opens), at(closes))


def test_on_a_day_without_duty_it_is_the_whole_day() -> None:
    assert desk_hours(at("13 07:30"), at("13 11:30"), ()) == (at("13 00:00"), at("14 00:00"))
