"""Who goes on at a desk when its officer leaves, and when are they away for a while?"""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from actions.board import board
from actions.hall import Hall
from actions.handing_over import colleagues
from models import Opening, Ticket
from rules.states import Outcome
from tests.actions.at_work import Seat, add_person, events, rows, seat, take
from tests.conftest import SetClock


def test_a_substitute_goes_on_with_the_citizen_who_is_there(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT", name="lan")
    hoa = add_person(hall, "hoa", "KTHT")
    lan.does("next", "serve")
    set_clock.wait(60)
    view = lan.does("hand-over", to=hoa.id)
    assert (view.is_open, view.officer) == (False, "hoa")
    there = Seat(hall, "1", hoa)
    held = there.view().ticket
    assert held is not None
    assert (held.label, held.state) == ("1-001", "serving")
    set_clock.wait(60)
    (served,) = there.does("finish").served
    assert served.served_s == 120
    (handed,) = events(hall, "ticket_handed_over")
    assert (handed.facts["before"], handed.facts["officer"]) == (lan.account.officer_id, hoa.officer_id)
    assert [event.facts.get("reason") for event in events(hall, "desk_closed")] == ["handed_over"]


def test_only_who_may_sit_there_and_is_free_is_handed_the_desk(hall: Hall) -> None:
    take(hall, "TNMT")
    lan = seat(hall, "1", "KTHT", name="lan")
    stranger = add_person(hall, "stranger", "TP")
    busy = seat(hall, "2", "TNMT", "KTHT", name="busy")
    busy.does("next")
    assert lan.refused("hand-over", to=stranger.id).code == "no_colleague"
    assert lan.refused("hand-over", to=lan.account.id).code == "no_colleague"
    refusal = lan.refused("hand-over", to=busy.account.id)
    assert (refusal.code, refusal.facts) == ("colleague_busy", {"name": "busy", "desk": "2"})
    listed = hall.read(colleagues, desk="1", account=lan.account)
    assert [(each.name, each.desk, each.is_busy) for each in listed] == [("busy", "2", True)]


def test_a_desk_left_open_is_taken_over_with_its_citizen(hall: Hall) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT", name="lan")
    lan.does("next", "serve")
    hoa = Seat(hall, "1", add_person(hall, "hoa", "KTHT"))
    assert hoa.refused("open").code == "desk_taken"
    view = hoa.does("open", take_over=True)
    assert (view.is_open, view.ticket and view.ticket.label) == (True, "1-001")
    assert lan.view().officer == "hoa"
    assert lan.refused("finish").code == "desk_taken"
    assert [row.officer_id for row in rows(hall, Ticket)] == [hoa.account.officer_id]


def test_a_desk_is_not_taken_over_by_who_does_not_belong_there(hall: Hall) -> None:
    lan = seat(hall, "1", "KTHT", name="lan")
    stranger = Seat(hall, "1", add_person(hall, "stranger", "TP"))
    assert stranger.refused("open", take_over=True).code == "desk_not_yours"
    assert lan.view().is_open


def test_presses_of_before_are_not_taken_back_over_a_handing_over(hall: Hall) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT", name="lan")
    hoa = add_person(hall, "hoa", "KTHT")
    lan.does("next")
    lan.does("hand-over", to=hoa.id)
    assert lan.refused("undo").code == "undo_overtaken"
    assert Seat(hall, "1", hoa).refused("undo").code == "nothing_to_undo"


@pytest.mark.parametrize(
    ("wish", "back"),
    [
        ({"minutes": 15}, datetime(2017, 3, 13, 1, 55, tzinfo=UTC)),
        ({"until": time(9, 0)}, datetime(2017, 3, 13, 2, 0, tzinfo=UTC)),
        ({}, None),
    ],
)
def test_a_break_is_shown_with_its_end(hall: Hall, wish: dict[str, object], back: datetime | None) -> None:
    lan = seat(hall, "1", "KTHT")
    view = lan.does("break", **wish)
    assert (view.break_since, view.break_until) == (hall.now(), back)
    row = next(row for row in hall.read(board).rows if row.desk == "1")
    assert (row.state, row.back_at) == ("break", back)
    assert events(hall, "desk_break")[0].facts["until"] == (back.isoformat() if back else None)


def test_nobody_is_called_on_a_break(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("break", minutes=15)
    for verb, wish in (("next", {}), ("call", {"label": "1-001"}), ("break", {})):
        assert lan.refused(verb, **wish).code == "on_break"
    set_clock.wait(20 * 60)
    assert lan.refused("next").code == "on_break"
    lan.does("back")
    assert events(hall, "desk_back")[0].facts["lasted_s"] == 20 * 60
    assert lan.calls_next() == "1-001"


def test_nobody_goes_on_a_break_over_a_citizen(sqlite_hall: Hall) -> None:
    take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    lan.does("next")
    assert lan.refused("break", minutes=5).code == "holding"
    assert lan.refused("back").code == "not_on_break"


@pytest.mark.parametrize(
    ("wish", "code"),
    [({"minutes": 241}, "break_too_long"), ({"until": time(8, 40)}, "break_over"), ({"until": time(7)}, "break_over")],
)
def test_a_break_ends_today_and_not_in_the_past(sqlite_hall: Hall, wish: dict[str, object], code: str) -> None:
    assert seat(sqlite_hall, "1", "KTHT").refused("break", **wish).code == code


def test_a_break_ends_with_the_closing(hall: Hall) -> None:
    lan = seat(hall, "1", "KTHT")
    lan.does("break")
    lan.does("close", "open")
    assert lan.view().break_since is None
    assert all(row.break_since is None for row in rows(hall, Opening))


@pytest.mark.parametrize(
    ("wish", "state"),
    [
        ({"held": "finish", "outcome": "advice"}, "finished"),
        ({"held": "park"}, "parked"),
        ({"held": "queue", "note": "quầy đóng"}, "waiting"),
    ],
)
def test_closing_asks_what_becomes_of_the_one_being_served(hall: Hall, wish: dict[str, str], state: str) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve")
    assert lan.refused("close").code == "close_blocked"
    asked = wish | ({"outcome": Outcome.ADVICE} if "outcome" in wish else {})
    assert not lan.does("close", **asked).is_open
    assert [row.state for row in rows(hall, Ticket)] == [state]
