"""Who is at which desk?"""

from __future__ import annotations

import pytest

from actions.accounts import Role
from actions.hall import Hall
from actions.ticket_view import ticket_by_token
from models import Opening, Ticket
from tests.actions.at_work import Seat, add_person, events, nothing_changes, rows, seat, take
from tests.conftest import SetClock


def test_opening_a_desk_checks_its_officer_in(hall: Hall) -> None:
    lan = Seat(hall, "1", add_person(hall, "lan", "YT", "KTHT", "TP"))
    view = lan.does("open")
    assert (view.officer, view.is_open, view.departments, view.not_on_duty) == ("lan", True, ("KTHT",), ("YT",))
    (opened,) = events(hall, "desk_opened")
    assert (opened.desk, opened.actor, opened.at) == ("1", lan.account.actor, hall.now())
    served = {"departments": ["KTHT", "YT"], "as_substitute": [], "desk_departments": ["KTHT", "YT"]}
    assert opened.facts == {"officer": lan.account.officer_id, **served}
    lan.does("close", "undo")
    (_, again) = events(hall, "desk_opened")
    assert again.facts == {**opened.facts, "undone": True}


def test_opening_twice_is_opening_once(hall: Hall) -> None:
    lan = seat(hall, "1", "KTHT")
    with nothing_changes(hall):
        lan.does("open")


def test_a_desk_has_one_officer(hall: Hall) -> None:
    seat(hall, "1", "KTHT", name="lan")
    hoa = Seat(hall, "1", add_person(hall, "hoa", "KTHT"))
    for verb in ("open", "close"):
        refusal = hoa.refused(verb)
        assert (refusal.code, refusal.facts) == ("desk_taken", {"desk": "1", "name": "lan"})
    assert hoa.view().officer == "lan"
    assert not hoa.view().is_open


@pytest.mark.parametrize(
    ("desk", "departments", "code"),
    [("77", ("KTHT",), "no_desk"), ("1", (), "no_officer"), ("1", ("TP",), "desk_not_yours")],
)
def test_who_may_not_sit_there_is_told_why(
    sqlite_hall: Hall, desk: str, departments: tuple[str, ...], code: str
) -> None:
    somebody = add_person(sqlite_hall, "lan", *departments, role=Role.SUPERVISOR)
    assert Seat(sqlite_hall, desk, somebody).refused("open").code == code


def test_an_officer_off_duty_may_sit_down_and_calls_nobody(hall: Hall) -> None:
    take(hall, "KTHT")
    lan = seat(hall, "1", "YT")
    assert (lan.view().departments, lan.view().not_on_duty, lan.view().waiting) == ((), ("YT",), ())
    assert lan.refused("next").code == "nobody_waiting"


def test_an_officer_moves_over_by_opening_another_desk(hall: Hall, set_clock: SetClock) -> None:
    lan = seat(hall, "1", "KTHT", "TNMT")
    set_clock.wait(60)
    Seat(hall, "2", lan.account).does("open")
    open_now = [row.desk for row in rows(hall, Opening) if row.closed_at is None]
    assert open_now == ["2"]
    assert [(event.kind, event.desk) for event in events(hall, "desk_opened", "desk_closed")] == [
        ("desk_opened", "1"),
        ("desk_closed", "1"),
        ("desk_opened", "2"),
    ]


@pytest.mark.parametrize("held", [("next",), ("next", "serve")])
def test_nobody_leaves_a_citizen_by_moving_over(hall: Hall, held: tuple[str, ...]) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT", "TNMT")
    lan.does(*held)
    refusal = Seat(hall, "2", lan.account).refused("open")
    assert (refusal.code, refusal.facts) == ("officer_elsewhere", {"desk": "1"})


def test_closing_puts_a_called_citizen_back_in_their_place(hall: Hall, set_clock: SetClock) -> None:
    first = take(hall)
    set_clock.wait(60)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "recall")
    assert lan.does("close").ticket is None
    waiting = hall.read(ticket_by_token, token=first.token)
    assert waiting is not None
    assert (waiting.state, waiting.ahead, waiting.place) == ("waiting", 0, first.place)
    assert [event.facts["number"] for event in events(hall, "ticket_put_back")] == [1]
    row = rows(hall, Ticket)[0]
    assert (row.desk, row.officer_id, row.called_at, row.calls) == (None, None, None, 0)
    lan.does("open")
    called = lan.does("next").ticket
    assert called is not None
    assert (called.label, called.calls) == ("1-001", 1)


def test_a_desk_is_not_closed_over_a_citizen_who_is_served(hall: Hall) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve")
    refusal = lan.refused("close")
    assert (refusal.code, refusal.facts) == ("close_blocked", {"label": "1-001"})
    lan.does("finish")
    assert not lan.does("close").is_open


def test_closing_a_closed_desk_changes_nothing(hall: Hall) -> None:
    lan = seat(hall, "1", "KTHT")
    lan.does("close")
    with nothing_changes(hall):
        lan.does("close")
    assert [event.facts["officer"] for event in events(hall, "desk_closed")] == [lan.account.officer_id]


def test_a_desk_that_was_left_is_there_for_the_next_officer(hall: Hall) -> None:
    lan = seat(hall, "1", "KTHT", name="lan")
    lan.does("close")
    hoa = Seat(hall, "1", add_person(hall, "hoa", "KTHT"))
    assert hoa.does("open").officer == "hoa"
