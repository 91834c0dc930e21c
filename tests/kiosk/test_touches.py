"""The kiosk under real fingers: three touches, double taps, a lost line, nobody there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.running import RunningServer

Open = Callable[..., Any]


def to_procedure(page: Any, department: str = "TP") -> None:
    page.tap(f'[data-department="{department}"]')
    page.locator(".kiosk--department .hit:visible").first.tap()
    page.wait_for_selector("[data-take]")


def label_of(page: Any) -> str:
    page.wait_for_selector(".done")
    return str(page.locator(".slip .plate").get_attribute("aria-label"))


def waiting(server: RunningServer, department: str) -> int:
    told = server.api("GET", "/departments", server.token(device="kiosk-1")).json()
    rows = told if isinstance(told, list) else told["departments"]
    return int(next(row["waiting"] for row in rows if row["code"] == department))


def test_three_touches_to_a_number(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.tap('[data-department="KTHT"]')
    page.locator(".hit:visible").first.tap()
    page.tap("[data-take]")
    assert label_of(page).startswith("1-")
    assert page.wrong == []


def test_a_double_tap_takes_one_number(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    before = waiting(server, "TNMT")
    to_procedure(page, "TNMT")
    page.evaluate("const b = document.querySelector('[data-take]'); b.click(); b.click(); b.click()")
    label_of(page)
    page.wait_for_timeout(300)
    assert waiting(server, "TNMT") == before + 1


def test_a_lost_answer_is_asked_for_again_and_takes_no_second_number(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    before, asked = waiting(server, "TCKH"), []

    def lose_first(route: Any) -> None:
        asked.append(route.request.post_data_json["touch_id"])
        answer = route.fetch()
        if len(asked) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route("**/kiosk/tickets", lose_first)
    to_procedure(page, "TCKH")
    page.tap("[data-take]")
    label_of(page)
    assert len(asked) == 2
    assert asked[0] == asked[1]
    assert waiting(server, "TCKH") == before + 1
    assert not page.evaluate("document.getElementById('offline').open")


def test_the_number_stays_in_sight_when_its_page_cannot_be_had(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    to_procedure(page, "LDTBXH")
    page.route("**/kiosk/tickets/*", lambda route: route.abort())
    page.route("**/kiosk/queue", lambda route: route.abort())
    page.tap("[data-take]")
    page.wait_for_selector("#offline[open] .plate", timeout=3000)
    text = page.locator("#offline").inner_text()
    assert "Số 5-001 vẫn có hiệu lực" in text


def test_a_closed_door_after_all_is_explained(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    to_procedure(page)
    page.route(
        "**/kiosk/tickets",
        lambda route: route.fulfill(
            status=409,
            content_type="application/problem+json",
            body='{"code": "quota.day", "title": "Hôm nay đã đủ số người tiếp nhận.", "detail": "Mời đến ngày mai."}',
        ),
    )
    page.tap("[data-take]")
    page.wait_for_selector("#message[open]")
    assert "Hôm nay đã đủ số người tiếp nhận." in page.locator("#message").inner_text()
    page.tap("#message button")
    assert page.locator("[data-take]").is_enabled()


def test_a_dead_server_is_explained_at_once_and_comes_back_by_itself(tmp_path: Path, open_kiosk: Open) -> None:
    server = RunningServer(tmp_path / "data")
    server.start()
    try:
        page = open_kiosk(server)
        to_procedure(page)
        server.kill()
        page.wait_for_selector("#offline[open]", timeout=3000)
        assert "Máy đang tạm dừng. Mời ông/bà lấy số tại bàn của Văn phòng" in page.locator("#offline").inner_text()
        server.start()
        page.get_by_text("Máy hoạt động trở lại.").wait_for(timeout=8000)
        page.wait_for_selector("#offline:not([open])", state="attached", timeout=8000)
        page.tap('[data-department="TP"]')
        page.wait_for_selector(".kiosk--department")
    finally:
        server.stop()


def test_an_idle_kiosk_notices_a_dead_server(tmp_path: Path, open_kiosk: Open) -> None:
    server = RunningServer(tmp_path / "data")
    server.start()
    try:
        page = open_kiosk(server)
        page.wait_for_timeout(500)
        server.kill()
        page.wait_for_selector("#offline[open]", timeout=10_000)
    finally:
        server.stop()


def test_the_start_page_follows_the_queue(server: RunningServer, open_kiosk: Open) -> None:
    page, other = open_kiosk(server), open_kiosk(server)
    page.wait_for_timeout(500)
    tile = page.locator('[data-department="NNPTNT"]')
    expect(tile).to_contain_text("Thời gian chờ: chưa rõ")
    to_procedure(other, "NNPTNT")
    other.tap("[data-take]")
    label_of(other)
    expect(tile).to_contain_text("1 người đang chờ", timeout=3000)
    assert page.wrong == []


def test_the_waits_are_the_configured_ones(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    waits = page.locator("#screen").evaluate("(s) => ({ ...s.dataset })")
    assert (waits["askAfterS"], waits["homeAfterS"], waits["ticketPageS"]) == ("60", "20", "20")


def test_nobody_there_is_asked_and_then_everything_is_reset(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.goto(f"{server.url}/kiosk/search?q=giay&lang=en")
    page.wait_for_selector(".hit")
    hurry(page)
    page.wait_for_selector("#idle[open]", timeout=3000)
    assert "Are you still there?" in page.locator("#idle").inner_text()
    page.tap("[data-stay]")
    assert page.locator("#query").input_value() == "giay"
    page.wait_for_selector("#idle[open]", timeout=3000)
    page.wait_for_selector(".kiosk--home", timeout=5000)
    assert page.evaluate("document.documentElement.lang") == "vi"
    assert page.url == f"{server.url}/kiosk/"
    page.tap('[href="/kiosk/search"]')
    page.wait_for_selector("#query")
    assert page.locator("#query").input_value() == ""


def test_a_touch_beside_the_question_is_a_sign_of_life(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.goto(f"{server.url}/kiosk/departments/TP")
    page.wait_for_selector(".hit")
    hurry(page)
    page.wait_for_selector("#idle[open]", timeout=3000)
    page.touchscreen.tap(20, 20)
    page.wait_for_selector("#idle:not([open])", state="attached")
    assert page.locator(".kiosk--department").count() == 1


def hurry(page: Any) -> None:
    """Ask after one second without a touch, go home two seconds later."""
    page.locator("#screen").evaluate("(s) => { s.dataset.askAfterS = 1; s.dataset.homeAfterS = 2; }")
    page.keyboard.press("Shift")


def test_the_ticket_page_ends_by_itself(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)

    def shorten(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('ticket-page-s="20"', 'ticket-page-s="3"'))

    page.route("**/kiosk/tickets/*", shorten)
    to_procedure(page)
    page.tap("[data-take]")
    label_of(page)
    page.get_by_text("Màn hình về trang đầu sau 3 giây").wait_for(timeout=2000)
    page.wait_for_selector(".kiosk--home", timeout=5000)


def test_back_leads_where_one_was(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.tap('[href="/kiosk/search"]')
    page.wait_for_selector(".key")
    for letter in "karaoke":
        page.locator(".key", has_text=letter).filter(has_text=letter).first.tap()
    page.wait_for_selector(".hit")
    page.locator(".hit:visible").first.tap()
    page.wait_for_selector(".kiosk--closed")
    page.tap("[data-back]")
    page.wait_for_selector(".hit")
    assert page.locator("#query").input_value() == "karaoke"
    page.tap("[data-back]")
    page.wait_for_selector(".kiosk--home")


def test_typing_on_the_screen_finds_at_once(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.goto(f"{server.url}/kiosk/search")
    for letter in "dat":
        page.locator(".key").get_by_text(letter, exact=True).tap()
    page.wait_for_selector(".hit__t mark")
    assert page.locator("#query").input_value() == "dat"
    page.locator(".key[aria-label]").tap()
    assert page.locator("#query").input_value() == "da"
    page.tap("[data-clear]")
    assert page.locator("#query").input_value() == ""
    page.locator(".key").get_by_text("1 2 3", exact=True).tap()
    page.locator(".key").get_by_text("7", exact=True).tap()
    assert page.locator("#query").input_value() == "7"


def test_digits_choose(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.keyboard.press("4")
    page.wait_for_selector(".kiosk--department", timeout=3000)
    page.keyboard.press("7")
    page.keyboard.press("Enter")
    page.wait_for_selector(".kiosk--procedure")
    assert page.locator("h1").inner_text().replace("\xa0", " ") == "Nhận kết quả"
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    assert label_of(page).startswith("4-")


def test_two_digits_choose_the_twelfth(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.wait_for_selector(".kiosk--closed", timeout=3000)
    assert "Thanh tra huyện" in page.locator("h1").inner_text().replace("\xa0", " ")


def test_everything_can_be_reached_and_seen_by_tab(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    reached = set()
    for _ in range(14):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.dataset.department ?? document.activeElement.className"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert {"KTHT", "TTR"} <= reached


def test_one_touch_to_english_and_one_back(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.tap("[data-language-toggle]")
    page.get_by_text("Please choose what you came for").wait_for()
    page.tap('[data-department="TP"]')
    page.get_by_text("Please choose the procedure").wait_for()
    page.tap("[data-language-toggle]")
    page.get_by_text("Mời ông/bà chọn").first.wait_for()
    assert page.locator(".kiosk--department").count() == 1


def test_the_browsers_own_history_keeps_nobodys_way(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    before = page.evaluate("history.length")
    to_procedure(page)
    page.tap("[data-take]")
    label_of(page)
    page.tap("[data-done]")
    page.wait_for_selector(".kiosk--home")
    assert page.evaluate("history.length") == before


@pytest.mark.parametrize("kind", ["fault", "check"])
def test_trouble_with_the_paper_is_on_the_screen(server: RunningServer, open_kiosk: Open, kind: str) -> None:
    page = open_kiosk(server)
    sentence = "Máy chưa in được phiếu. Số 4-001 vẫn có hiệu lực."
    body = (
        f'{{"seq": 1, "ahead": {{"lead": "", "figure": ""}}, "paper": {{"kind": "{kind}", "sentence": "{sentence}"}}}}'
    )
    page.route("**/state", lambda route: route.fulfill(content_type="application/json", body=body))
    to_procedure(page)
    page.tap("[data-take]")
    page.wait_for_selector(f'.done [data-paper="{kind}"]', timeout=3000)
    assert sentence in page.locator(".paperbar").inner_text()


def test_a_printer_that_says_nothing_is_not_waited_for(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.route("**/state", lambda route: route.abort())
    to_procedure(page)
    page.tap("[data-take]")
    label_of(page)
    page.get_by_text("Nếu phiếu chưa ra, xin nhờ cán bộ.").wait_for(timeout=4500)


def test_a_page_that_is_gone_leaves_the_ways_out(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.locator('[data-department="TP"]').evaluate("(tile) => { tile.href = '/kiosk/departments/GONE'; }")
    page.tap('[data-department="TP"]')
    page.get_by_text("Không có trang này.").wait_for()
    hurry(page)
    page.wait_for_selector("#idle[open]", timeout=3000)
    page.wait_for_selector(".kiosk--home", timeout=5000)


def test_a_renewed_server_renews_the_page(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.evaluate("window.isOldPage = true")
    page.locator("#screen").evaluate("(s) => { s.dataset.assets = 'older'; }")
    with page.expect_event("domcontentloaded"):
        page.tap('[data-department="TP"]')
    page.wait_for_selector(".kiosk--home .tile")
    assert page.evaluate("window.isOldPage") is None


def test_the_field_has_the_caret_at_once(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.tap('[href="/kiosk/search"]')
    page.wait_for_selector(".key")
    page.keyboard.type("ho tich")
    assert page.locator("#query").input_value() == "ho tich"
    page.wait_for_selector(".hit__d")


def test_a_closed_door_is_noted_once_for_a_visitor(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    noted: list[Any] = []
    page.on("request", lambda request: noted.append(request.post_data_json) if "turned-away" in request.url else None)
    page.tap('[data-department="GDDT"]')
    page.wait_for_selector(".kiosk--closed")
    page.tap("[data-language-toggle]")
    page.get_by_text("Not on duty today", exact=True).wait_for()
    page.tap(".btn--wide")
    page.locator(".hit:visible").first.tap()
    page.wait_for_selector(".kiosk--closed")
    page.wait_for_timeout(200)
    assert noted == [{"department": "GDDT"}]
