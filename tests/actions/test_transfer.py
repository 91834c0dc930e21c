"""Who is sent on, and does the number, the place and the word of the officer before go along?"""

from __future__ import annotations

import pytest

from actions.day import begin_day
from actions.hall import Hall
from actions.ticket_view import ticket_by_token
from models import Ticket
from tests.actions.at_work import Seat, add_person, events, rows, seat, take
from tests.conftest import SetClock

WAYS = {"called": ("next",), "served": ("next", "serve"), "parked": ("next", "serve", "park"), "waiting": ()}


@pytest.mark.parametrize("stage", WAYS)
def test_the_number_and_the_arrival_go_along_wherever_one_is_sent_from(
    hall: Hall, set_clock: SetClock, stage: str
) -> None:
    ticket = take(hall, "KTHT")
    set_clock.wait(600)
    take(hall, "TP")
    lan, lien = seat(hall, "1", "KTHT", name="lan"), seat(hall, "4", "TP")
    if WAYS[stage]:
        lan.does(*WAYS[stage])
    wish = {} if stage in ("called", "served") else {"label": ticket.label}
    lan.does("transfer", to_department="TP", note="cần chứng thực bản sao", **wish)
    first, second = lien.view().waiting
    assert (first.label, first.department, second.label) == ("1-001", "TP", "4-001")
    assert (first.arrived_at, first.note, first.sent_by, first.sent_from) == (
        ticket.issued_at, "cần chứng thực bản sao", "lan", "1",
    )  # fmt: skip
    assert lien.calls_next() == "1-001"
    seen = lien.view().ticket
    assert seen is not None
    assert seen.note == "cần chứng thực bản sao"
    (sent,) = events(hall, "ticket_transferred")
    assert (sent.department, sent.desk, sent.facts["to_department"]) == ("KTHT", "1", "TP")


def test_the_citizen_is_told_the_new_place(hall: Hall) -> None:
    ticket = take(hall, "KTHT")
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve")
    lan.does("transfer", to_department="TP")
    seen = hall.read(ticket_by_token, token=ticket.token)
    assert seen is not None
    assert (seen.state, seen.place.desk, seen.ahead, seen.label) == ("waiting", "4", 0, "1-001")


def test_a_note_says_nothing_in_the_log_and_is_gone_the_next_day(hall: Hall, set_clock: SetClock) -> None:
    take(hall, "KTHT")
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve")
    lan.does("transfer", to_department="TP", note="ông Hoàng Văn A, thiếu sổ hộ khẩu")
    assert not any("Hoàng" in repr(event.facts) for event in events(hall))
    (sent,) = events(hall, "ticket_transferred")
    assert sent.facts["has_note"] is True
    set_clock.wait(24 * 3600)
    hall.write(begin_day)
    assert rows(hall, Ticket)[0].note is None


def test_who_is_sent_to_a_desk_is_called_there_and_nowhere_else(shared_hall: Hall) -> None:
    take(shared_hall)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    lan.does("next", "serve")
    lan.does("transfer", to_desk="2")
    assert lan.refused("next").code == "nobody_waiting"
    assert lan.refused("call", label="1-001").code == "not_served_here"
    assert hoa.calls_next() == "1-001"


def test_who_was_sent_to_a_desk_that_closed_is_called_by_the_others(shared_hall: Hall) -> None:
    take(shared_hall)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    lan.does("next", "serve")
    lan.does("transfer", to_desk="2")
    hoa.does("close")
    assert lan.calls_next() == "1-001"


def test_who_was_sent_to_a_desk_on_a_break_is_called_by_the_others(shared_hall: Hall) -> None:
    take(shared_hall)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    lan.does("next", "serve")
    lan.does("transfer", to_desk="2")
    hoa.does("break")
    assert [row.label for row in lan.view().waiting] == ["1-001"]
    hoa.does("back")
    assert lan.view().waiting == ()
    hoa.does("break")
    assert lan.calls_next() == "1-001"


def test_an_open_desk_keeps_whom_it_was_sent_no_longer_than_the_longest_wait(
    shared_hall: Hall, set_clock: SetClock
) -> None:
    take(shared_hall)
    set_clock.wait(3600)  # what was waited before does not count: else the sender would get them back at once
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    lan.does("next", "serve")
    lan.does("transfer", to_desk="2")
    set_clock.wait(3599)
    assert lan.view().waiting == ()
    set_clock.wait(1)
    assert [row.label for row in hoa.view().waiting] == ["1-001"]
    assert lan.calls_next() == "1-001"


def test_a_desk_takes_whom_it_was_sent_whatever_the_department(hall: Hall) -> None:
    take(hall, "KTHT")
    lan, lien = seat(hall, "1", "KTHT"), seat(hall, "4", "TP")
    lan.does("next", "serve")
    lan.does("transfer", to_desk="4")
    row = lien.does("next").ticket
    assert row is not None
    assert (row.label, row.department) == ("1-001", "TP")


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({}, "transfer_nowhere"),
        ({"to_department": "YT"}, "not_on_duty"),
        ({"to_department": "KTHT"}, "transfer_same"),
        ({"to_department": "none"}, "no_department"),
        ({"to_desk": "77"}, "no_desk"),
        ({"to_desk": "1"}, "transfer_same"),
        ({"to_desk": "4", "to_department": "TNMT"}, "desk_off_duty"),
    ],
)
def test_nobody_is_sent_where_nobody_receives(sqlite_hall: Hall, wish: dict[str, str], code: str) -> None:
    take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    lan.does("next", "serve")
    assert lan.refused("transfer", **wish).code == code


def test_nobody_sends_anothers_citizen_on(shared_hall: Hall) -> None:
    ticket = take(shared_hall)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    lan.does("next", "serve")
    assert hoa.refused("transfer", label=ticket.label, to_department="TP").code == "not_served_here"
    lan.does("finish")
    assert lan.refused("transfer", label=ticket.label, to_department="TP").code == "illegal_move"


def test_service_at_both_desks_is_counted_together(hall: Hall, set_clock: SetClock) -> None:
    take(hall, "KTHT")
    lan, lien = seat(hall, "1", "KTHT"), seat(hall, "4", "TP")
    lan.does("next", "serve")
    set_clock.wait(100)
    lan.does("transfer", to_department="TP")
    set_clock.wait(50)
    lien.does("next", "serve")
    set_clock.wait(30)
    (served,) = lien.does("finish").served
    assert (served.served_s, served.waited_s) == (130, 50)


def test_an_officer_without_anybody_has_nobody_to_send(sqlite_hall: Hall) -> None:
    lan = Seat(sqlite_hall, "1", add_person(sqlite_hall, "lan", "KTHT"))
    lan.does("open")
    assert lan.refused("transfer", to_department="TP").code == "nothing_held"
