"""What happened at the desk after the call?"""

from __future__ import annotations

from datetime import time

import pytest

from actions.hall import Hall
from actions.ticket_view import ticket_by_token
from models import Ticket
from rules.states import Outcome, TicketState
from tests.actions.at_work import Seat, add_person, events, rows, seat, take
from tests.conftest import SetClock

AFTER_CALL = ("recall", "serve", "finish", "no-show")


def test_serving_begins_when_the_citizen_is_here(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next")
    set_clock.wait(12)
    row = lan.does("serve").ticket
    assert row is not None
    assert (row.state, row.serving_at) == (TicketState.SERVING, hall.now())
    assert [event.facts["number"] for event in events(hall, "ticket_serving")] == [1]


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_ends_the_visit_and_is_kept(sqlite_hall: Hall, outcome: Outcome) -> None:
    take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    view = lan.does("next", "serve")
    view = lan.does("finish", outcome=outcome)
    assert view.ticket is None
    assert [(row.label, row.outcome) for row in view.served] == [("1-001", outcome.value)]
    (finished,) = events(sqlite_hall, "ticket_finished")
    assert (finished.facts["outcome"], finished.facts["has_dossier"]) == (outcome.value, False)


def test_an_accepted_dossier_keeps_its_code(hall: Hall) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve")
    lan.does("finish", outcome=Outcome.ACCEPTED, dossier="H14.53.21-170313-0001")
    (ticket,) = rows(hall, Ticket)
    assert (ticket.state, ticket.outcome, ticket.dossier) == ("finished", "accepted", "H14.53.21-170313-0001")
    assert ticket.ended_at == hall.now()
    finished = events(hall, "ticket_finished")[0].facts
    assert finished["has_dossier"]
    assert "H14" not in repr(finished)  # the log stays for ever, and a dossier leads to somebody


def test_an_empty_dossier_code_is_none(sqlite_hall: Hall) -> None:
    take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    lan.does("next", "serve")
    lan.does("finish", dossier="")
    assert rows(sqlite_hall, Ticket)[0].dossier is None


def test_after_the_end_the_desk_is_free_for_the_next(hall: Hall) -> None:
    take(hall)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    assert [lan.serves_one(), lan.serves_one()] == ["1-001", "1-002"]
    assert lan.view().served_count == 2


def test_without_a_recall_nobody_is_a_no_show_however_long_it_took(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next")
    set_clock.wait(3600)
    refusal = lan.refused("no-show")
    assert (refusal.code, refusal.facts) == ("no_show_recall", {"n": 1})


def test_a_recall_alone_does_not_shorten_the_citizens_time(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "recall")
    set_clock.wait(29.9)
    refusal = lan.refused("no-show")
    assert (refusal.code, refusal.facts) == ("no_show_early", {"from": time(8, 40, 30)})


def test_recalled_and_waited_for_the_citizen_is_a_no_show(hall: Hall, set_clock: SetClock) -> None:
    ticket = take(hall)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next")
    set_clock.wait(30)
    lan.does("recall")
    view = lan.does("no-show")
    assert view.ticket is None
    assert [row.label for row in view.no_shows] == ["1-001"]
    assert events(hall, "ticket_no_show")[0].facts["calls"] == 2
    seen = hall.read(ticket_by_token, token=ticket.token)
    assert seen is not None
    assert seen.state is TicketState.NO_SHOW
    assert lan.calls_next() == "1-002"


def test_a_clock_that_was_set_back_does_not_keep_a_no_show_at_the_desk(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "recall")
    set_clock.wait(-1200)
    assert lan.view().moves["no-show"] is None
    assert lan.does("no-show").ticket is None


@pytest.mark.parametrize(
    ("before", "verb", "code"),
    [
        ((), "recall", "nothing_held"),
        ((), "serve", "nothing_held"),
        ((), "finish", "nothing_held"),
        ((), "no-show", "nothing_held"),
        (("next",), "finish", "illegal_move"),
        (("next", "serve"), "serve", "illegal_move"),
        (("next", "serve"), "recall", "illegal_move"),
        (("next", "serve"), "no-show", "illegal_move"),
        (("next", "serve", "finish"), "finish", "nothing_held"),
    ],
)
def test_what_the_state_table_forbids_changes_nothing(
    hall: Hall, before: tuple[str, ...], verb: str, code: str
) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    if before:
        lan.does(*before)
    assert lan.refused(verb).code == code


@pytest.mark.parametrize("verb", AFTER_CALL)
def test_nobody_moves_anothers_citizen(sqlite_hall: Hall, verb: str) -> None:
    take(sqlite_hall)
    seat(sqlite_hall, "1", "KTHT", name="lan").does("next")
    hoa = add_person(sqlite_hall, "hoa", "KTHT", "TNMT")
    assert Seat(sqlite_hall, "1", hoa).refused(verb).code == "desk_taken"
    assert Seat(sqlite_hall, "2", hoa).refused(verb).code == "desk_not_open"
    Seat(sqlite_hall, "2", hoa).does("open")
    assert Seat(sqlite_hall, "2", hoa).refused(verb).code == "nothing_held"
