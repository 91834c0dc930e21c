"""Who is called before whom, with priority, helping desks and long waits, in a real office?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.hall import Hall
from actions.issue import issue_ticket
from actions.ticket_view import ticket_by_token
from config import Config
from models import Ticket
from rules.refusals import Refusal
from tests.actions.at_work import events, rows, seat, take
from tests.conftest import SetClock


def come(hall: Hall, set_clock: SetClock, *people: str | None, department: str = "KTHT") -> None:
    """One a minute; a class of priority or None."""
    for priority in people:
        take(hall, department, **({"priority": priority} if priority else {}))
        set_clock.wait(60)


def test_priority_and_ordinary_are_interleaved_at_a_desk(hall: Hall, set_clock: SetClock) -> None:
    come(hall, set_clock, None, None, None, "elderly", "merit", "pregnant", "disabled", "elderly")
    lan = seat(hall, "1", "KTHT")
    shown = [row.number for row in lan.view().waiting]
    called = [int(lan.serves_one().partition("-")[2]) for _ in range(8)]
    assert called == [4, 5, 1, 6, 7, 2, 8, 3]
    assert shown == called


def test_two_desks_together_let_no_more_pass_than_one(shared_hall: Hall, set_clock: SetClock) -> None:
    come(shared_hall, set_clock, None, *["elderly"] * 4)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    called = [desk.serves_one() for desk in (lan, hoa, lan, hoa, lan)]
    assert called == ["1-002", "1-003", "1-001", "1-004", "1-005"]


def test_past_the_longest_wait_an_ordinary_citizen_goes_first(hall: Hall, set_clock: SetClock) -> None:
    come(hall, set_clock, None)
    set_clock.wait(3600)
    come(hall, set_clock, "elderly")
    assert seat(hall, "1", "KTHT").calls_next() == "1-001"


def test_people_ahead_are_those_who_are_called_before(hall: Hall, set_clock: SetClock) -> None:
    come(hall, set_clock, None, None, "elderly")
    ahead = [hall.read(ticket_by_token, token=row.token) for row in rows(hall, Ticket)]
    assert [view.ahead for view in ahead if view] == [1, 2, 0]
    issued = [event.facts["ahead"] for event in events(hall, "ticket_issued")]
    assert issued == [0, 1, 0]


def test_a_class_that_is_not_configured_is_refused(hall: Hall) -> None:
    answer = hall.write(issue_ticket, touch_id="touch-0001", department="KTHT", priority="king")
    assert answer == Refusal("no_priority", {"priority": "king"})
    assert rows(hall, Ticket) == []


def test_an_officer_gives_and_takes_priority(hall: Hall, set_clock: SetClock) -> None:
    come(hall, set_clock, None, None, "elderly")
    lan = seat(hall, "1", "KTHT")
    view = lan.does("priority", label="1-002", priority="disabled")
    assert [row.label for row in view.waiting] == ["1-002", "1-003", "1-001"]
    view = lan.does("priority", label="1-002", priority=None)
    assert [(row.label, row.priority) for row in view.waiting][1:] == [("1-001", None), ("1-002", None)]
    assert [(e.facts["before"], e.facts["priority"]) for e in events(hall, "ticket_priority")] == [
        (None, "disabled"), ("disabled", None),
    ]  # fmt: skip
    assert lan.refused("priority", label="1-002", priority="king").code == "no_priority"
    lan.does("next")
    assert lan.refused("priority", label="1-003", priority=None).code == "not_waiting"


def test_a_class_that_left_the_configuration_waits_like_everybody(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Config, set_clock: SetClock
) -> None:
    hall = make_hall(sqlite_url)
    come(hall, set_clock, None, "elderly")
    hall.database.close()
    plain = make_hall(sqlite_url, office.model_copy(update={"priority": ()}))
    assert seat(plain, "1", "KTHT").calls_next() == "1-001"


def test_however_many_ordinary_ones_stand_before_priority_is_seen(sqlite_hall: Hall, set_clock: SetClock) -> None:
    for _ in range(90):
        take(sqlite_hall)
    set_clock.wait(1)
    take(sqlite_hall, priority="merit")
    assert seat(sqlite_hall, "1", "KTHT").calls_next() == "1-091"


@pytest.fixture
def helping_hall(any_hall: Callable[[Config], Hall], office: Config) -> Hall:
    """Desk 1 is for KTHT and helps TP."""
    changes: dict[str, Any] = {"1": {"departments": ("KTHT", "TP"), "helps": ("TP",)}}
    desks = tuple(desk.model_copy(update=changes.get(desk.code, {})) for desk in office.desks)
    return any_hall(office.model_copy(update={"desks": desks}))


def test_a_desk_helps_others_only_while_nobody_of_its_own_waits(helping_hall: Hall, set_clock: SetClock) -> None:
    come(helping_hall, set_clock, None, None, department="TP")
    come(helping_hall, set_clock, None)
    lan = seat(helping_hall, "1", "KTHT", "TP")
    assert [row.label for row in lan.view().waiting] == ["1-001", "4-001", "4-002"]
    assert [lan.serves_one() for _ in range(3)] == ["1-001", "4-001", "4-002"]
    assert lan.refused("next").code == "nobody_waiting"


def test_whom_a_desk_helps_is_not_forgotten_there(helping_hall: Hall, set_clock: SetClock) -> None:
    come(helping_hall, set_clock, None, department="TP")
    set_clock.wait(3600)
    come(helping_hall, set_clock, None, None)
    assert seat(helping_hall, "1", "KTHT", "TP").calls_next() == "4-001"
