"""What may a citizen see of their ticket?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from actions.hall import Hall
from actions.ticket_view import ticket_by_token
from actions.views import TicketView
from config import Config
from rules.states import TicketState, Visit
from tests.actions.at_work import seat, take
from tests.conftest import SetClock


def look(hall: Hall, ticket: TicketView) -> TicketView:
    seen = hall.read(ticket_by_token, token=ticket.token)
    assert seen is not None
    return seen


def test_what_was_issued_is_what_is_seen_later(hall: Hall) -> None:
    take(hall)
    for ticket in (
        take(hall),
        take(hall, visit=Visit.RESULT, language="en"),
        take(hall, department=None, procedure="1.013225"),
    ):
        assert replace(look(hall, ticket), seq=0) == replace(ticket, seq=0)


def test_people_ahead_are_those_who_came_before_and_still_wait(hall: Hall, set_clock: SetClock) -> None:
    tickets = []
    for _ in range(3):
        tickets.append(take(hall))
        set_clock.wait(1)
    take(hall, "TP")
    assert [look(hall, ticket).ahead for ticket in tickets] == [0, 1, 2]
    lan = seat(hall, "1", "KTHT")
    lan.does("next")
    assert [look(hall, ticket).ahead for ticket in tickets] == [None, 0, 1]


def test_people_ahead_count_those_of_the_same_moment_by_number(hall: Hall) -> None:
    tickets = [take(hall) for _ in range(3)]
    assert [look(hall, ticket).ahead for ticket in tickets] == [0, 1, 2]


def test_with_several_desks_the_place_becomes_the_desk_that_calls(shared_hall: Hall) -> None:
    ticket = take(shared_hall)
    assert (ticket.place.desk, ticket.place.name) == (None, shared_hall.config.site.hall)
    hoa = seat(shared_hall, "2", "KTHT")
    hoa.does("next")
    assert look(shared_hall, ticket).place.desk == "2"
    assert look(shared_hall, ticket).place.name_en == "Counter 2"
    hoa.does("serve")
    assert look(shared_hall, ticket).place.desk == "2"


def test_put_back_a_citizen_is_sent_to_the_waiting_place_again(shared_hall: Hall) -> None:
    ticket = take(shared_hall)
    hoa = seat(shared_hall, "2", "KTHT")
    hoa.does("next", "close")
    assert look(shared_hall, ticket).place == ticket.place


def test_the_states_of_a_visit_are_seen_as_they_come(hall: Hall) -> None:
    ticket = take(hall)
    lan = seat(hall, "1", "KTHT")
    seen = [look(hall, ticket).state]
    for verb in ("next", "serve", "finish"):
        lan.does(verb)
        seen.append(look(hall, ticket).state)
    assert seen == [TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.FINISHED]


def test_a_token_that_names_no_ticket_shows_nothing(hall: Hall) -> None:
    take(hall)
    assert hall.read(ticket_by_token, token="nobody") is None


def test_a_ticket_outlives_the_desk_that_called_it(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Config, set_clock: SetClock
) -> None:
    hall = make_hall(sqlite_url)
    ticket = take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "recall")
    set_clock.wait(60)
    lan.does("no-show")
    without = office.model_copy(update={"desks": office.desks[1:]})
    seen = look(make_hall(sqlite_url, without), ticket)
    assert (seen.state, seen.place) == (TicketState.NO_SHOW, ticket.place)


def test_only_a_reachable_office_gives_an_address(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Config
) -> None:
    inside = make_hall(sqlite_url)
    ticket = take(inside)
    assert ticket.url is None
    site = office.site.model_copy(update={"public_url": "https://motcua.example.vn"})
    outside = make_hall(sqlite_url, office.model_copy(update={"site": site}))
    assert look(outside, ticket).url == f"https://motcua.example.vn/t/{ticket.token}"
