"""Who is set aside for a while, and do waiting and service time stay right?"""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from actions.hall import Hall
from actions.here import Here
from actions.known import known
from actions.serve import Result
from actions.ticket_view import ticket_by_token
from actions.views import ProcedureView
from models import Ticket
from rules.states import Outcome, TicketState
from tests.actions.at_work import Seat, add_person, events, rows, seat, take
from tests.conftest import SetClock


def test_park_and_resume_count_waiting_and_service_apart(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    set_clock.wait(300)
    lan = seat(hall, "1", "KTHT")
    lan.does("next")
    set_clock.wait(20)
    lan.does("serve")
    set_clock.wait(120)
    parked = lan.does("park").parked[0]
    assert (parked.label, parked.waited_s, parked.served_s) == ("1-001", 300, 120)
    set_clock.wait(900)
    assert lan.does("resume", ticket=parked.id).ticket is not None
    set_clock.wait(10)
    lan.does("serve")
    set_clock.wait(60)
    (served,) = lan.does("finish").served
    assert (served.waited_s, served.served_s, served.parked_s) == (300, 180, 900)
    (finished,) = events(hall, "ticket_finished")
    assert finished.facts["served_s"] == 180


def test_meanwhile_the_desk_serves_others(hall: Hall) -> None:
    take(hall)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve", "park")
    assert lan.serves_one() == "1-002"
    parked = lan.view().parked[0]
    assert parked.state is TicketState.PARKED
    lan.does("resume", ticket=parked.id)
    lan.does("serve", "finish")
    assert {row.label for row in lan.view().served} == {"1-001", "1-002"}


def test_a_resumed_citizen_is_called_anew_and_may_turn_out_to_be_gone(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    parked = lan.does("next", "recall", "serve", "park").parked[0]
    row = lan.does("resume", ticket=parked.id).ticket
    assert row is not None
    assert (row.state, row.calls, row.called_at) == (TicketState.CALLED, 1, hall.now())
    assert [event.facts["count"] for event in events(hall, "ticket_resumed")] == [1]
    lan.does("recall")
    set_clock.wait(30)
    assert [row.label for row in lan.does("no-show").no_shows] == ["1-001"]


def test_a_parked_citizen_belongs_to_the_desk_while_somebody_sits_there(shared_hall: Hall) -> None:
    take(shared_hall)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    parked = lan.does("next", "serve", "park").parked[0]
    assert hoa.view().parked == ()
    refusal = hoa.refused("resume", ticket=parked.id)
    assert (refusal.code, refusal.facts["desk"]) == ("parked_elsewhere", "1")


def test_nobody_parked_is_stuck_when_the_desk_closes(shared_hall: Hall) -> None:
    take(shared_hall)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    parked = lan.does("next", "serve", "park").parked[0]
    lan.does("close")
    assert [row.label for row in hoa.view().parked] == ["1-001"]
    assert hoa.does("resume", ticket=parked.id).ticket is not None


@pytest.mark.parametrize(("verbs", "wait_s"), [(("break",), 0), ((), 3600)])
def test_nobody_parked_is_stuck_where_nobody_takes_them_up(
    shared_hall: Hall, set_clock: SetClock, verbs: tuple[str, ...], wait_s: int
) -> None:
    take(shared_hall)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    parked = lan.does("next", "serve", "park").parked[0]
    lan.does(*verbs) if verbs else set_clock.wait(wait_s)
    assert hoa.does("resume", ticket=parked.id).ticket is not None


@pytest.mark.parametrize("before", [(), ("next",)])
def test_only_who_is_served_is_parked(sqlite_hall: Hall, before: tuple[str, ...]) -> None:
    take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    if before:
        lan.does(*before)
    assert lan.refused("park").code == ("illegal_move" if before else "nothing_held")


def test_a_no_show_who_came_back_is_called_in_the_rightful_place(hall: Hall, set_clock: SetClock) -> None:
    for _ in range(3):
        take(hall)
        set_clock.wait(60)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "recall")
    set_clock.wait(30)
    missed = lan.does("no-show").no_shows[0]
    assert lan.serves_one() == "1-002"
    view = lan.does("return", ticket=missed.id)
    assert [row.label for row in view.waiting] == ["1-001", "1-003"]
    assert view.no_shows == ()
    assert lan.calls_next() == "1-001"
    (returned,) = events(hall, "ticket_returned")
    assert (returned.facts["by"], returned.desk) == ("officer", "1")


def test_a_no_show_is_returned_by_the_number_on_the_paper_too(sqlite_hall: Hall, set_clock: SetClock) -> None:
    take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    lan.does("next", "recall")
    set_clock.wait(30)
    lan.does("no-show")
    assert [row.label for row in lan.does("return", label="1-001").waiting] == ["1-001"]


def test_another_departments_no_show_is_not_returned_here(sqlite_hall: Hall, set_clock: SetClock) -> None:
    take(sqlite_hall, "TP")
    lien, lan = seat(sqlite_hall, "4", "TP"), seat(sqlite_hall, "1", "KTHT")
    lien.does("next", "recall")
    set_clock.wait(30)
    missed = lien.does("no-show").no_shows[0]
    assert lan.refused("return", ticket=missed.id).code == "not_served_here"


@pytest.mark.parametrize(("verb", "code"), [("return", "not_missed"), ("resume", "not_parked"), ("call", "no_ticket")])
def test_who_is_not_there_is_not_brought_back(sqlite_hall: Hall, verb: str, code: str) -> None:
    take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    ticket = rows(sqlite_hall, Ticket)[0].id if verb != "call" else 999
    assert lan.refused(verb, ticket=ticket).code == code


def test_another_sites_ticket_is_nobody(hall: Hall) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    assert lan.refused("call", ticket=10**9).code == "no_ticket"


def test_who_goes_home_is_cancelled_and_called_no_more(hall: Hall) -> None:
    ticket = take(hall)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    assert [row.label for row in lan.does("cancel", label="1-001").waiting] == ["1-002"]
    parked = lan.does("next", "serve", "park").parked[0]
    assert lan.does("cancel", ticket=parked.id).parked == ()
    assert [row.state for row in rows(hall, Ticket)] == ["cancelled", "cancelled"]
    assert [event.facts["state"] for event in events(hall, "ticket_cancelled")] == ["waiting", "parked"]
    seen = hall.read(ticket_by_token, token=ticket.token)
    assert seen is not None
    assert seen.state is TicketState.CANCELLED


@pytest.mark.parametrize("before", [("next",), ("next", "serve"), ("next", "serve", "finish")])
def test_who_is_at_the_desk_or_was_there_is_not_cancelled(sqlite_hall: Hall, before: tuple[str, ...]) -> None:
    take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    lan.does(*before)
    assert lan.refused("cancel", label="1-001").code == "illegal_move"


def test_nobody_cancels_anothers_citizen(sqlite_hall: Hall) -> None:
    take(sqlite_hall, "TP")
    assert seat(sqlite_hall, "1", "KTHT").refused("cancel", label="4-001").code == "not_served_here"


def test_a_number_is_called_out_of_turn_and_the_log_says_so(hall: Hall) -> None:
    for _ in range(3):
        take(hall)
    lan = seat(hall, "1", "KTHT")
    row = lan.does("call", label="1-003").ticket
    assert row is not None
    assert row.label == "1-003"
    (called,) = events(hall, "ticket_called")
    assert called.facts["out_of_turn"] is True
    lan.does("serve", "finish")
    assert lan.calls_next() == "1-001"


def test_a_number_that_another_desk_has_is_not_called_again(shared_hall: Hall) -> None:
    ticket = take(shared_hall)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    lan.does("next")
    refusal = hoa.refused("call", label=ticket.label)
    assert (refusal.code, refusal.facts) == ("not_waiting", {"label": "1-001", "state": "called"})


def test_repeat_calls_end_after_the_most_that_the_office_wants(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", *["recall"] * hall.config.tickets.most_recalls)
    refusal = lan.refused("recall")
    assert (refusal.code, refusal.facts) == ("recalled_enough", {"n": 5})
    set_clock.wait(30)
    lan.does("no-show")


def test_a_visit_has_an_outcome_for_each_procedure(hall: Hall) -> None:
    take(hall, None, procedure="1.013225")
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve")
    other = next(p for p in hall.read(_procedures) if p.department == "KTHT" and p.key != "1.013225")
    view = lan.does("add-procedure", procedure=other.key)
    first, second = view.procedures
    assert (first.key, second.key, second.documents) == ("1.013225", other.key, other.documents)
    refusal = lan.refused("finish", outcome=Outcome.ACCEPTED)
    assert (refusal.code, refusal.facts) == ("outcomes_missing", {"n": 1})
    results = {second.id: Result(Outcome.SUPPLEMENT, "H14-2")}
    lan.does("finish", outcome=Outcome.ACCEPTED, dossier="H14-1", others=results)
    (finished,) = events(hall, "ticket_finished")
    assert (finished.facts["outcome"], finished.facts["has_dossier"]) == ("accepted", True)
    assert finished.facts["also"] == [{"procedure": other.key, "outcome": "supplement", "has_dossier": True}]


def test_who_did_not_know_the_procedure_gets_it_at_the_desk(sqlite_hall: Hall) -> None:
    take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    lan.does("next", "serve")
    (only,) = lan.does("add-procedure", procedure="1.013225").procedures
    assert (only.id, only.key) == (None, "1.013225")
    assert only.documents


def test_another_departments_procedure_wants_a_transfer(sqlite_hall: Hall) -> None:
    take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    lan.does("next", "serve")
    refusal = lan.refused("add-procedure", procedure="YT-01")
    assert (refusal.code, refusal.facts) == ("other_department", {"department": "YT"})
    assert lan.refused("add-procedure", procedure="9.9").code == "no_procedure_found"


def test_nothing_is_added_before_the_citizen_is_here(sqlite_hall: Hall) -> None:
    take(sqlite_hall)
    lan = Seat(sqlite_hall, "1", add_person(sqlite_hall, "lan", "KTHT"))
    lan.does("open")
    assert lan.refused("add-procedure", procedure="1.013225").code == "nothing_held"
    lan.does("next")
    assert lan.refused("add-procedure", procedure="1.013225").code == "not_serving"


def _procedures(session: Session, here: Here) -> tuple[ProcedureView, ...]:
    return tuple(known(session, here).procedures.values())
