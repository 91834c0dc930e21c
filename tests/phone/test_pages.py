"""What does the page behind the QR code give away, and to whom?"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from actions.call import call_next
from actions.presence import open_desk
from actions.presses import press
from actions.views import TicketView
from application import House
from live.rooms import rooms_of
from models import Event
from phone.owner import MOST_WRONG
from rules.states import Outcome
from tests.actions.at_work import events
from tests.conftest import SetClock
from tests.phone.telephone import issued
from tests.visitors import add_officer, csrf


@pytest.fixture
def ticket(house: House) -> TicketView:
    """Somebody waits for Justice, on a procedure."""
    return issued(house, "a first touch")


def test_anyone_with_the_token_sees_number_place_and_people_ahead(house: House, client: FlaskClient) -> None:
    issued(house, "a first touch")
    second = issued(house, "a second touch")

    state = client.get(f"/t/{second.token}/state").get_json()
    assert (state["label"], state["state"], state["ahead"], state["place"]) == ("4-002", "waiting", 1, "Quầy 4")
    assert {"seq", "now", "wait", "headline", "details"} <= set(state)

    page = client.get(f"/t/{second.token}").get_data(as_text=True)
    assert 'aria-label="4-002"' in page
    assert "Còn 1 người trước ông/bà" in page


def test_a_call_is_told(house: House, client: FlaskClient, ticket: TicketView) -> None:
    officer = add_officer(house)
    house.hall.write(open_desk, desk="4", account=officer)
    house.hall.write(call_next, desk="4", account=officer)

    state = client.get(f"/t/{ticket.token}/state").get_json()
    assert (state["state"], state["headline"]) == ("called", "Đến lượt ông/bà. Mời đến quầy 4.")
    assert not state["is_over"]


def test_at_noon_the_break_is_told(client: FlaskClient, ticket: TicketView, set_clock: SetClock) -> None:
    set_clock.wait(3 * 3600 + 600)

    assert "tiếp lúc 13:30" in client.get(f"/t/{ticket.token}/state").get_json()["details"][0]


def test_neither_procedure_nor_the_code_for_returning_is_shown(client: FlaskClient, ticket: TicketView) -> None:
    for path in (f"/t/{ticket.token}", f"/t/{ticket.token}/state"):
        text = client.get(path).get_data(as_text=True)
        assert ticket.procedure_name not in text
        assert ticket.code not in text


def test_nothing_is_kept_on_the_way(client: FlaskClient, ticket: TicketView) -> None:
    for path in (f"/t/{ticket.token}", f"/t/{ticket.token}/state", f"/t/{ticket.token}/cancel", "/t/nothing"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_the_page_speaks_the_language_of_the_ticket(house: House, client: FlaskClient) -> None:
    english = issued(house, "an English touch", language="en")
    page = client.get(f"/t/{english.token}").get_data(as_text=True)

    assert '<html lang="en"' in page
    assert "You are next" in page


def test_an_unknown_token_is_told_where_help_is(client: FlaskClient) -> None:
    answer = client.get("/t/nothing")

    assert answer.status_code == 404
    assert "bàn của Văn phòng" in answer.get_data(as_text=True)
    assert client.get("/t/nothing/state").status_code == 404


def test_the_address_ends_with_the_day_after(
    house: House, client: FlaskClient, ticket: TicketView, set_clock: SetClock
) -> None:
    set_clock.wait(24 * 3600)
    assert client.get(f"/t/{ticket.token}").status_code == 200
    assert rooms_of(house.hall, "phone", ticket.token, None) == ("phones:TP",)
    set_clock.wait(24 * 3600)
    own = csrf(client)
    assert client.get(f"/t/{ticket.token}").status_code == 404
    assert client.get(f"/t/{ticket.token}/state").status_code == 404
    assert client.post(f"/t/{ticket.token}/cancel", headers=own).status_code == 404
    assert rooms_of(house.hall, "phone", ticket.token, None) is None


def test_who_waits_no_more_is_asked_once_more_and_goes(house: House, client: FlaskClient, ticket: TicketView) -> None:
    assert _offers_to_go(client, ticket)
    page = client.get(f"/t/{ticket.token}/cancel")
    assert "Bỏ số 4-001?" in page.get_data(as_text=True)
    assert _state(client, ticket) == "waiting"  # looking changes nothing

    own = csrf(client, f"/t/{ticket.token}/cancel")
    for _ in range(2):  # a second touch is no second event
        answer = client.post(f"/t/{ticket.token}/cancel", headers=own)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/t/{ticket.token}")
    assert _state(client, ticket) == "cancelled"
    (told,) = _cancelled(house)
    assert (told.facts["state"], told.facts["by"], told.desk, told.actor) == ("waiting", "citizen", None, "anyone")
    assert not _offers_to_go(client, ticket)
    assert client.get(f"/t/{ticket.token}/cancel").status_code == 303


def test_who_was_sent_for_a_paper_may_stay_away(house: House, client: FlaskClient, ticket: TicketView) -> None:
    officer = add_officer(house)
    for verb in ("open", "next", "serve", "park"):
        house.hall.write(press, desk="4", account=officer, verb=verb)
    assert _offers_to_go(client, ticket)
    client.post(f"/t/{ticket.token}/cancel", headers=csrf(client))
    assert _state(client, ticket) == "cancelled"
    assert [event.facts["state"] for event in _cancelled(house)] == ["parked"]


def test_who_is_called_cannot_go_by_the_page(house: House, client: FlaskClient, ticket: TicketView) -> None:
    officer = add_officer(house)
    house.hall.write(open_desk, desk="4", account=officer)
    house.hall.write(call_next, desk="4", account=officer)
    assert not _offers_to_go(client, ticket)
    assert client.get(f"/t/{ticket.token}/cancel").status_code == 303
    assert client.post(f"/t/{ticket.token}/cancel", headers=csrf(client)).status_code == 303
    assert _state(client, ticket) == "called"


def test_a_foreign_page_gives_nobodys_number_up(client: FlaskClient, ticket: TicketView) -> None:
    assert client.post(f"/t/{ticket.token}/cancel").status_code == 400
    foreign = {"Origin": "http://evil.example", **csrf(client)}
    assert client.post(f"/t/{ticket.token}/cancel", headers=foreign).status_code == 400
    assert _state(client, ticket) == "waiting"


def test_who_guesses_tokens_is_stopped(client: FlaskClient, ticket: TicketView) -> None:
    own = csrf(client)
    answers = [client.post(f"/t/guess-{number}/cancel", headers=own).status_code for number in range(MOST_WRONG + 1)]
    assert answers == [404] * MOST_WRONG + [429]
    assert client.post(f"/t/{ticket.token}/cancel", headers=own).status_code == 429
    assert _state(client, ticket) == "waiting"


def test_a_foreign_page_rates_for_nobody(house: House, client: FlaskClient, ticket: TicketView) -> None:
    officer = add_officer(house)
    for verb in ("open", "next", "serve"):
        house.hall.write(press, desk="4", account=officer, verb=verb)
    house.hall.write(press, desk="4", account=officer, verb="finish", outcome=Outcome.ADVICE)
    path = f"/t/{ticket.token}/rating"
    assert client.post(path, data={"score": "4"}).status_code == 400
    own = csrf(client)
    assert client.post(path, data={"score": "4"}, headers={"Origin": "http://evil.example", **own}).status_code == 400
    assert client.post(path, data={"score": "9"}, headers=own).status_code == 400
    assert client.post("/t/nothing/rating", data={"score": "4"}, headers=own).status_code == 404
    assert events(house.hall, "rating_given") == []
    assert client.post(path, data={"score": "4"}, headers=own).status_code == 303
    assert "Đã ghi nhận đánh giá" in client.get(f"/t/{ticket.token}").get_data(as_text=True)


def _offers_to_go(client: FlaskClient, ticket: TicketView) -> bool:
    """The page as it comes, without style and script, and what its script is told afterwards."""
    page = client.get(f"/t/{ticket.token}").get_data(as_text=True)
    is_shown = f'data-cancel href="/t/{ticket.token}/cancel"' in page
    assert is_shown is client.get(f"/t/{ticket.token}/state").get_json()["may_go"]
    return is_shown


def _state(client: FlaskClient, ticket: TicketView) -> str:
    return str(client.get(f"/t/{ticket.token}/state").get_json()["state"])


def _cancelled(house: House) -> list[Event]:
    return events(house.hall, "ticket_cancelled")
