"""Does an officer get through the day with the keyboard alone, and do connection and clock tell the truth?"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk.keyboard import Officer, new_officer, take_numbers
from tests.running import RunningServer

SCREENS = [(1366, 768), (1280, 720), (1024, 768), (1024, 700)]
# One server for all: each test has a desk, a department and an officer of its own, all on duty on Mondays.
DESKS = iter([("1", "KTHT"), ("2", "TNMT"), ("3", "TCKH"), ("4", "TP"), ("5", "LDTBXH"), ("6", "NNPTNT")])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("desk") / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def officer(server: RunningServer, browser: Any) -> Iterator[Officer]:
    desk, department = next(DESKS)
    somebody = new_officer(browser, server, desk, department)
    yield somebody
    somebody.page.close()


def test_a_full_cycle_by_keyboard_alone(officer: Officer) -> None:
    take_numbers(officer, 2)
    officer.open_the_desk()
    officer.settle()
    officer.key("Enter")
    officer.expect("calling")
    assert officer.plate() == "1-001"
    officer.key("F4")
    officer.expect("calling", "Đang gọi – lần 2")
    officer.settle()
    officer.key("Enter")
    officer.expect("serving")
    officer.key("F2")
    assert officer.page.locator("#ask-outcome [name=outcome]:checked").input_value() == "returned"
    officer.key("5")
    officer.settle()
    officer.key("Enter")
    officer.expect("calling")
    assert officer.plate() == "1-002"
    assert "Hướng dẫn" in officer.text("#served")
    assert officer.focused() == "act-main"
    assert officer.problems == []


def test_a_bounced_enter_does_not_do_the_next_thing(officer: Officer) -> None:
    take_numbers(officer, 1)
    officer.open_the_desk()
    officer.key("Enter", "Enter")
    officer.page.wait_for_timeout(300)
    officer.expect("ready")
    officer.settle()
    is_taken = officer.page.evaluate(
        """() => document.activeElement.dispatchEvent(
               new KeyboardEvent("keydown", {key: "Enter", repeat: true, bubbles: true, cancelable: true}))"""
    )
    assert is_taken is False  # a held key is refused
    officer.page.locator("#act-main").dblclick()
    officer.expect("calling")
    officer.page.wait_for_timeout(300)
    officer.expect("calling")


def test_what_is_not_possible_says_why_and_when(officer: Officer) -> None:
    take_numbers(officer, 1)
    officer.go_to_the_desk()
    officer.key("F8")
    assert officer.text("#notice-text") == "Quầy chưa mở"
    officer.key("Enter")
    officer.expect("ready")
    officer.settle()
    officer.key("Enter")
    officer.expect("calling")
    assert officer.text("#why-no-show") == "Cần gọi lại 1 lần"
    officer.key("F4")
    officer.expect("calling", "Đang gọi – lần 2")
    assert officer.text("#why-no-show").startswith("Chọn được sau 0:")
    assert officer.page.locator("#act-no-show").get_attribute("aria-disabled") == "true"
    officer.key("F1")
    assert officer.page.locator("#keys").is_visible()
    officer.key("F1")
    assert not officer.page.locator("#keys").is_visible()


def test_everything_is_in_sight_on_old_screens_and_a_scanner_fills_the_dossier(officer: Officer) -> None:
    take_numbers(officer, 8)
    officer.go_to_the_desk()
    for phase in ("closed", "ready", "calling", "serving"):
        officer.expect(phase)
        for width, height in SCREENS:
            officer.page.set_viewport_size({"width": width, "height": height})
            assert _unseen(officer.page) == [], (phase, width, height)
        officer.settle()
        officer.key("Enter")
    officer.page.wait_for_selector("#ask-outcome[open]")
    officer.page.keyboard.type("000.00.17.H14-170313-0001")
    assert officer.page.locator("#dossier").input_value() == "000.00.17.H14-170313-0001"
    officer.settle()
    officer.key("Enter")
    officer.expect("ready")
    assert "Đã nhận hồ sơ" in officer.text("#served")


def test_the_queue_is_live_and_a_lost_server_is_told_and_comes_back(officer: Officer) -> None:
    officer.open_the_desk()
    officer.expect("ready", "Không có người chờ")
    take_numbers(officer, 1)
    officer.page.wait_for_selector("#waiting tr", timeout=3000)
    os.kill(officer.server.pid, signal.SIGSTOP)
    began = time.monotonic()
    try:
        officer.page.wait_for_selector("#offline:visible", timeout=15000)
        assert time.monotonic() - began <= 10
        officer.key("Enter")
        assert officer.text("#notice-text") == "Mất kết nối máy chủ. Chưa gọi được số."
    finally:
        os.kill(officer.server.pid, signal.SIGCONT)
    officer.page.wait_for_selector("#online:visible", timeout=8000)
    officer.settle()
    officer.key("Enter")
    officer.expect("calling")


def test_a_lost_answer_is_asked_for_again_and_nobody_else_is_called(officer: Officer) -> None:
    take_numbers(officer, 2)
    officer.open_the_desk()
    officer.settle()
    sent: list[str] = []

    def lose_the_first(route: Any) -> None:
        sent.append(route.request.post_data_json["press_id"])
        answer = route.fetch()  # the server does it each time that it is asked
        if len(sent) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    officer.page.route(f"**/desk/{officer.desk}/next", lose_the_first)
    officer.key("Enter")
    officer.expect("calling")
    assert officer.plate().endswith("-001")
    officer.page.wait_for_timeout(1500)  # the news of it may come before the answer
    assert sent == [sent[0]] * 2
    assert officer.text("#waiting-count") == "1 người"


def _unseen(page: Any) -> list[str]:
    """What of the screen lies outside the window, or is cut off within its box."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".top *, .now__head, .now__svc, .rail *, .list__h, .bar *")]
             .filter((each) => each.checkVisibility() && !each.closest(".vh"))
             .filter((each) => { const box = each.getBoundingClientRect();
               return box.width && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1); })
             .map((each) => `${each.tagName}#${each.id}.${each.className}`)"""
    )
    page_scrolls = page.evaluate("document.documentElement.scrollHeight > innerHeight")
    return [*found, *(["the page scrolls"] if page_scrolls else [])]
