"""What if a procedure, an officer or a notice is called `<script>`; and can an address leave its folder?"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from actions.accounts import Role
from actions.people import OfficerWish, save_officer
from actions.procedures import ProcedureWish, save_procedure
from actions.stops import put_notice
from application import House
from rules.refusals import Refusal
from tests.pages import Page
from tests.visitors import add_officer, paired, signed_in

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def everywhere(house: House) -> House:
    """The hostile words in everything that somebody of the Office can write."""
    hall = house.hall
    wish = ProcedureWish("evil", "", "TP", EVIL, EVIL, documents=(EVIL, EVIL), fee=EVIL, time_limit=EVIL)
    made: Any = hall.write(save_procedure, wish=wish, actor="test")
    assert not isinstance(made, Refusal), made
    officer: Any = hall.write(save_officer, wish=OfficerWish(EVIL, ("TP",), EVIL, note=EVIL), actor="test")
    assert officer.name == EVIL
    hall.write(put_notice, text=EVIL, until=None, actor="test")
    return house


def test_hostile_words_are_shown_as_words(everywhere: House) -> None:
    """Every page that takes no further word, as each who may open it, read as a browser reads it."""
    house = everywhere
    chief = signed_in(house, add_officer(house, "chief", role=Role.ADMINISTRATOR))
    browsers: list[FlaskClient] = [chief, paired(house), paired(house, "wall-1"), paired(house, "desk-4")]
    shown = 0
    for rule in house.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint.endswith(".static"):
            continue
        for path in addresses(house, rule):
            for browser in browsers:
                answer = browser.get(path, buffered=True)
                if answer.mimetype != "text/html":
                    continue
                text = answer.get_data(as_text=True)
                assert "<script>alert" not in text, path
                assert "<img src=x" not in text, path
                assert Page.read(text).forbidden == [], path
                shown += "alert(1)" in text
    assert shown >= 6  # kiosk, posting, directory, catalogue, the officer's and the procedure's own pages


def addresses(house: House, rule: Any) -> list[str]:
    """The route with values that exist."""
    given = {
        "department": "TP",
        "desk": "4",
        "code": "TP",
        "officer_id": 1,
        "account_id": 1,
        "visit": "unsure",
        "key": "evil",
    }
    if not set(rule.arguments) <= set(given):
        return []
    with house.app.test_request_context():
        adapter = house.app.url_map.bind("localhost")
        values = {name: given[name] for name in rule.arguments}
        return [str(adapter.build(rule.endpoint, values, method=None))]


@pytest.mark.parametrize(
    "inside",
    [
        "../../config.toml", "..%2f..%2fconfig.toml", "....//....//config.toml", "%2e%2e/%2e%2e/config.toml",
        "..\\..\\config.toml", "/etc/passwd", "%00", "..%c0%af..%c0%afconfig.toml", ".", "../keys/secret",
    ],
)  # fmt: skip
def test_no_address_leaves_its_folder(house: House, inside: str) -> None:
    chief = signed_in(house, add_officer(house, "chief", role=Role.ADMINISTRATOR))
    browsers = [chief, paired(house), paired(house, "wall-1")]
    folders = (
        "/theme/", "/kiosk/static/", "/display/static/", "/office/static/", "/desk/static/", "/phone/static/",
        "/posting/static/", "/entrance/static/", "/display/media/", "/display/sounds/", "/display/voice/",
        "/office/media/", "/office/voice/sounds/", "/kiosk/tickets/", "/kiosk/slips/", "/t/",
    )  # fmt: skip
    for folder in folders:
        for browser in browsers:
            answer = browser.get(f"{folder}{inside}", buffered=True)
            assert answer.status_code in (301, 302, 303, 308, 400, 403, 404, 405), (folder, answer.status_code)
            assert b"[site]" not in answer.data
            assert b"root:" not in answer.data


def test_an_end_of_line_in_an_address_ends_no_header(house: House) -> None:
    """A form that stood open overnight is shown afresh: that address comes back in a header."""
    browser = house.app.test_client()
    answer = browser.post("/set-up/%0D%0ASet-Cookie:%20a=b?next=%0D%0A", headers={"Origin": "http://localhost"})
    assert answer.status_code == 303
    assert answer.location.startswith("/set-up/%0D%0ASet-Cookie:%20a=b")


def test_half_a_letter_is_no_phones_key(house: House) -> None:
    client = house.socketio.test_client(house.app, auth={"screen": "phone", "key": "\ud800"})
    assert not client.is_connected()
