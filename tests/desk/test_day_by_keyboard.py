"""Does every situation of a day at the counter have its keys? One officer, one keyboard, no mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.keyboard import Officer, barriers, first_procedure, new_officer, take_numbers
from tests.display.wall_in_browser import serve_changed
from tests.running import RunningServer

ROOT = Path(__file__).parents[2]
ABSENT_AFTER_S = 1


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The office of the letter, with less patience for those who do not come."""
    folder = tmp_path_factory.mktemp("day")
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    text = text.replace('procedures = "', f'procedures = "{ROOT.as_posix()}/', 1)
    text = text.replace("no_show_after_s = 30", f"no_show_after_s = {ABSENT_AFTER_S}")
    (folder / "config.toml").write_text(text, encoding="utf-8")
    server = RunningServer(folder / "data", config=folder / "config.toml")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def officer(server: RunningServer, browser: Any) -> Iterator[Officer]:
    somebody = new_officer(browser, server, "4", "TP", bypass_csp=True)
    somebody.hurry()
    # A server that needs more than three seconds is taken for lost: that is tests/desk/test_lost_line.py.
    serve_changed(somebody.page, "theme/static/post.js", "TIMEOUT_MS = 3000", "TIMEOUT_MS = 60_000")
    yield somebody
    assert somebody.problems == []
    somebody.page.close()


def test_a_whole_day_at_the_counter(officer: Officer) -> None:
    """Open, call, recall, undo, serve, second procedure, finish, park, resume, transfer, break, no-show, close."""
    take_numbers(officer, 3)
    take_numbers(officer, 1, priority="elderly", procedure=first_procedure(officer))
    officer.open_the_desk()
    _calls_undoes_and_serves(officer)
    _adds_a_procedure_and_finishes(officer)
    _parks_and_resumes(officer)
    _sends_on(officer)
    _takes_in_a_walk_in(officer)
    _goes_for_a_break(officer)
    _misses_one_and_brings_them_back(officer)
    _closes_with_a_citizen(officer)


def _calls_undoes_and_serves(officer: Officer) -> None:
    officer.enter()
    officer.expect("calling")
    officer.shows("4-004")  # priority first
    officer.says("#priority", "Người cao tuổi")
    officer.key("Escape")
    officer.expect("ready")
    officer.notice("Đã hoàn tác")
    officer.enter()
    officer.expect("calling", "Đang gọi – lần 1")
    officer.key("F4")
    officer.expect("calling", "Đang gọi – lần 2")
    officer.enter()
    officer.expect("serving")
    assert barriers(officer.page) == []


def _adds_a_procedure_and_finishes(officer: Officer) -> None:
    officer.key("F3")
    expect(officer.page.locator("#ask-menu[open]")).to_be_visible()
    assert barriers(officer.page) == []
    officer.key("4")
    officer.asked("procedure")
    officer.page.keyboard.type("chung thuc ban sao")
    expect(officer.page.locator("#ask-procedure .choice:first-child:has-text('Chứng thực bản sao')")).to_be_visible()
    assert barriers(officer.page) == []
    officer.key("Enter")
    officer.answered("procedure")
    officer.enter()
    officer.asked("outcome")
    officer.says("#outcome-others", "Chứng thực bản sao")
    officer.key("1")
    officer.page.keyboard.type("000.00.17.H14-170313-0001")
    officer.key("Enter")
    officer.expect("ready")
    officer.says("#served", "Đã nhận hồ sơ")
    officer.key("Escape")  # the finish, taken back with its outcome
    officer.expect("serving")
    officer.enter()
    officer.asked("outcome")
    officer.key("Enter")
    officer.expect("ready")


def _parks_and_resumes(officer: Officer) -> None:
    officer.enter()
    officer.expect("calling")
    officer.shows("4-001")
    officer.enter()
    officer.expect("serving")
    officer.key("F10")
    officer.expect("ready")
    expect(officer.page.locator("#parked tr").first).to_be_visible()
    officer.key("Escape")
    officer.expect("serving")
    officer.key("F10")
    officer.expect("ready")
    officer.key("F3", "3")
    officer.asked("number")
    officer.page.keyboard.type("1")
    officer.key("Enter")
    officer.expect("calling")
    officer.shows("4-001")
    officer.enter()
    officer.expect("serving")


def _sends_on(officer: Officer) -> None:
    """To desk 2, which is another department's: the number stays, and the note goes with it."""
    officer.key("F9")
    officer.asked("transfer")
    assert barriers(officer.page) == []
    officer.key("1", "Tab")
    officer.page.keyboard.type("Cần kiểm tra giấy phép trước")
    officer.key("Enter")
    officer.expect("ready")
    chief = officer.server.token(account="officer-4")
    desk = officer.server.api("GET", "/desks/4", chief).json()
    assert [row["label"] for row in desk["waiting"]] == ["4-002", "4-003"]
    officer.key("Escape")
    officer.expect("serving")
    officer.shows("4-001")
    officer.key("F2")
    officer.asked("outcome")
    officer.key("5", "Enter")
    officer.expect("calling")
    officer.shows("4-002")
    officer.key("Escape")  # the whole press: the finish and the call
    officer.expect("serving")
    officer.shows("4-001")
    officer.key("F2")
    officer.asked("outcome")
    officer.key("5", "Enter")
    officer.expect("calling")


def _takes_in_a_walk_in(officer: Officer) -> None:
    officer.key("F3", "5")
    officer.asked("take-in")
    officer.page.keyboard.type("chung thuc ban sao")
    expect(officer.page.locator("#ask-take-in .choice:first-child:has-text('Chứng thực bản sao')")).to_be_visible()
    assert barriers(officer.page) == []
    officer.key("Enter")
    officer.notice("Đã cấp số 4-005")
    officer.expect("calling")


def _goes_for_a_break(officer: Officer) -> None:
    officer.enter()
    officer.expect("serving")
    officer.enter()
    officer.asked("outcome")
    officer.key("Enter")
    officer.expect("ready")
    officer.key("F3", "7")
    officer.asked("break")
    assert barriers(officer.page) == []
    officer.key("3", "Enter")
    officer.expect("break", "Tạm nghỉ đến")
    officer.key("Escape")
    officer.expect("ready")
    officer.key("F3", "7")
    officer.asked("break")
    officer.key("7", "Enter")
    officer.expect("break")
    officer.enter()
    officer.expect("ready")


def _misses_one_and_brings_them_back(officer: Officer) -> None:
    officer.settle()
    officer.page.keyboard.type("4003")
    officer.asked("number")
    officer.key("Enter")
    officer.expect("calling")
    officer.shows("4-003")
    officer.key("F8")
    officer.notice("Cần gọi lại 1 lần")
    officer.key("F4")
    officer.expect("calling", "Đang gọi – lần 2")
    officer.page.wait_for_timeout((ABSENT_AFTER_S + 1) * 1000)
    officer.key("F8")
    officer.expect("ready")
    expect(officer.page.locator("#no-shows tr").first).to_be_visible()
    officer.key("Escape")
    officer.expect("calling")
    officer.key("F8")
    officer.expect("ready")
    officer.key("F3", "2")
    officer.asked("number")
    officer.key("Enter")
    expect(officer.page.locator("#waiting tr:has([aria-label='4-003'])")).to_be_visible()
    expect(officer.page.locator("#no-shows tr")).to_have_count(0)


def _closes_with_a_citizen(officer: Officer) -> None:
    officer.enter()
    officer.expect("calling")
    officer.enter()
    officer.expect("serving")
    officer.key("F3", "9")
    officer.asked("close")
    assert barriers(officer.page) == []
    officer.key("3", "Enter")
    officer.expect("closed")
    officer.key("Escape")
    officer.expect("serving")
    officer.key("F3", "9")
    officer.asked("close")
    officer.key("1", "Enter")
    officer.asked("outcome")
    officer.key("Enter")
    officer.expect("closed")
