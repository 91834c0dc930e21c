"""Is the last press at a desk taken back whole, for ten seconds and not longer?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from actions.board import board
from actions.fresh_calls import fresh_calls
from actions.hall import Hall
from actions.ticket_view import ticket_by_token
from actions.views import CallView
from models import Ticket, TicketProcedure
from rules.states import Outcome
from tests.actions.at_work import Seat, add_person, events, rows, seat, take
from tests.conftest import SetClock

# What leads to the press, and the press itself.
PRESSES: dict[str, tuple[tuple[str, ...], tuple[str, dict[str, Any]]]] = {
    "call next": ((), ("next", {})),
    "call this": ((), ("call", {"label": "1-002"})),
    "citizen is here": (("next",), ("serve", {})),
    "finish": (("next", "serve"), ("finish", {})),
    "finish and call next": (("next", "serve"), ("finish-next", {})),
    "park": (("next", "serve"), ("park", {})),
    "resume": (("next", "serve", "park"), ("resume", {"label": "1-001"})),
    "no-show": (("next", "recall", "wait"), ("no-show", {})),
    "return": (("next", "recall", "wait", "no-show"), ("return", {"label": "1-001"})),
    "transfer": (("next", "serve"), ("transfer", {"to_department": "TP", "note": "xem"})),
    "transfer of one who waits": ((), ("transfer", {"label": "1-002", "to_department": "TP"})),
    "close with one called": (("next",), ("close", {})),
    "close with one served": (("next", "serve"), ("close", {"held": "finish", "outcome": Outcome.ADVICE})),
    "close with one parked": (("next", "serve"), ("close", {"held": "park"})),
    "close with one sent back": (("next", "serve"), ("close", {"held": "queue"})),
    "cancel": ((), ("cancel", {"label": "1-002"})),
    "cancel of one parked": (("next", "serve", "park"), ("cancel", {"label": "1-001"})),
    "break": ((), ("break", {"minutes": 10})),
    "back": (("break",), ("back", {})),
    "priority": ((), ("priority", {"label": "1-002", "priority": "merit"})),
    "a further procedure": (("next", "serve"), ("add-procedure", {"procedure": "1.013225"})),
}
FRESH = timedelta(seconds=30)
TICKET = [column.name for column in Ticket.__table__.columns]


@pytest.mark.parametrize("name", PRESSES)
def test_an_undo_leaves_everything_as_the_press_found_it(hall: Hall, set_clock: SetClock, name: str) -> None:
    before, (verb, wish) = PRESSES[name]
    take(hall, None, procedure="1.013225")
    set_clock.wait(60)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    for each in before:
        set_clock.wait(40) if each == "wait" else lan.does(each)
    set_clock.wait(11)  # what led there can be taken back no more
    found, shown, here, spoken = tickets(hall), hall.read(board), lan.view(), fresh(hall)
    lan.does(verb, **wish)
    set_clock.wait(10)
    assert (lan.view().undo is not None, lan.view().moves["undo"]) == (True, None)
    view = lan.does("undo")
    assert tickets(hall) == found
    assert (hall.read(board).rows, hall.read(board).calls) == (shown.rows, shown.calls)
    assert fresh(hall) == [call for call in spoken if call.at >= hall.now() - FRESH]
    assert (view.ticket and view.ticket.id, view.is_open) == (here.ticket and here.ticket.id, here.is_open)
    assert (view.break_since, view.break_until) == (here.break_since, here.break_until)
    assert rows(hall, TicketProcedure) == []
    assert lan.refused("undo").code in ("nothing_to_undo", "undo_late")


def fresh(hall: Hall) -> list[CallView]:
    """What a wall that comes back now would still speak."""
    return list(hall.read(fresh_calls, desks=["1", "2"], since=hall.now() - FRESH))


def tickets(hall: Hall) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in TICKET} for row in rows(hall, Ticket)]


def test_an_undo_is_itself_told(hall: Hall) -> None:
    ticket = take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "undo")
    (undone,) = events(hall, "ticket_undone")
    assert (undone.desk, undone.actor) == ("1", lan.account.actor)
    assert {name: undone.facts[name] for name in ("verb", "move", "was", "state")} == {
        "verb": "next", "move": "call", "was": "called", "state": "waiting",
    }  # fmt: skip
    assert hall.read(board).calls == ()
    seen = hall.read(ticket_by_token, token=ticket.token)
    assert seen is not None
    assert (seen.state, seen.ahead) == ("waiting", 0)


def test_ten_seconds_and_not_longer(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next")
    set_clock.wait(10.1)
    refusal = lan.refused("undo")
    assert (refusal.code, refusal.facts) == ("undo_late", {"n": 10})
    assert lan.view().undo is None


def test_step_by_step_back_within_the_ten_seconds(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve", "finish")
    states = [row.ticket.state if (row := lan.does("undo")).ticket else "ready" for _ in range(3)]
    assert states == ["serving", "called", "ready"]
    assert lan.refused("undo").code == "nothing_to_undo"


def test_what_somebody_else_has_taken_up_is_not_taken_back(shared_hall: Hall) -> None:
    take(shared_hall)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    lan.does("next", "serve")
    lan.does("transfer", to_desk="2")
    hoa.does("next")
    refusal = lan.refused("undo")
    assert (refusal.code, refusal.facts) == ("undo_overtaken", {"label": "1-001"})
    hoa.does("undo")
    assert lan.does("undo").ticket is not None


def test_an_undone_call_gives_the_passed_citizen_the_count_back(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    set_clock.wait(60)
    take(hall, priority="elderly")
    lan = seat(hall, "1", "KTHT")
    assert lan.calls_next() == "1-002"
    assert [row.passed for row in rows(hall, Ticket)] == [1, 0]
    lan.does("undo")
    assert [row.passed for row in rows(hall, Ticket)] == [0, 0]


def test_nobody_takes_back_what_another_officer_did(hall: Hall) -> None:
    take(hall)
    lan, hoa = seat(hall, "1", "KTHT", name="lan"), seat(hall, "2", "KTHT", "TNMT", name="hoa")
    lan.does("next", "serve", "finish", "close")
    hoa.does("close")
    assert Seat(hall, "1", hoa.account).refused("undo").code == "nothing_to_undo"


def test_a_recall_between_does_not_stand_in_the_way(hall: Hall) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "recall")
    assert lan.does("undo").ticket is None
    assert [(row.state, row.calls) for row in rows(hall, Ticket)] == [("waiting", 0)]


def test_a_resume_taken_back_takes_its_recall_with_it_and_leaves_the_call_before(hall: Hall) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve", "park")
    first = hall.read(board).calls
    lan.does("resume", label="1-001")
    lan.does("recall", "undo")
    assert hall.read(board).calls == first
    assert fresh(hall) == list(first)
    lan.does("resume", label="1-001")
    assert [call.id for call in hall.read(board).calls] == [events(hall, "ticket_resumed")[-1].seq]


def test_a_closing_is_not_taken_back_once_somebody_sits_there_again(hall: Hall) -> None:
    lan = seat(hall, "1", "KTHT")
    lan.does("close", "open")
    assert lan.refused("undo").code == "nothing_to_undo"


def test_a_break_of_an_earlier_sitting_down_is_not_taken_back(hall: Hall) -> None:
    lan = seat(hall, "1", "KTHT", name="lan")
    hoa = Seat(hall, "1", add_person(hall, "hoa", "KTHT"))
    lan.does("break")
    hoa.does("open", take_over=True)
    lan.does("open", take_over=True)
    assert lan.refused("undo").code == "nothing_to_undo"
    assert lan.view().break_since is None
