"""Does the office learn from its own tickets what people come for most?"""

from __future__ import annotations

from datetime import timedelta

from actions.catalogue import most_asked, procedures_of, search_procedures
from actions.hall import Hall
from actions.issue import issue_ticket
from actions.known import LATELY
from tests.conftest import SetClock


def take(hall: Hall, procedure: str, times: int) -> None:
    for turn in range(times):
        hall.write(issue_ticket, touch_id=f"{procedure}-{turn:04}-{hall.now():%d%m}", procedure=procedure)


def first(hall: Hall, query: str) -> list[str]:
    return [each.key for each in hall.read(search_procedures, query=query).procedures]


def test_what_was_asked_for_most_comes_first_from_the_next_day_on(hall: Hall, set_clock: SetClock) -> None:
    assert hall.read(most_asked) == ()
    assert first(hall, "giay phep")[0] != "KTHT-15"
    take(hall, "KTHT-15", 3)
    take(hall, "2.000815", 2)
    set_clock.wait(24 * 3600)
    assert [each.key for each in hall.read(most_asked)] == ["KTHT-15", "2.000815"]
    assert first(hall, "giay phep")[0] == "KTHT-15"
    assert hall.read(procedures_of, department="KTHT")[0].key == "KTHT-15"
    assert hall.read(procedures_of, department="TP")[0].key == "2.000815"


def test_what_was_asked_for_long_ago_is_forgotten(hall: Hall, set_clock: SetClock) -> None:
    take(hall, "KTHT-15", 3)
    set_clock.wait((LATELY + timedelta(days=2)).total_seconds())
    assert hall.read(most_asked) == ()
