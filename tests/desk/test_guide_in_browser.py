"""Does the guide get through a morning by keyboard, and does a call for help reach them by itself?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.keyboard import Officer, barriers, new_officer
from tests.patience import comes_to
from tests.running import RunningServer

DESKS = iter([("1", "KTHT"), ("2", "TNMT"), ("3", "TCKH")])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("guide") / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def guide(server: RunningServer, browser: Any) -> Iterator[Officer]:
    somebody = new_officer(browser, server, *next(DESKS), bypass_csp=True)
    somebody.sign_in("/desk/guide/")
    somebody.has_focus("query")
    yield somebody
    somebody.page.unroute_all(behavior="ignoreErrors")
    assert somebody.problems == []
    somebody.page.close()


def test_a_morning_of_the_guide(guide: Officer) -> None:
    _gives_a_number(guide)
    _answers_a_call(guide)
    _finds_and_enters(guide)
    assert barriers(guide.page) == []
    comes_to(guide.page, True, lambda: guide.page.evaluate("document.documentElement.scrollHeight <= innerHeight"))


def _gives_a_number(guide: Officer) -> None:
    guide.page.keyboard.type("chung thuc ban sao")
    expect(guide.page.locator(".hit[aria-selected=true]:has-text('Chứng thực bản sao')")).to_be_visible()
    assert barriers(guide.page) == []
    guide.key("Enter")
    expect(guide.page.locator("#given .slip [aria-label='4-001']")).to_be_visible()
    expect(guide.page.locator("#given:has-text('Đã in phiếu')")).to_be_visible()
    guide.has_focus("query")


def _answers_a_call(guide: Officer) -> None:
    guide.server.api("POST", "/help-calls", guide.server.token(device="kiosk-1"))
    expect(guide.page.locator("#calls .call:has-text('Máy lấy số 1')")).to_be_visible()
    expect(guide.page).to_have_title(re.compile(r"^\(1\)"))
    guide.key("F2")
    expect(guide.page.locator("#calls-none")).to_be_visible()
    expect(guide.page.locator("#notice:has-text('có người đang đến')")).to_be_visible()


def _finds_and_enters(guide: Officer) -> None:
    guide.key("F4")
    guide.page.keyboard.type("4001")
    guide.key("Enter")
    expect(guide.page.locator("#tickets .slip:has-text('Đang chờ')")).to_be_visible()
    guide.key("F8", "Shift+Tab")
    guide.page.keyboard.type("4")  # the list jumps to "4 · Tư pháp"
    guide.key("Tab")
    guide.page.keyboard.type("30")
    guide.key("Tab")
    guide.page.keyboard.type("8:05")
    guide.key("Enter")
    expect(guide.page.locator("#by-hand-said:has-text('Đã nhập số 4-030')")).to_be_visible()
    expect(guide.page.locator("#hand-number")).to_have_value("31")


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
    expect(guide.page.locator(".hit[aria-selected=true]")).to_be_visible()
    guide.key("Enter")
    expect(guide.page.locator("#given .slip [aria-label='2-001']")).to_be_visible()
    assert sent == [sent[0]] * 2
    guide.problems = [each for each in guide.problems if "CONNECTION_RESET" not in each]


def test_the_answer_about_a_department_that_was_left_is_dropped(guide: Officer) -> None:
    held: list[Any] = []
    guide.page.route(re.compile("procedures.*department=KTHT"), lambda route: held.append(route))
    guide.page.locator(".dept:has([value=KTHT])").click()
    guide.page.locator(".dept:has([value=TNMT])").click()
    expect(guide.page.locator(".hit[aria-selected=true]")).to_be_visible()
    listed = guide.page.locator(".hit").all_inner_texts()
    with guide.page.expect_response(re.compile("department=KTHT")):
        comes_to(guide.page, 1, lambda: len(held))
        held[0].continue_()
    guide.page.wait_for_timeout(200)
    assert guide.page.locator(".hit").all_inner_texts() == listed
