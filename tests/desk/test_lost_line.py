"""Is anything pressed lost or done twice when the line breaks between the press and the answer?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.keyboard import Officer, barriers, new_officer, take_numbers
from tests.running import RunningServer

DESKS = iter([("1", "KTHT"), ("2", "TNMT"), ("3", "TCKH"), ("4", "TP"), ("5", "LDTBXH")])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("line") / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def officer(server: RunningServer, browser: Any) -> Iterator[Officer]:
    somebody = new_officer(browser, server, *next(DESKS), bypass_csp=True)
    somebody.hurry()
    yield somebody
    somebody.page.unroute_all(behavior="ignoreErrors")  # what is still on its way must not fail the next test
    somebody.page.close()


class Line:
    """The network of one page: cut after the server has done a thing, cut altogether, or whole."""

    def __init__(self, officer: Officer) -> None:
        self.officer = officer
        self.sent: list[tuple[str, str]] = []
        self.done: list[tuple[str, str]] = []
        self.is_cut = False
        self.loses_answers = False
        officer.page.route(f"**/desk/{officer.desk}/*", self._pass)

    def cut(self) -> None:
        self.is_cut = True
        self.officer.page.context.set_offline(True)

    def mend(self) -> None:
        self.is_cut = self.loses_answers = False
        self.officer.page.context.set_offline(False)

    def _pass(self, route: Any) -> None:
        verb = route.request.url.rsplit("/", 1)[1]
        press = (verb, route.request.post_data_json["press_id"]) if route.request.method == "POST" else None
        if press:
            self.sent.append(press)
        if self.is_cut:
            return route.abort("internetdisconnected")
        answer = route.fetch()
        if press:
            self.done.append(press)
        if self.loses_answers:
            return route.abort("connectionreset")
        return route.fulfill(response=answer)


def desk(officer: Officer) -> Any:
    token = officer.server.token(account=f"officer-{officer.desk}")
    return officer.server.api("GET", f"/desks/{officer.desk}", token).json()


def test_the_answer_is_lost_and_the_press_counts_once(officer: Officer) -> None:
    take_numbers(officer, 3)
    officer.open_the_desk()
    line = Line(officer)
    line.loses_answers = True
    officer.enter()
    expect(officer.page.locator("#lost")).to_be_visible()
    officer.says("#lost-text", "Đang giữ để gửi: Gọi số tiếp")
    assert barriers(officer.page) == []
    line.mend()
    officer.expect("calling")
    expect(officer.page.locator("#lost")).to_be_hidden()
    assert len(set(line.sent)) == 1 < len(line.sent)
    assert [row["label"][2:] for row in desk(officer)["waiting"]] == ["002", "003"]


def test_what_happened_at_the_desk_is_kept_and_sent_in_its_order(officer: Officer) -> None:
    """The line breaks while a citizen is called: who came and how it ended is noted, and nobody can be called."""
    take_numbers(officer, 2)
    officer.open_the_desk()
    officer.enter()
    officer.expect("calling")
    line = Line(officer)
    line.cut()
    begun = time.monotonic()
    officer.enter()
    officer.expect("serving")
    seen = time.monotonic()
    officer.key("F4")
    officer.notice("Mất kết nối")
    officer.enter()
    officer.asked("outcome")
    officer.page.wait_for_timeout(2_000)
    ending = time.monotonic()
    officer.key("5", "Enter")
    officer.expect("ready")
    ended = time.monotonic()
    officer.says("#lost-text", "Bắt đầu tiếp, Hoàn thành")
    officer.enter()
    officer.notice("Mất kết nối máy chủ. Chưa gọi được số.")
    assert desk(officer)["ticket"]["state"] == "called"
    officer.page.wait_for_timeout(2_500)
    line.mend()
    expect(officer.page.locator("#lost")).to_be_hidden()
    officer.expect("ready")
    assert [verb for verb, _ in line.done] == ["serve", "finish"]
    after = desk(officer)
    assert (after["ticket"], after["served_count"], after["served"][0]["outcome"]) == (None, 1, "advice")
    # Not the moment at which the line came back: from the one press to the other.
    assert ending - seen - 1.5 <= after["served"][0]["served_s"] <= ended - begun + 1.5


def test_what_was_not_sent_yet_is_taken_back_by_esc(officer: Officer) -> None:
    take_numbers(officer, 1)
    officer.open_the_desk()
    officer.enter()
    officer.expect("calling")
    line = Line(officer)
    line.cut()
    officer.enter()
    officer.expect("serving")
    officer.key("F10")
    officer.expect("ready")
    officer.key("Escape")
    officer.expect("serving")
    line.mend()
    expect(officer.page.locator("#lost")).to_be_hidden()
    assert desk(officer)["ticket"]["state"] == "serving"


def test_a_reload_loses_nothing_that_is_kept(officer: Officer) -> None:
    take_numbers(officer, 1)
    officer.open_the_desk()
    officer.enter()
    officer.expect("calling")
    line = Line(officer)
    line.is_cut = True  # the page itself can still be had
    officer.enter()
    officer.expect("serving")
    officer.page.reload()
    expect(officer.page.locator("#lost")).to_be_visible()
    officer.says("#lost-text", "Bắt đầu tiếp")
    line.mend()
    expect(officer.page.locator("#lost")).to_be_hidden()
    officer.expect("serving")
    assert len(set(line.sent)) == 1
    assert desk(officer)["ticket"]["state"] == "serving"


def test_a_call_that_would_come_minutes_late_is_asked_about(officer: Officer) -> None:
    take_numbers(officer, 1)
    officer.open_the_desk()
    line = Line(officer)
    line.cut()
    officer.settle()
    officer.key("Enter")
    expect(officer.page.locator("#lost")).to_be_visible()
    assert line.done == []
    # Two minutes pass for the page; the server's own clock, which it would learn with the next tick, stays behind.
    officer.page.evaluate(
        """import('/theme/clock.js').then((clock) => {
          const ahead = clock.now() + 120_000 - performance.now();
          setInterval(() => clock.setNow(ahead + performance.now()), 10);
        })"""
    )
    line.mend()
    officer.asked("sure")
    officer.says("#ask-sure", "Gửi bây giờ?")
    officer.key("Escape")
    expect(officer.page.locator("#lost")).to_be_hidden()
    assert desk(officer)["ticket"] is None
