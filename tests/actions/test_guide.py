"""Walk-ins, numbers written by hand, calls for help, citizens who come back: is each taken in rightly?"""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from actions.by_hand import enter_number
from actions.day import begin_day
from actions.hall import Hall
from actions.help_calls import answer_help, ask_for_help, help_call, open_help_calls, take_back_help
from actions.returning import Returned, return_by_citizen
from actions.views import Issued, TicketView
from models import Ticket
from rules.refusals import Refusal
from rules.states import TicketState
from tests.actions.at_work import Seat, add_person, events, move_to, nothing_changes, rows, seat, take
from tests.conftest import MONDAY_MORNING, SetClock


def by_hand(hall: Hall, number: int, touch_id: str = "", **wish: Any) -> Issued | Refusal:
    wish = {"department": "KTHT", "actor": "account:1"} | wish
    return hall.write(enter_number, touch_id=touch_id or f"slip-{number:06d}", number=number, **wish)


def entered(hall: Hall, number: int, **wish: Any) -> TicketView:
    answer = by_hand(hall, number, **wish)
    assert isinstance(answer, Issued), answer
    return answer.ticket


# -- walk-ins ----------------------------------------------------------------------------------------------------


def test_a_walk_in_gets_the_next_number_and_waits(hall: Hall) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    view = lan.does("take-in", department="KTHT", touch_id="walk-in-0001")
    assert [(row.label, row.origin) for row in view.waiting] == [("1-001", "kiosk"), ("1-002", "desk")]
    with nothing_changes(hall):
        lan.does("take-in", department="KTHT", touch_id="walk-in-0001")
    issued = events(hall, "ticket_issued")[1]
    assert (issued.desk, issued.actor) == ("1", lan.account.actor)


def test_who_stands_at_the_desk_is_served_at_once_without_a_call(hall: Hall) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    row = lan.does("take-in", department="KTHT", serve=True).ticket
    assert row is not None
    assert (row.label, row.state, row.serving_at) == ("1-002", TicketState.SERVING, hall.now())
    assert events(hall, "ticket_called") == []
    assert [event.facts["number"] for event in events(hall, "ticket_taken_in")] == [2]
    assert [row.label for row in lan.does("undo").waiting] == ["1-001", "1-002"]


def test_the_duty_check_holds_at_the_desk_too(hall: Hall) -> None:
    lan = seat(hall, "1", "KTHT", "YT")
    answer = lan.press("take-in", department="YT")
    assert isinstance(answer, Refusal)
    assert answer.code == "off_roster"


def test_nobody_is_taken_in_over_another(sqlite_hall: Hall) -> None:
    take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    lan.does("next")
    assert lan.refused("take-in", department="KTHT", serve=True).code == "holding"


# -- numbers written by hand -------------------------------------------------------------------------------------


def test_a_number_written_by_hand_keeps_its_number_and_its_time(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    set_clock.wait(3600)
    take(hall)
    ticket = entered(hall, 40, written_at=time(8, 50))
    assert (ticket.label, ticket.ahead) == ("1-040", 1)
    lan = seat(hall, "1", "KTHT")
    assert [(row.label, row.origin) for row in lan.view().waiting] == [
        ("1-001", "kiosk"), ("1-040", "slip"), ("1-002", "kiosk"),
    ]  # fmt: skip
    assert events(hall, "ticket_issued")[-1].facts["origin"] == "slip"


def test_later_numbers_leave_those_written_by_hand_out(hall: Hall) -> None:
    take(hall)
    entered(hall, 3)
    entered(hall, 4)
    assert [take(hall).number for _ in range(3)] == [2, 5, 6]
    entered(hall, 801)
    assert take(hall).number == 7


def test_a_number_that_was_given_already_is_refused(hall: Hall) -> None:
    take(hall)
    with nothing_changes(hall):
        answer = by_hand(hall, 1)
    assert answer == Refusal("number_taken", {"label": "1-001"})


def test_a_slip_is_entered_once(hall: Hall) -> None:
    first = entered(hall, 7)
    with nothing_changes(hall):
        again = by_hand(hall, 7)
    assert isinstance(again, Issued)
    assert (again.is_repeat, again.ticket.token) == (True, first.token)


def test_a_slip_is_entered_whatever_the_hour(hall: Hall, set_clock: SetClock) -> None:
    move_to(set_clock, hall, MONDAY_MORNING.replace(hour=12, minute=10))
    assert entered(hall, 9, written_at=time(11, 29)).sitting == "morning"


@pytest.mark.parametrize(
    ("number", "wish", "code"),
    [
        (0, {}, "number_range"),
        (10_000, {}, "number_range"),
        (5, {"written_at": time(8, 41)}, "written_later"),
        (5, {"department": "none"}, "no_procedure"),
        (5, {"department": None, "procedure": "9.9"}, "no_procedure"),
        (5, {"priority": "king"}, "no_priority"),
    ],
)
def test_what_cannot_stand_on_a_slip_is_refused(
    sqlite_hall: Hall, number: int, wish: dict[str, Any], code: str
) -> None:
    with nothing_changes(sqlite_hall):
        answer = by_hand(sqlite_hall, number, **wish)
    assert isinstance(answer, Refusal)
    assert answer.code == code


# -- calls for help ----------------------------------------------------------------------------------------------


def test_a_call_for_help_is_there_until_somebody_answers(hall: Hall, set_clock: SetClock) -> None:
    call = hall.write(ask_for_help, kiosk="kiosk-1", actor="kiosk:kiosk-1")
    assert not isinstance(call, Refusal)
    with nothing_changes(hall):
        assert hall.write(ask_for_help, kiosk="kiosk-1", actor="kiosk:kiosk-1") == call
    assert [each.kiosk for each in hall.read(open_help_calls)] == ["kiosk-1"]
    set_clock.wait(25)
    answered = hall.write(answer_help, call=call.id, actor="account:1")
    assert not isinstance(answered, Refusal)
    assert (answered.state, hall.read(open_help_calls)) == ("answered", ())
    assert hall.read(help_call, call=call.id) == answered
    assert events(hall, "help_answered")[0].facts["after_s"] == 25
    late = hall.write(answer_help, call=call.id, actor="account:2")
    assert isinstance(late, Refusal)
    assert late.code == "help_ended"


def test_a_citizen_may_need_nobody_any_more(hall: Hall) -> None:
    hall.write(ask_for_help, kiosk="kiosk-1", actor="kiosk:kiosk-1")
    taken_back = hall.write(take_back_help, kiosk="kiosk-1", actor="kiosk:kiosk-1")
    assert taken_back is not None
    assert taken_back.state == "taken_back"
    assert hall.write(take_back_help, kiosk="kiosk-1", actor="kiosk:kiosk-1") is None


def test_yesterdays_call_is_over(hall: Hall, set_clock: SetClock) -> None:
    hall.write(ask_for_help, kiosk="kiosk-1", actor="kiosk:kiosk-1")
    set_clock.wait(24 * 3600)
    hall.write(begin_day)
    assert hall.read(open_help_calls) == ()


def test_only_our_kiosks_call(sqlite_hall: Hall) -> None:
    answer = sqlite_hall.write(ask_for_help, kiosk="elsewhere", actor="kiosk:elsewhere")
    assert isinstance(answer, Refusal)
    assert answer.code == "no_device"
    none = sqlite_hall.write(answer_help, call=1, actor="account:1")
    assert isinstance(none, Refusal)
    assert none.code == "no_help_call"


# -- coming back -------------------------------------------------------------------------------------------------


def missed(hall: Hall, set_clock: SetClock) -> tuple[Seat, TicketView]:
    ticket = take(hall)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "recall")
    set_clock.wait(30)
    lan.does("no-show")
    return lan, ticket


def come_back(hall: Hall, typed: str, code: str) -> Returned | Refusal:
    return hall.write(return_by_citizen, typed=typed, code=code, actor="kiosk:kiosk-1")


@pytest.mark.parametrize("typed", ["1-001", "1001", " 1001 ", "1.001"])
def test_who_missed_the_turn_waits_again_with_number_and_code(hall: Hall, set_clock: SetClock, typed: str) -> None:
    lan, ticket = missed(hall, set_clock)
    answer = come_back(hall, typed, ticket.code)
    assert isinstance(answer, Returned), answer
    assert (answer.ticket.label, answer.ticket.state, answer.ticket.ahead) == ("1-001", TicketState.WAITING, 0)
    assert lan.calls_next() == "1-001"
    assert events(hall, "ticket_returned")[0].facts["by"] == "citizen"


def test_coming_back_twice_is_coming_back_once(hall: Hall, set_clock: SetClock) -> None:
    _, ticket = missed(hall, set_clock)
    come_back(hall, "1001", ticket.code)
    with nothing_changes(hall):
        again = come_back(hall, "1001", ticket.code)
    assert isinstance(again, Returned)
    assert again.is_repeat


def test_wrong_codes_are_counted_and_then_only_an_officer_can(hall: Hall, set_clock: SetClock) -> None:
    lan, ticket = missed(hall, set_clock)
    wrong = "0000" if ticket.code != "0000" else "1111"
    codes = [come_back(hall, "1001", wrong) for _ in range(5)]
    assert {answer.code for answer in codes if isinstance(answer, Refusal)} == {"return_wrong_code"}
    locked = come_back(hall, "1001", ticket.code)
    assert isinstance(locked, Refusal)
    assert locked.code == "return_locked"
    assert [event.facts["tries"] for event in events(hall, "ticket_wrong_code")] == [1, 2, 3, 4, 5]
    assert not any(ticket.code in repr(event.facts) for event in events(hall, "ticket_wrong_code"))
    lan.does("return", label="1-001")


def test_after_the_sitting_it_is_too_late(hall: Hall, set_clock: SetClock) -> None:
    _, ticket = missed(hall, set_clock)
    move_to(set_clock, hall, MONDAY_MORNING.replace(hour=11, minute=30))
    answer = come_back(hall, "1001", ticket.code)
    assert answer == Refusal("return_too_late", {"label": "1-001"})


@pytest.mark.parametrize(
    ("before", "code"),
    [
        (("next",), "return_called"),
        (("next", "serve"), "return_at_desk"),
        (("next", "serve", "park"), "return_at_desk"),
        (("next", "serve", "finish"), "return_too_late"),
    ],
)
def test_who_is_not_missing_is_told_where_to_go(sqlite_hall: Hall, before: tuple[str, ...], code: str) -> None:
    ticket = take(sqlite_hall)
    seat(sqlite_hall, "1", "KTHT").does(*before)
    answer = come_back(sqlite_hall, "1001", ticket.code)
    assert isinstance(answer, Refusal)
    assert answer.code == code


@pytest.mark.parametrize("typed", ["1-099", "9999", "x", "", "1", "10019", "12345678"])
def test_a_number_that_was_not_given_is_unknown(sqlite_hall: Hall, typed: str) -> None:
    ticket = take(sqlite_hall)
    answer = come_back(sqlite_hall, typed, ticket.code)
    assert isinstance(answer, Refusal)
    assert answer.code == "return_unknown"


def test_digits_past_999_mean_the_ticket_whose_code_was_typed(sqlite_hall: Hall) -> None:
    """11000: series 1, number 1000, or series 11, number 000, which nobody has; 11001 could be two."""
    entered(sqlite_hall, 1001)
    row = rows(sqlite_hall, Ticket)[0]
    answer = come_back(sqlite_hall, "11001", row.return_code)
    assert isinstance(answer, Returned)
    assert answer.ticket.label == "1-1001"


def test_an_account_without_an_officer_may_be_the_guide(sqlite_hall: Hall) -> None:
    guide = add_person(sqlite_hall, "guide")
    ticket = entered(sqlite_hall, 12, actor=guide.actor)
    assert ticket.label == "1-012"
