"""How does a browser become a kiosk or a wall, and how does it not?"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from actions.devices import add_device_token, new_pairing, revoke_device
from application import House
from entrance.pairing import MOST_WRONG
from tests.conftest import SetClock
from tests.entrance.forms import send, token_of


def code_for(house: House, device: str = "kiosk-1") -> str:
    made: Any = house.hall.write(new_pairing, device=device, actor="test")
    return str(made.code)


@pytest.mark.parametrize(("device", "surface"), [("kiosk-1", "/kiosk/"), ("wall-1", "/display/")])
def test_a_code_makes_the_browser_a_device(house: House, client: FlaskClient, device: str, surface: str) -> None:
    assert client.get(surface).status_code == 403
    answer = send(client, "/pair", code=code_for(house, device))
    assert answer.headers["Location"] == surface
    assert client.get(surface).status_code == 200


def test_the_cookie_is_out_of_scripts_reach_and_lasts(house: House, client: FlaskClient) -> None:
    cookie = send(client, "/pair", code=code_for(house)).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Max-Age=315360000" in cookie


def test_a_code_works_once(house: House, client: FlaskClient) -> None:
    code = code_for(house)
    send(client, "/pair", code=code)
    other = house.app.test_client()
    assert "Mã không đúng hoặc đã hết hạn." in send(other, "/pair", code=code).get_data(as_text=True)
    assert other.get("/kiosk/").status_code == 403


def test_a_code_expires(house: House, client: FlaskClient, set_clock: SetClock) -> None:
    code = code_for(house)
    set_clock.wait(15 * 60 + 1)
    assert send(client, "/pair", code=code).status_code == 409


def test_a_code_may_be_typed_with_spaces(house: House, client: FlaskClient) -> None:
    code = code_for(house)
    assert send(client, "/pair", code=f" {code[:4]} {code[4:]} ").status_code == 302


def test_guessing_is_slowed_at_that_address_only(house: House, client: FlaskClient) -> None:
    for _ in range(MOST_WRONG):
        assert send(client, "/pair", code="00000000").status_code == 409
    code = code_for(house)
    locked = send(client, "/pair", code=code)
    assert locked.status_code == 429
    assert "Nhập sai quá nhiều lần." in locked.get_data(as_text=True)
    elsewhere = house.app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "192.168.1.77"
    assert send(elsewhere, "/pair", code=code).status_code == 302


def test_a_printed_link_changes_nothing_until_its_form_is_sent(house: House, client: FlaskClient) -> None:
    secret: Any = house.hall.write(add_device_token, code="wall-1")
    page = client.get(f"/pair/{secret}")
    assert "Set-Cookie" not in page.headers or "mot_cua_wall" not in page.headers["Set-Cookie"]
    assert client.get("/display/").status_code == 403
    assert send(client, f"/pair/{secret}").headers["Location"] == "/display/"
    assert client.get("/display/").status_code == 200


def test_a_revoked_link_is_dead_and_offers_a_code(house: House, client: FlaskClient) -> None:
    secret: Any = house.hall.write(add_device_token, code="kiosk-1")
    house.hall.write(revoke_device, device="kiosk-1", actor="test")
    dead = client.get(f"/pair/{secret}")
    assert dead.status_code == 410
    assert 'name="code"' in dead.get_data(as_text=True)
    token = token_of(client, "/pair")
    assert client.post(f"/pair/{secret}", data={"csrf_token": token}).status_code == 410


def test_the_print_workers_token_is_no_browser(house: House, client: FlaskClient) -> None:
    secret: Any = house.hall.write(add_device_token, code="printers")
    assert client.get(f"/pair/{secret}").status_code == 410


def test_a_link_pairs_by_itself_in_a_browser(browser: Any, running_server: Any) -> None:
    page = browser.new_page()
    problems: list[str] = []
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.goto(running_server.links["kiosk"])
    page.wait_for_url("**/kiosk/")
    page.goto(running_server.links["wall"])
    page.wait_for_url("**/display/")
    page.close()
    assert problems == []
