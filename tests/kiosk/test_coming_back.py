"""A citizen who missed the turn, or needs a person: what do they touch and read?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from actions.hall import Hall
from actions.help_calls import answer_help, open_help_calls
from actions.views import TicketView
from application import House
from tests.actions.at_work import seat, take
from tests.conftest import SetClock
from tests.patience import comes_to
from tests.prepared import prepare
from tests.running import RunningServer

FROM_OUR_PAGE = {"Origin": "http://localhost"}


def post(kiosk: FlaskClient, path: str, **body: Any) -> Any:
    return kiosk.post(path, json=body, headers=FROM_OUR_PAGE)


@pytest.fixture
def missed(sqlite_hall: Hall, set_clock: SetClock) -> TicketView:
    """A ticket of today whose citizen did not come when called."""
    ticket = take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    lan.does("next", "recall")
    set_clock.wait(30)
    lan.does("no-show")
    return ticket


def test_number_and_code_lead_to_the_ticket_that_waits_again(kiosk: FlaskClient, missed: TicketView) -> None:
    answer = post(kiosk, "/kiosk/returned", number="1001", code=missed.code)
    assert answer.status_code == 200
    page = kiosk.get(answer.json["page"]).get_data(as_text=True)
    assert "Số 1-001 đã được xếp lại. Mời ông/bà ngồi chờ." in page
    assert "Xin giữ phiếu đang có. Số không thay đổi." in page
    assert "lấy phiếu ở khe" not in page
    state = kiosk.get(answer.json["page"].replace("?", "/state?")).json
    assert state["paper"] == {"kind": "screen", "by": "paper", "sentence": "Xin giữ phiếu đang có. Số không thay đổi."}


def test_a_wrong_code_is_said_politely(kiosk: FlaskClient, missed: TicketView) -> None:
    answer = post(kiosk, "/kiosk/returned", number="1001", code="0000" if missed.code != "0000" else "1111")
    assert (answer.status_code, answer.json["code"]) == (409, "return_wrong_code")
    assert answer.json["title"] == "Mã không đúng. Mời ông/bà xem lại bốn chữ số của mã trên phiếu."


@pytest.mark.parametrize("body", [{}, {"number": "1001"}, {"number": "x", "code": "1234"}, {"number": 1, "code": 2}])
def test_what_is_no_number_is_refused(kiosk: FlaskClient, body: dict[str, Any]) -> None:
    assert post(kiosk, "/kiosk/returned", **body).status_code == 400


def test_a_call_for_help_goes_out_once_and_tells_when_somebody_comes(
    kiosk: FlaskClient, house: House, set_clock: SetClock
) -> None:
    first, again = post(kiosk, "/kiosk/help"), post(kiosk, "/kiosk/help")
    assert first.json == again.json
    assert (first.status_code, first.json["state"], first.json["more"]) == (201, "asked", "")
    assert first.json["sentence"] == "Đã báo cán bộ. Mời ông/bà chờ tại máy."
    state = f"/kiosk/help/{first.json['call']}"
    set_clock.wait(61)
    assert kiosk.get(state).json["more"] == (
        "Mời ông/bà đến bàn của Văn phòng, tầng 1, Bộ phận Một cửa hoặc gọi 0206 000 000."
    )
    house.hall.write(answer_help, call=first.json["call"], actor="account:1")
    answered = kiosk.get(state).json
    assert (answered["state"], answered["more"]) == ("answered", "")
    assert answered["sentence"] == "Cán bộ đang đến. Mời ông/bà chờ tại máy."


def test_a_call_is_taken_back(kiosk: FlaskClient, house: House) -> None:
    call = post(kiosk, "/kiosk/help").json["call"]
    assert post(kiosk, "/kiosk/help/back").status_code == 204
    assert house.hall.read(open_help_calls) == ()
    assert kiosk.get(f"/kiosk/help/{call}").json["state"] == "taken_back"


def test_a_call_of_another_kiosk_is_not_told(kiosk: FlaskClient) -> None:
    assert kiosk.get("/kiosk/help/99").status_code == 404


# -- in the browser ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    server = RunningServer(tmp_path_factory.mktemp("back") / "data")
    prepare(server, {"lan": ("KTHT",)}, "kiosk-1")
    server.start()
    yield server
    server.stop()


def test_the_keys_of_the_screen_and_of_a_pad_type_number_and_code(
    server: RunningServer, open_kiosk: Callable[..., Any]
) -> None:
    wish = {"department": "KTHT", "touch_id": "browser-0001", "visit": "result"}
    assert server.api("POST", "/tickets", server.token("kiosk-1"), wish).status_code == 201
    page = open_kiosk(server, size=(1366, 768))
    page.click("text=Tôi đã lỡ lượt")
    page.wait_for_selector(".back")
    for digit in "1001":
        page.click(f'[data-key="{digit}"]')
    expect(page.locator('[name="number"]')).to_have_value("1001")
    page.click('[data-key="erase"]')
    page.click('[data-key="1"]')
    page.click("[data-go]")
    expect(page.locator('[name="code"]')).to_be_focused()
    page.keyboard.type("12a34")
    expect(page.locator('[name="code"]')).to_have_value("1234")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("bốn chữ số")
    expect(page.locator('[name="code"]')).to_have_value("")
    assert [each for each in page.wrong if "409" not in each] == []


def test_help_is_asked_for_on_every_page_and_the_answer_arrives(
    server: RunningServer, open_kiosk: Callable[..., Any]
) -> None:
    page = open_kiosk(server)
    for way in ("", "/kiosk/departments/TP", "/kiosk/search"):
        page.goto(f"{server.url}{way or '/kiosk/'}")
        expect(page.locator(".k-foot [data-help]")).to_be_visible()
    page.click(".k-foot [data-help]")
    page.wait_for_selector("#help[open]")
    officer = server.token("lan")
    calls: list[Any] = []

    def is_asked() -> bool:
        calls[:] = server.api("GET", "/help-calls", officer).json()["calls"]
        return len(calls) == 1

    comes_to(page, True, is_asked)
    (call,) = calls
    assert server.api("POST", f"/help-calls/{call['id']}/answer", officer, {}).status_code == 200
    expect(page.locator("#help h2")).to_contain_text("Cán bộ đang đến")
    expect(page.locator("#help [data-back]")).to_be_hidden()
    page.click("#help [data-done]")
    assert page.wrong == []
