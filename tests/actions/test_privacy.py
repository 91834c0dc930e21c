"""Is what could lead to a citizen forgotten in time, and taken out or erased when somebody asks?"""

from __future__ import annotations

from typing import Any

from actions.day import begin_day
from actions.events import first_broken
from actions.hall import Hall
from actions.people import OfficerWish, list_officers, officer_left, save_officer
from actions.privacy import erase_officer, erase_ticket, export_officer, export_ticket
from actions.ticket_view import ticket_by_token
from models import Ticket
from rules.refusals import Refusal
from rules.states import Outcome
from tests.actions.at_work import events, rows, seat, take
from tests.conftest import SetClock

DAY = 24 * 3600
DOSSIER = "H14.53.21-170313-0001"


def served(hall: Hall) -> Ticket:
    """Somebody with a class of priority hands in a dossier."""
    lan = seat(hall, "1", "KTHT")
    take(hall)
    lan.does("priority", label="1-001", priority="disabled")
    lan.does("next", "serve")
    lan.does("finish", outcome=Outcome.ACCEPTED, dossier=DOSSIER)
    (ticket,) = rows(hall, Ticket)
    return ticket


def test_after_its_time_a_ticket_is_only_counted(hall: Hall, set_clock: SetClock) -> None:
    before = served(hall)
    set_clock.wait(90 * DAY)
    hall.write(begin_day)
    assert rows(hall, Ticket)[0].dossier == DOSSIER
    set_clock.wait(DAY)
    take(hall)
    assert hall.write(begin_day).anonymised == 1
    after = rows(hall, Ticket)[0]
    assert (after.dossier, after.priority, after.return_code, after.note) == (None, None, "", None)
    assert before.token not in (after.token, after.touch_id)
    assert before.touch_id not in (after.token, after.touch_id)
    kept = (
        "day",
        "department",
        "series",
        "number",
        "state",
        "outcome",
        "issued_at",
        "called_at",
        "ended_at",
        "served_s",
    )
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert hall.write(begin_day).anonymised == 0
    assert len(events(hall, "tickets_anonymised")) == 1
    assert hall.read(first_broken) is None


def test_two_old_tickets_do_not_get_in_each_others_way(hall: Hall, set_clock: SetClock) -> None:
    for _ in range(3):
        take(hall)
    set_clock.wait(91 * DAY)
    take(hall)
    assert hall.write(begin_day).anonymised == 3
    set_clock.wait(91 * DAY)
    take(hall)
    assert hall.write(begin_day).anonymised == 1


def test_a_clock_that_jumps_years_ahead_forgets_nothing(hall: Hall, set_clock: SetClock) -> None:
    served(hall)
    set_clock.wait(5_000 * DAY)
    assert hall.write(begin_day).anonymised == 0
    set_clock.wait(-5_000 * DAY)
    (ticket,) = rows(hall, Ticket)
    assert (ticket.dossier, ticket.priority) == (DOSSIER, "disabled")


def test_a_phones_address_ends_with_the_day_after(hall: Hall, set_clock: SetClock) -> None:
    token = take(hall).token
    for is_seen in (True, True, False):
        assert (hall.read(ticket_by_token, token=token) is not None) is is_seen
        set_clock.wait(DAY)


def test_all_that_is_kept_of_a_ticket_is_taken_out_and_can_be_erased(hall: Hall, set_clock: SetClock) -> None:
    ticket = served(hall)
    which: dict[str, Any] = {"day": ticket.day, "series": 1, "number": 1}
    found: Any = hall.read(export_ticket, **which)
    assert found["ticket"]["dossier"] == DOSSIER
    assert {each["kind"] for each in found["events"]} >= {"ticket_issued", "ticket_called", "ticket_finished"}
    assert (len(found["paper"]), len(found["ratings"])) == (1, 0)
    early: Any = hall.write(erase_ticket, **which, actor="test")
    assert early.code == "still_open"
    set_clock.wait(DAY)
    assert hall.write(erase_ticket, **which, actor="test") == 1
    again: Any = hall.read(export_ticket, **which)
    assert DOSSIER not in repr(again["ticket"])
    assert again["paper"] == []
    assert DOSSIER not in repr(again["events"])
    (told,) = events(hall, "data_erased")
    assert (told.facts["number"], told.facts["of_day"]) == (1, "2017-03-13")


def test_no_such_ticket_is_told(sqlite_hall: Hall, set_clock: SetClock) -> None:
    today = set_clock.now().date()
    set_clock.wait(DAY)
    for answer in (
        sqlite_hall.read(export_ticket, day=today, series=1, number=9),
        sqlite_hall.write(erase_ticket, day=today, series=1, number=9, actor="test"),
    ):
        assert isinstance(answer, Refusal)
        assert answer.code == "no_ticket"


def test_an_officer_who_left_loses_numbers_and_notes_and_keeps_the_name(hall: Hall) -> None:
    wish = OfficerWish("Lê Thị Thử", ("TP",), "Công chức", "+842063852123", "+84912345678", "ghi chú")
    officer: Any = hall.write(save_officer, wish=wish, actor="test")
    found: Any = hall.read(export_officer, officer_id=officer.id)
    assert (found["officer"]["mobile"], found["departments"]) == ("+84912345678", ["TP"])
    early: Any = hall.write(erase_officer, officer_id=officer.id, actor="test")
    assert early.code == "still_on_list"
    hall.write(officer_left, officer_id=officer.id, actor="test")
    assert hall.write(erase_officer, officer_id=officer.id, actor="test") == 1
    found = hall.read(export_officer, officer_id=officer.id)
    assert (found["officer"]["name"], found["officer"]["mobile"], found["officer"]["note"]) == (wish.name, "", "")
    assert not hall.read(list_officers)
