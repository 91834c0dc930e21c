"""Does an officer get through the day with the keyboard alone, and do connection and clock tell the truth?"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.keyboard import Officer, new_officer, take_numbers
from tests.patience import comes_to
from tests.running import RunningServer

SCREENS = [(1366, 768), (1280, 720), (1024, 768), (1024, 700)]
# Enter twice more in the very moment in which the desk has opened, as a worn key does.
BOUNCE = """() => {
  window.bounced = 0;
  const bounce = (_, observer) => {
    if (document.getElementById("desk").dataset.phase !== "ready") return;
    observer.disconnect();
    for (const _ of [1, 2]) {
      const pressed = document.activeElement;
      const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
      if (pressed.dispatchEvent(enter)) pressed.click();
      else window.bounced += 1;
    }
  };
  new MutationObserver(bounce).observe(document.getElementById("desk"), { attributes: true });
}"""
# One server for all: each test has a desk, a department and an officer of its own, all on duty on Mondays.
DESKS = iter([("1", "KTHT"), ("2", "TNMT"), ("3", "TCKH"), ("4", "TP"), ("5", "LDTBXH")])


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
    officer.shows("1-001")
    officer.key("F4")
    officer.expect("calling", "Đang gọi – lần 2")
    officer.settle()
    officer.key("Enter")
    officer.expect("serving")
    officer.key("F2")
    expect(officer.page.locator("#ask-outcome [name=outcome]:checked")).to_have_value("returned")
    officer.key("5")
    officer.settle()
    officer.key("Enter")
    officer.expect("calling")
    officer.shows("1-002")
    officer.says("#served", "Hướng dẫn")
    officer.has_focus("act-main")
    assert officer.problems == []


def test_a_bounced_enter_does_not_do_the_next_thing(officer: Officer) -> None:
    take_numbers(officer, 1)
    officer.go_to_the_desk()
    officer.page.evaluate(BOUNCE)
    officer.key("Enter")
    officer.expect("ready")
    officer.page.wait_for_timeout(300)
    officer.expect("ready")
    assert officer.page.evaluate("window.bounced") == 2
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
    officer.says("#notice-text", "Quầy chưa mở")
    officer.key("Enter")
    officer.expect("ready")
    officer.settle()
    officer.key("Enter")
    officer.expect("calling")
    officer.says("#why-no-show", "Cần gọi lại 1 lần")
    officer.key("F4")
    officer.expect("calling", "Đang gọi – lần 2")
    officer.says("#why-no-show", "Chọn được sau 0:")
    expect(officer.page.locator("#act-no-show")).to_have_attribute("aria-disabled", "true")
    officer.key("F1")
    expect(officer.page.locator("#keys")).to_be_visible()
    officer.key("F1")
    expect(officer.page.locator("#keys")).to_be_hidden()


def test_everything_is_in_sight_on_old_screens_and_a_scanner_fills_the_dossier(officer: Officer) -> None:
    take_numbers(officer, 8)
    officer.go_to_the_desk()
    for phase in ("closed", "ready", "calling", "serving"):
        officer.expect(phase)
        for width, height in SCREENS:
            officer.page.set_viewport_size({"width": width, "height": height})
            seen = (phase, width, height)
            comes_to(officer.page, (seen, []), lambda seen=seen: (seen, _unseen(officer.page)))
        officer.settle()
        officer.key("Enter")
    expect(officer.page.locator("#ask-outcome[open]")).to_be_visible()
    officer.page.keyboard.type("000.00.17.H14-170313-0001")
    expect(officer.page.locator("#dossier")).to_have_value("000.00.17.H14-170313-0001")
    officer.settle()
    officer.key("Enter")
    officer.expect("ready")
    officer.says("#served", "Đã nhận hồ sơ")


def test_the_queue_is_live_and_a_lost_server_is_told_and_comes_back(officer: Officer) -> None:
    officer.page.clock.install()
    officer.open_the_desk()
    officer.expect("ready", "Không có người chờ")
    take_numbers(officer, 1)
    expect(officer.page.locator("#waiting tr").first).to_be_visible()
    os.kill(officer.server.pid, signal.SIGSTOP)
    try:
        officer.page.clock.run_for(10_000)  # by the page's own clock, so that a busy machine changes nothing
        assert officer.page.locator("#offline").is_visible()
        officer.key("Enter")
        officer.says("#notice-text", "Mất kết nối máy chủ. Chưa gọi được số.")
    finally:
        os.kill(officer.server.pid, signal.SIGCONT)
    expect(officer.page.locator("#online")).to_be_visible()
    officer.settle()
    officer.key("Enter")
    officer.expect("calling")


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
