"""Is a browser that nobody uses signed out, and nobody who works?"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from actions.accounts import Role
from application import House
from doors.table import POLLED, ROUTES
from tests.entrance.forms import send
from tests.visitors import PASSWORD, add_officer, csrf

MINUTE = 60.0


@dataclass
class Passing:
    """The seconds that pass, whatever the clock shows."""

    seconds: float = 1_000.0

    def __call__(self) -> float:
        return self.seconds

    def minutes(self, minutes: int) -> None:
        self.seconds += minutes * MINUTE


@pytest.fixture
def passing(house: House) -> Passing:
    passing = Passing()
    house.app.extensions["known"].passed = passing
    return passing


@pytest.fixture
def chief(house: House, passing: Passing) -> FlaskClient:
    """Somebody of the Office, who has just signed in."""
    add_officer(house, "chief", role=Role.ADMINISTRATOR)
    client = house.app.test_client()
    assert send(client, "/sign-in", name="chief", password=PASSWORD).status_code == 302
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/office/people").status_code == 200


def test_a_browser_left_alone_asks_for_the_password_again(house: House, chief: FlaskClient, passing: Passing) -> None:
    passing.minutes(119)
    assert is_in(chief)
    passing.minutes(119)
    assert is_in(chief)  # what was done since began the time anew
    passing.minutes(121)
    assert chief.get("/office/people").headers["Location"].startswith("/sign-in")
    assert send(chief, "/sign-in", name="chief", password=PASSWORD).status_code == 302
    assert is_in(chief)


def test_what_pages_ask_by_themselves_is_nobodys_work(house: House, chief: FlaskClient, passing: Passing) -> None:
    assert is_in(chief)
    for _ in range(13):
        answers = {
            chief.get(path).status_code for path in ("/office/state", "/office/walls/state", "/desk/guide/state")
        }
        socket = house.socketio.test_client(house.app, auth={"screen": "office"}, flask_test_client=chief)
        assert (socket.is_connected(), 401 in answers) == (True, False)
        passing.minutes(10)
    assert chief.get("/office/state", headers={"Accept": "application/json"}).status_code == 401
    assert not is_in(chief)


def test_the_cookie_of_a_browser_left_alone_does_not_come_back(chief: FlaskClient, passing: Passing) -> None:
    kept = chief.get_cookie("mot_cua_session")
    assert kept is not None
    assert is_in(chief)
    passing.minutes(121)
    for _ in range(2):
        chief.set_cookie("mot_cua_session", kept.value)
        assert not is_in(chief)


def test_whoever_has_a_desk_open_is_never_sent_away(house: House, passing: Passing) -> None:
    add_officer(house)
    client = house.app.test_client()
    send(client, "/sign-in", name="lien", password=PASSWORD)
    forgery = csrf(client, "/desk/4")
    assert client.post("/desk/4/open", json={"press_id": "press-1"}, headers=forgery).status_code == 200
    passing.minutes(600)  # one long visit
    assert client.get("/desk/4/state").status_code == 200
    assert client.post("/desk/4/close", json={"press_id": "press-2"}, headers=forgery).status_code == 200
    passing.minutes(119)
    assert client.get("/desk/4/state").status_code == 200
    passing.minutes(2)
    assert client.get("/desk/4/state", headers={"Accept": "application/json"}).status_code == 401


def test_everything_that_peoples_pages_ask_by_themselves_is_named() -> None:
    asked = {each for each in ROUTES if each.endswith("state") and each.split(".")[0] in ("desk", "office")}
    assert asked == POLLED
