"""Does the guide get through a morning by keyboard, and does a call for help reach them by itself?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk.keyboard import PASSWORD, Officer, barriers, new_officer
from tests.running import RunningServer

DESKS = iter([("1", "KTHT"), ("2", "TNMT")])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("guide") / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def guide(server: RunningServer, browser: Any) -> Iterator[Officer]:
    somebody = new_officer(browser, server, *next(DESKS), bypass_csp=True)
    somebody.page.goto(f"{server.url}/desk/guide/")
    somebody.page.keyboard.type(f"officer-{somebody.desk}")
    somebody.key("Tab")
    somebody.page.keyboard.type(PASSWORD)
    somebody.key("Enter")
    somebody.page.wait_for_selector("#query:focus")
    yield somebody
    somebody.page.unroute_all(behavior="ignoreErrors")
    assert somebody.problems == []
    somebody.page.close()


def test_a_morning_of_the_guide(guide: Officer) -> None:
    _gives_a_number(guide)
    _answers_a_call(guide)
    _finds_and_enters(guide)
    assert barriers(guide.page) == []
    overflow = guide.page.evaluate("document.documentElement.scrollHeight - innerHeight")
    assert overflow <= 0


def _gives_a_number(guide: Officer) -> None:
    guide.page.keyboard.type("chung thuc ban sao")
    guide.page.wait_for_selector(".hit[aria-selected=true]:has-text('Chứng thực bản sao')")
    assert barriers(guide.page) == []
    guide.key("Enter")
    guide.page.wait_for_selector("#given .slip [aria-label='4-001']")
    guide.page.wait_for_selector("#given:has-text('Đã in phiếu')")
    assert guide.focused() == "query"


def _answers_a_call(guide: Officer) -> None:
    guide.server.api("POST", "/help-calls", guide.server.token(device="kiosk-1"))
    guide.page.wait_for_selector("#calls .call:has-text('Máy lấy số 1')")
    assert guide.page.title().startswith("(1)")
    guide.key("F2")
    guide.page.wait_for_selector("#calls-none:visible")
    guide.page.wait_for_selector("#notice:has-text('có người đang đến')")


def _finds_and_enters(guide: Officer) -> None:
    guide.key("F4")
    guide.page.keyboard.type("4001")
    guide.key("Enter")
    guide.page.wait_for_selector("#tickets .slip:has-text('Đang chờ')")
    guide.key("F8", "Shift+Tab")
    guide.page.keyboard.type("4")  # the list jumps to "4 · Tư pháp"
    guide.key("Tab")
    guide.page.keyboard.type("30")
    guide.key("Tab")
    guide.page.keyboard.type("8:05")
    guide.key("Enter")
    guide.page.wait_for_selector("#by-hand-said:has-text('Đã nhập số 4-030')")
    assert guide.page.locator("#hand-number").input_value() == "31"


def test_a_lost_answer_gives_one_number(guide: Officer) -> None:
    sent: list[str] = []

    def lose_the_first(route: Any) -> None:
        sent.append(route.request.post_data_json["touch_id"])
        answer = route.fetch()
        if len(sent) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    guide.page.route("**/desk/guide/tickets", lose_the_first)
    guide.page.locator(".dept:has([value=TNMT])").click()
    guide.page.wait_for_selector(".hit[aria-selected=true]")
    guide.key("Enter")
    guide.page.wait_for_selector("#given .slip [aria-label='2-001']")
    assert sent == [sent[0]] * 2
    guide.problems = [each for each in guide.problems if "CONNECTION_RESET" not in each]
