"""What does the page behind the QR code give away, and to whom?"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from actions.call import call_next
from actions.issue import issue_ticket
from actions.presence import open_desk
from actions.views import TicketView
from application import House
from rules.states import Visit
from tests.conftest import SetClock
from tests.visitors import add_officer


@pytest.fixture
def ticket(house: House) -> TicketView:
    """Somebody waits for Justice, on a procedure."""
    return _issued(house, "a first touch")


def test_anyone_with_the_token_sees_number_place_and_people_ahead(house: House, client: FlaskClient) -> None:
    _issued(house, "a first touch")
    second = _issued(house, "a second touch")

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
    for path in (f"/t/{ticket.token}", f"/t/{ticket.token}/state", "/t/nothing"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_the_page_speaks_the_language_of_the_ticket(house: House, client: FlaskClient) -> None:
    english = _issued(house, "an English touch", language="en")
    page = client.get(f"/t/{english.token}").get_data(as_text=True)

    assert '<html lang="en"' in page
    assert "You are next" in page


def test_an_unknown_token_is_told_where_help_is(client: FlaskClient) -> None:
    answer = client.get("/t/nothing")

    assert answer.status_code == 404
    assert "bàn của Văn phòng" in answer.get_data(as_text=True)
    assert client.get("/t/nothing/state").status_code == 404


def _issued(house: House, touch: str, language: str = "vi") -> TicketView:
    hall = house.hall
    procedure = next(key for key, each in _procedures(house).items() if each.department == "TP")
    answer: Any = hall.write(
        issue_ticket,
        touch_id=touch,
        procedure=procedure,
        department=None,
        visit=Visit.NEW,
        kiosk="kiosk-1",
        language=language,
    )
    ticket: TicketView = answer.ticket
    return ticket


def _procedures(house: House) -> Any:
    from actions.known import known

    return house.hall.read(lambda session, here: known(session, here).procedures)
