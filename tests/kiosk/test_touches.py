"""The kiosk under real fingers: three touches, double taps, a lost line, nobody there."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.patience import comes_to
from tests.running import RunningServer

Open = Callable[..., Any]
NOTE_GOOD_NEWS = """() => {
  const box = document.getElementById("offline");
  const look = () => (window.goodNews ||= box.innerText.includes("Máy hoạt động trở lại."));
  window.goodNews = false;
  new MutationObserver(look).observe(box, { subtree: true, attributes: true, childList: true });
}"""


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
    expect(page.locator("#offline[open] .plate")).to_be_visible()
    expect(page.locator("#offline")).to_contain_text("Số 5-001 vẫn có hiệu lực")


def test_the_number_is_shown_though_the_server_was_renewed_meanwhile(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    to_procedure(page, "TNMT")
    page.locator("#screen").evaluate("(s) => { s.dataset.assets = 'of yesterday'; }")
    page.tap("[data-take]")
    expect(page.locator(".done .plate")).to_be_visible()
    page.tap("[data-done]")
    expect(page.locator(".kiosk--home")).to_have_count(1)


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
    expect(page.locator("#message[open]")).to_contain_text("Hôm nay đã đủ số người tiếp nhận.")
    page.tap("#message button")
    expect(page.locator("[data-take]")).to_be_enabled()


def test_a_proxy_before_a_dead_server_is_explained_too(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    bad = {"status": 502, "content_type": "text/html", "body": "<h1>502 Bad Gateway</h1>"}
    for address in ("**/kiosk/departments/*", "**/kiosk/queue"):
        page.route(address, lambda route: route.fulfill(**bad))
    page.tap('[data-department="TP"]')
    expect(page.locator("#offline[open]")).to_contain_text("Máy đang tạm dừng. Mời ông/bà lấy số tại bàn của Văn phòng")
    page.unroute("**/kiosk/queue")
    expect(page.locator("#offline[open]")).to_have_count(0, timeout=10_000)
    expect(page.locator(".kiosk--home .tile").first).to_be_visible()


def test_a_dead_server_is_explained_at_once_and_comes_back_by_itself(tmp_path: Path, open_kiosk: Open) -> None:
    server = RunningServer(tmp_path / "data")
    server.start()
    try:
        page = open_kiosk(server)
        to_procedure(page)
        server.kill()
        told = page.locator("#offline[open]")
        expect(told).to_contain_text("Máy đang tạm dừng. Mời ông/bà lấy số tại bàn của Văn phòng")
        page.evaluate(NOTE_GOOD_NEWS)  # it stays for three seconds, and may be gone before the test looks again
        server.start()
        comes_to(page, True, lambda: page.evaluate("window.goodNews"))
        expect(told).to_have_count(0)
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
        expect(page.locator("#offline[open]")).to_be_visible()
    finally:
        server.stop()


def test_the_start_page_follows_the_queue(server: RunningServer, open_kiosk: Open) -> None:
    page, other = open_kiosk(server), open_kiosk(server)
    tile = page.locator('[data-department="NNPTNT"]')
    expect(tile).to_contain_text("Thời gian chờ: chưa rõ")
    to_procedure(other, "NNPTNT")
    other.tap("[data-take]")
    label_of(other)
    expect(tile).to_contain_text("1 người đang chờ")
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
    expect(page.locator("#idle[open]")).to_contain_text("Are you still there?")
    page.tap("[data-stay]")
    expect(page.locator("#query")).to_have_value("giay")
    hurry(page, home_after_s=1)
    expect(page.locator(".kiosk--home")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    assert page.url == f"{server.url}/kiosk/"
    page.tap('[href="/kiosk/search"]')
    expect(page.locator("#query")).to_have_value("")


def test_a_touch_beside_the_question_is_a_sign_of_life(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.goto(f"{server.url}/kiosk/departments/TP")
    page.wait_for_selector(".hit")
    hurry(page)
    expect(page.locator("#idle[open]")).to_be_visible()
    page.locator("#screen").evaluate("(s) => { s.dataset.askAfterS = 600; }")
    page.touchscreen.tap(20, 20)
    expect(page.locator("#idle[open]")).to_have_count(0)
    expect(page.locator(".kiosk--department")).to_be_visible()


def hurry(page: Any, home_after_s: int = 600) -> None:
    """Ask after one second without a touch, and go home so long after the question."""
    waits = "(s, homeAfterS) => { Object.assign(s.dataset, { askAfterS: 1, homeAfterS }); }"
    page.locator("#screen").evaluate(waits, home_after_s)
    if page.locator("#idle[open]").count():  # asked already, with the waits of before
        page.tap("[data-stay]")
    page.keyboard.press("Shift")


def test_the_ticket_page_ends_by_itself(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    to_procedure(page)
    page.tap("[data-take]")
    label_of(page)
    expect(page.locator(".left")).to_contain_text(re.compile(r"Màn hình về trang đầu sau \d+ giây"))
    page.locator("#screen").evaluate("(s) => { s.dataset.ticketPageS = 1; }")
    expect(page.locator(".kiosk--home")).to_be_visible()


def test_back_leads_where_one_was(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.tap('[href="/kiosk/search"]')
    for letter in "karaoke":
        page.locator(".key").get_by_text(letter, exact=True).tap()
    page.locator(".hit:visible", has=page.locator("mark", has_text=re.compile("karaoke", re.I))).first.tap()
    page.wait_for_selector(".kiosk--closed")
    page.tap("[data-back]")
    page.wait_for_selector(".hit")
    expect(page.locator("#query")).to_have_value("karaoke")
    page.tap("[data-back]")
    page.wait_for_selector(".kiosk--home")


def test_back_leads_to_what_was_typed_by_a_hand_faster_than_the_answer(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.tap('[href="/kiosk/search"]')
    page.wait_for_selector("#query:focus")
    page.clock.install()
    page.clock.pause_at(time.time() + 60)  # the pause after a key never ends
    for letter in "dat":
        page.locator(".key").get_by_text(letter, exact=True).tap()
    page.tap('.k-foot [data-digit="09"]')
    page.wait_for_selector("#query", state="detached")
    page.clock.run_for(5000)
    assert page.url.endswith("/kiosk/returned")
    page.tap("[data-back]")
    expect(page.locator("#query")).to_have_value("dat")


def test_typing_on_the_screen_finds_at_once(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.goto(f"{server.url}/kiosk/search")
    for letter in "dat":
        page.locator(".key").get_by_text(letter, exact=True).tap()
    page.wait_for_selector(".hit__t mark")
    expect(page.locator("#query")).to_have_value("dat")
    page.locator(".key[aria-label]").tap()
    expect(page.locator("#query")).to_have_value("da")
    page.tap("[data-clear]")
    expect(page.locator("#query")).to_have_value("")
    page.locator(".key").get_by_text("1 2 3", exact=True).tap()
    page.locator(".key").get_by_text("7", exact=True).tap()
    expect(page.locator("#query")).to_have_value("7")


def test_digits_choose(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.keyboard.press("4")
    page.wait_for_selector(".kiosk--department")
    page.keyboard.press("7")
    page.keyboard.press("Enter")
    page.wait_for_selector(".kiosk--procedure")
    expect(page.locator("h1")).to_have_text("Nhận kết quả")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    assert label_of(page).startswith("4-")


def test_two_digits_choose_the_twelfth(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.keyboard.type("12")
    expect(page.locator("h1")).to_contain_text("Thanh tra huyện")


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
    expect(page.locator(".kiosk--department")).to_have_count(1)


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
    told = {"seq": 1, "ahead": {"lead": "", "figure": ""}, "paper": {"kind": kind, "sentence": sentence}}
    page.route("**/state", lambda route: route.fulfill(json=told))
    to_procedure(page)
    page.tap("[data-take]")
    expect(page.locator(f'.done [data-paper="{kind}"]')).to_contain_text(sentence)


def test_a_printer_that_says_nothing_is_not_waited_for(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.route("**/state", lambda route: route.abort())
    page.clock.install()
    page.reload()
    to_procedure(page)
    page.tap("[data-take]")
    label_of(page)
    page.clock.run_for(3_100)  # three seconds by the kiosk's own clock
    assert page.get_by_text("Nếu phiếu chưa ra, xin nhờ cán bộ.").is_visible()


def test_a_page_that_is_gone_leaves_the_ways_out(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.locator('[data-department="TP"]').evaluate("(tile) => { tile.href = '/kiosk/departments/GONE'; }")
    page.tap('[data-department="TP"]')
    page.get_by_text("Không có trang này.").wait_for()
    hurry(page, home_after_s=1)
    expect(page.locator(".kiosk--home")).to_be_visible()


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
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.type("ho tich")
    expect(page.locator("#query")).to_have_value("ho tich")
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
