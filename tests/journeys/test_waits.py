"""One interval everywhere: on the tile, before the touch, on the ticket, on paper, on the phone, for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.prepared import prepare
from tests.running import RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """With an officer at desk 4."""
    server = RunningServer(tmp_path_factory.mktemp("waits") / "data")
    prepare(server, {"minh": ("TP",)}, "kiosk-1")
    server.start()
    act(server, "open")
    yield server
    server.stop()


@pytest.fixture
def kiosk(server: RunningServer, browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1080, "height": 1920})
    context.add_cookies([{"name": "mot_cua_kiosk", "value": server.token(device="kiosk-1"), "url": server.url}])
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 320, "height": 568})
    yield context.new_page()
    context.close()


def test_kiosk_and_phone_show_the_same_interval_and_the_tile_what_a_newcomer_is_then_told(
    server: RunningServer, kiosk: Any, phone: Any
) -> None:
    calls_bring_it_nearer(server, kiosk, phone)
    tile_follows_the_calls(server, kiosk)


def calls_bring_it_nearer(server: RunningServer, kiosk: Any, phone: Any) -> None:
    tickets = [issue(server, number) for number in range(4)]
    told = tickets[-1]["wait"]
    assert (tickets[-1]["ahead"], told["may_miss"]) == (3, False)
    kiosk.goto(f"{server.url}/kiosk/tickets/{tickets[-1]['token']}")
    phone.goto(f"{server.url}/t/{tickets[-1]['token']}")
    expect(kiosk.locator("[data-ahead] em")).to_have_text(f"khoảng {told['low']}–{told['high']} phút")
    expect(phone.locator("[data-details]")).to_contain_text(f"Chờ khoảng {told['low']}–{told['high']} phút")
    for verb in ("next", "serve", "finish", "next", "serve"):
        act(server, verb)
    nearer = look(server, tickets[-1])["wait"]
    assert nearer["high"] < told["high"]
    expect(phone.locator("[data-details]")).to_contain_text(f"Chờ khoảng {nearer['low']}–{nearer['high']} phút")
    expect(kiosk.locator("[data-ahead] em")).to_have_text(f"khoảng {nearer['low']}–{nearer['high']} phút")


def tile_follows_the_calls(server: RunningServer, kiosk: Any) -> None:
    """Two wait, one is being served."""
    kiosk.goto(f"{server.url}/kiosk/")
    tile = kiosk.locator('[data-department="TP"] [data-heard]')
    department = wait_of_department(server)
    expect(tile).to_have_text(f"2 người đang chờ, khoảng {department['low']}–{department['high']} phút")
    assert issue(server, 10)["wait"] == department
    longer = wait_of_department(server)
    expect(tile).to_have_text(f"3 người đang chờ, khoảng {longer['low']}–{longer['high']} phút")
    act(server, "finish")
    act(server, "close")
    expect(tile).to_have_text("3 người đang chờ, chưa rõ phải chờ bao lâu")


def issue(server: RunningServer, number: int) -> Any:
    wish = {"department": "TP", "touch_id": f"touch-{number:06d}"}
    return server.api("POST", "/tickets", server.token("kiosk-1"), json=wish).json()


def look(server: RunningServer, ticket: Any) -> Any:
    return server.api("GET", f"/tickets/{ticket['token']}", server.token("kiosk-1")).json()


def wait_of_department(server: RunningServer) -> Any:
    told = server.api("GET", "/departments", server.token("kiosk-1")).json()["departments"]
    return next(each["wait"] for each in told if each["code"] == "TP")


def act(server: RunningServer, verb: str) -> None:
    answer = server.api("POST", f"/desks/4/{verb}", server.token(account="minh"), json={})
    assert answer.status_code == 200, answer.text
