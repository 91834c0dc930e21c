"""Does the telephone tell its owner to come back: when it is nearly their turn, and louder when it is?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.phone.telephone import DEAF_AND_STILL, RECORDER, SMALL, act, is_in, issue, open_ticket
from tests.running import RunningServer

NOTED = "() => window.noted"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A small telephone that notes what it does."""
    context = browser.new_context(viewport=SMALL, service_workers="block", has_touch=True)
    context.add_init_script(RECORDER)
    yield context.new_page()
    context.close()


def test_the_phone_rings_when_it_is_nearly_ones_turn_and_louder_at_the_call(server: RunningServer, page: Any) -> None:
    tickets = [issue(server) for _ in range(4)]
    open_ticket(server, page, tickets[-1])
    key = page.get_by_role("switch", name="Báo khi gần đến lượt")
    expect(key).not_to_be_checked()
    key.click()
    expect(key).to_be_checked()
    expect(page.get_by_text("Xin mở to tiếng")).to_be_visible()
    _notes(page, "shakes 200", "chime")  # so it sounds

    act(server, "next")
    _chimes(page, 2)  # all of it: what still came would be taken for the call's
    assert page.evaluate(NOTED) == ["shakes 300,150,300", "chime"] * 2
    _forget(page)
    act(server, "serve", "finish", "next", "serve", "finish", "next", "serve", "finish", "next")
    is_in(page, "called")
    _chimes(page, 2)
    assert page.evaluate(NOTED)[:2] == ["shakes 700,200,700,200,700", "chime"]
    page.locator("h1").click()  # whoever touches it has noticed
    _forget(page)

    act(server, "recall")
    _notes(page, "shakes 700,200,700,200,700", "chime")
    act(server, "serve")
    is_in(page, "serving")
    expect(page.locator("[data-notify]")).to_be_hidden()
    act(server, "finish")
    is_in(page, "finished")
    page.wait_for_function("() => localStorage.length === 0")


def test_what_was_wanted_holds_for_this_ticket_only(server: RunningServer, page: Any) -> None:
    first, other = issue(server), issue(server)
    open_ticket(server, page, first)
    page.get_by_role("switch").click()
    expect(page.get_by_role("switch")).to_be_checked()
    open_ticket(server, page, other)
    expect(page.get_by_role("switch")).not_to_be_checked()
    open_ticket(server, page, first)
    expect(page.get_by_role("switch")).to_be_checked()
    # A page that was loaded anew may make no sound before a touch: it says so.
    expect(page.get_by_text("chạm vào trang này một lần")).to_be_visible()
    page.locator("h1").click()
    expect(page.get_by_text("chạm vào trang này một lần")).to_be_hidden()
    act(server, "next", "serve", "finish", "next", "serve", "finish")


def test_nobody_who_did_not_ask_is_rung(server: RunningServer, page: Any) -> None:
    open_ticket(server, page, issue(server))
    act(server, "next")
    is_in(page, "called")
    assert page.evaluate(NOTED) == []
    act(server, "serve", "finish")


def test_a_phone_that_can_do_neither_says_so(server: RunningServer, page: Any) -> None:
    page.add_init_script(DEAF_AND_STILL)
    open_ticket(server, page, issue(server))
    expect(page.get_by_text("Trang này không làm điện thoại kêu hay rung được")).to_be_visible()
    expect(page.get_by_role("switch")).to_be_hidden()
    act(server, "next", "serve", "finish")


def test_it_says_what_a_closed_page_does_not_do(server: RunningServer, page: Any) -> None:
    open_ticket(server, page, issue(server))
    expect(page.get_by_text("Chỉ báo khi trang này đang mở")).to_be_visible()
    expect(page.get_by_text("điện thoại sẽ kêu và rung")).to_be_visible()
    act(server, "next", "serve", "finish")


def _chimes(page: Any, count: int) -> None:
    page.wait_for_function("(count) => window.noted.filter((each) => each === 'chime').length >= count", arg=count)


def _notes(page: Any, *wanted: str) -> None:
    page.wait_for_function("(wanted) => wanted.every((each) => window.noted.includes(each))", arg=list(wanted))
    _forget(page)


def _forget(page: Any) -> None:
    page.evaluate("() => window.noted.splice(0)")
