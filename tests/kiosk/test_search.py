"""Finding at the screen: chips, marks of Telex and VNI, a letter heard otherwise, and help where nothing is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.kiosk.test_screens import SIZES, SMALL, measured
from tests.running import RunningServer

Open = Callable[..., Any]


def test_a_chip_adds_what_often_comes_next(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.goto(f"{server.url}/kiosk/search?q=giay+phep")
    count = page.locator(".k-hint b")
    before = count.inner_text()
    page.locator(".chip", has_text="xây").first.tap()
    expect(page.locator("#query")).to_have_value(re.compile("^giay phep xây "))
    expect(count).not_to_have_text(before)
    expect(page.locator(".hit__t mark").first).to_contain_text(re.compile("giấy", re.I))


@pytest.mark.parametrize("typed", ["soor ddor", "so63 d9o3", "so do", "sổ đỏ", "xo do"])
def test_telex_vni_and_a_letter_heard_otherwise_find_the_same(
    server: RunningServer, open_kiosk: Open, typed: str
) -> None:
    page = open_kiosk(server)
    page.goto(f"{server.url}/kiosk/search")
    page.keyboard.type(typed)
    expect(page.locator(".hit__t").first).to_contain_text("Đăng\xa0ký đất\xa0đai")


def test_a_search_without_a_hit_calls_a_person(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.goto(f"{server.url}/kiosk/search?q=zzzz")
    page.tap(".k-empty [data-help]")
    expect(page.locator("#help[open] h2")).to_contain_text("Đã báo cán bộ")
    page.tap("#help [data-back]")
    page.goto(f"{server.url}/kiosk/search?q=toi+muon+vay+von+ngan+hang")
    expect(page.locator(".k-hint b")).to_have_text("Gần giống nhất")


def test_what_was_typed_stays_in_the_other_language(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.goto(f"{server.url}/kiosk/search")
    page.keyboard.type("karaoke")
    page.tap("[data-language-toggle]")
    expect(page.locator('#screen[data-language="en"] #query')).to_have_value("karaoke")
    expect(page.locator(".hit mark").first).to_have_text(re.compile("karaoke", re.I))


def test_a_proxy_before_a_dead_server_is_no_hit(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.goto(f"{server.url}/kiosk/search")
    for address in ("**/kiosk/search?*", "**/kiosk/queue"):
        page.route(address, lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>502</h1>"))
    page.keyboard.type("karaoke")
    expect(page.locator("#offline[open]")).to_be_visible()
    expect(page.locator("#found h1")).to_have_count(0)


def test_letters_with_marks_and_tones_can_be_touched(server: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(server)
    page.goto(f"{server.url}/kiosk/search")
    field = page.locator("#query")
    _touch(page, "ă â đ", "đ", "o", "ă â đ", "hỏi", "Dấu cách")
    _touch(page, "ă â đ", "ư", "ă â đ", "ơ", "c", "ă â đ", "sắc")
    expect(field).to_have_value("đỏ ước")
    _touch(page, "ă â đ", "nặng")  # another tone takes its place
    expect(field).to_have_value("đỏ ược")
    _touch(page, "1 2 3", "7", "ă â đ", "huyền")
    expect(field).to_have_value("đỏ ườc7")


@pytest.mark.parametrize("size", [*SIZES, *SMALL])
def test_no_layer_of_the_keyboard_has_smaller_keys(server: RunningServer, open_kiosk: Open, size: str) -> None:
    width, height, least = {**SIZES, **SMALL}[size]
    page = open_kiosk(server, (width, height))
    page.goto(f"{server.url}/kiosk/search")
    wrong = measured(page, least)
    _touch(page, "ă â đ")
    assert [*wrong, *measured(page, least)] == []


def _touch(page: Any, *keys: str) -> None:
    for key in keys:
        page.locator(".osk").get_by_text(key, exact=True).tap()
