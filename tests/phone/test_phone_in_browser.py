"""Does the page on a telephone follow its ticket, on a small screen, with large letters, without a socket?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.display.wall_in_browser import serve_changed
from tests.phone.telephone import SMALL, act, issue, open_ticket
from tests.running import RunningServer


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A small telephone."""
    context = browser.new_context(viewport=SMALL, service_workers="block")
    page = context.new_page()
    yield page
    page.unroute_all(behavior="ignoreErrors")  # what is still on its way must not hold up the next test
    context.close()


def test_the_page_follows_its_ticket_to_the_end(server: RunningServer, page: Any) -> None:
    first, second = issue(server), issue(server)
    serve_changed(page, "phone/static/phone.js", "ASK_MS = 10_000", "ASK_MS = 600_000")  # so that it must be told
    open_ticket(server, page, second)
    _says(page, "Còn 1 người trước ông/bà")

    act(server, "next")
    _says(page, "Ông/bà là người kế tiếp")
    expect(page.locator("[data-cancel]")).to_be_visible()
    act(server, "serve")
    act(server, "finish")
    act(server, "next")
    _says(page, "Đến lượt ông/bà. Mời đến quầy 4.")
    expect(page).to_have_title(re.compile(f"^{second['label']} – Đến lượt"))
    expect(page.locator("[data-cancel]")).to_be_hidden()
    act(server, "serve")
    act(server, "finish")
    expect(page.locator("body[data-state=finished]")).to_be_visible()
    expect(page.locator("[data-place-box]")).to_be_hidden()
    expect(page.locator("[data-rating]")).to_be_visible()  # loaded anew
    assert first["label"] != second["label"]


def test_without_a_socket_the_page_asks_by_itself(server: RunningServer, page: Any) -> None:
    ticket = issue(server)
    page.route("**/socket.io/**", lambda route: route.abort())
    page.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    page.goto(f"{server.url}/t/{ticket['token']}")
    act(server, "next")

    expect(page.locator("body[data-state=called]")).to_be_visible()
    expect(page.locator("[data-stale]")).to_be_hidden()
    page.goto("about:blank")
    act(server, "serve", "finish")


def test_where_only_plain_requests_get_through_the_news_come_by_them(server: RunningServer, page: Any) -> None:
    """Some networks swallow WebSockets without a word: Socket.IO then asks, and the page need not ask by itself."""
    serve_changed(page, "phone/static/phone.js", "ASK_MS = 10_000", "ASK_MS = 600_000")
    page.route_web_socket("**/socket.io/**", lambda socket: None)
    polled: list[str] = []
    page.on("request", lambda request: polled.append(request.url) if "transport=polling" in request.url else None)
    _serve_all(server)
    open_ticket(server, page, issue(server))  # it asks once, when it is connected; what follows is news
    assert polled
    act(server, "next")
    expect(page.locator("body[data-state=called]")).to_be_visible()
    expect(page.locator("[data-stale]")).to_be_hidden()
    act(server, "serve", "finish")
    expect(page.locator("[data-rating]")).to_be_visible()


@pytest.mark.parametrize("letters", ["100%", "200%"])
def test_a_small_screen_and_large_letters_need_no_sideways_scrolling(
    server: RunningServer, page: Any, letters: str
) -> None:
    ticket = issue(server)
    open_ticket(server, page, ticket)
    _has_room(page, letters)


def test_everybody_can_read_it(server: RunningServer, page: Any) -> None:
    open_ticket(server, page, issue(server))
    assert _barriers(page) == []


def test_who_waits_no_more_gives_the_number_up_after_a_second_question(server: RunningServer, page: Any) -> None:
    open_ticket(server, page, issue(server))
    page.get_by_role("link", name="Tôi không chờ nữa").click()
    expect(page.locator("h1")).to_contain_text("Bỏ rồi không lấy lại được")
    page.wait_for_load_state()  # axe measures what is styled
    assert _barriers(page) == []
    page.get_by_role("link", name="Tôi vẫn chờ").click()
    expect(page.locator("body[data-state=waiting]")).to_be_visible()
    page.get_by_role("link", name="Tôi không chờ nữa").click()
    page.get_by_role("button", name="Tôi không chờ nữa").click()
    expect(page.locator("body[data-state=cancelled]")).to_be_visible()
    expect(page.get_by_role("link", name="Tôi không chờ nữa")).to_be_hidden()


def test_whoever_was_served_says_on_the_phone_how_it_was(server: RunningServer, page: Any) -> None:
    _serve_all(server)
    open_ticket(server, page, issue(server))
    act(server, "next", "serve")
    with page.expect_response("**/rating") as asked:  # the page is loaded anew, with its question
        act(server, "finish")
        expect(page.get_by_role("heading", name="Ông/bà thấy phục vụ thế nào?")).to_be_visible()
    assert asked.value.status == 204
    _has_room(page, "200%")
    _has_room(page, "100%")
    assert _barriers(page) == []
    page.get_by_role("button", name="Bình thường").click()
    expect(page.get_by_role("heading", name="Điều gì cần làm tốt hơn?")).to_be_visible()
    _has_room(page, "200%")
    _has_room(page, "100%")
    page.get_by_label("Thời gian chờ").check()
    assert _barriers(page) == []
    page.get_by_role("button", name="Gửi").click()
    expect(page.get_by_role("heading", name="Đã ghi nhận đánh giá")).to_be_visible()
    expect(page.locator("[data-rating]")).to_have_count(0)


def test_a_finish_that_is_taken_back_was_none(server: RunningServer, page: Any) -> None:
    _serve_all(server)
    open_ticket(server, page, issue(server))
    act(server, "next", "serve", "finish")
    expect(page.locator("[data-rating]")).to_be_visible()
    with page.expect_response("**/state"):
        act(server, "undo")
    expect(page.locator("body[data-state=serving]")).to_be_visible()
    expect(page.locator("[data-rating]")).to_be_hidden()
    act(server, "finish")
    expect(page.locator("[data-rating]")).to_be_visible()


def _has_room(page: Any, letters: str) -> None:
    page.wait_for_load_state()
    page.evaluate("(size) => (document.documentElement.style.fontSize = size)", letters)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]


def _barriers(page: Any) -> list[str]:
    found = Axe().run(page).response
    grave = ("serious", "critical")
    return [each["id"] for kind in ("violations", "incomplete") for each in found[kind] if each["impact"] in grave]


def _says(page: Any, headline: str) -> None:
    expect(page.locator("[data-headline]")).to_have_text(headline)


def test_whoever_only_moves_on_in_the_line_asks_nothing(server: RunningServer, page: Any) -> None:
    """A thousand phones that asked at each call would be a thousand questions; the news tell each its place."""
    _serve_all(server)
    tickets = [issue(server) for _ in range(4)]
    open_ticket(server, page, tickets[-1])
    expect(page.locator("[data-headline]")).to_have_text("Còn 3 người trước ông/bà")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/state") else None)
    told = page.locator("[data-details]").inner_text()
    act(server, "next")
    expect(page.locator("[data-headline]")).to_have_text("Còn 2 người trước ông/bà")
    expect(page.locator("[data-details]")).not_to_have_text(told)
    expect(page.locator("[data-details]")).to_contain_text("Chờ khoảng")
    assert page.title() == f"{tickets[-1]['label']} – Còn 2 người trước ông/bà"
    assert asked == []
    fresh = page.locator("[data-details]").text_content()
    page.reload()
    expect(page.locator("[data-details]")).to_have_text(fresh)


def _serve_all(server: RunningServer) -> None:
    desk = server.api("GET", "/desks/4", server.token(account="officer")).json()
    if desk["ticket"] is not None:
        for verb in ("serve", "finish") if desk["ticket"]["state"] == "called" else ("finish",):
            act(server, verb)
    for _ in desk["waiting"]:
        for verb in ("next", "serve", "finish"):
            act(server, verb)
