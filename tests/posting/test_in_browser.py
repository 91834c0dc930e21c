"""Do the public pages fit a phone and an old PC, and does the paper come out as one official sheet?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.running import RunningServer

PHONE, PC = (320, 640), (1366, 768)
POINTS = {"a4": (595, 842), "a3": (842, 1191)}
PATHS = ("", "procedures", "procedures/1.013225", "roster", "officers", "?lang=en")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("posting") / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def open_page(browser: Any, server: RunningServer) -> Iterator[Any]:
    contexts: list[Any] = []

    def open_at(path: str, size: tuple[int, int] = PC, **more: Any) -> Any:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
        contexts.append(context)
        page = context.new_page()
        page.wrong = []
        page.on("console", lambda message: page.wrong.append(message.text))
        page.goto(f"{server.url}/posting/{path}")
        page.evaluate("document.fonts.ready")
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.parametrize("size", [PHONE, PC], ids=["phone", "pc"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_wider_than_the_screen(open_page: Any, path: str, size: tuple[int, int]) -> None:
    page = open_page(path, size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.wrong == []


@pytest.mark.parametrize("size", [PHONE, PC], ids=["phone", "pc"])
@pytest.mark.parametrize("path", PATHS)
def test_no_page_has_a_barrier(open_page: Any, path: str, size: tuple[int, int]) -> None:
    page = open_page(path, size, bypass_csp=True)
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_the_poster_is_one_sheet_of_its_size(open_page: Any, size: str) -> None:
    assert sheets(open_page(f"roster?size={size}")) == [POINTS[size]]


def test_a_procedure_is_one_sheet_and_what_belongs_to_the_screen_stays_off_it(open_page: Any) -> None:
    page = open_page("procedures/1.013225")
    assert sheets(page) == [POINTS["a4"]]
    page.emulate_media(media="print")
    for left_out in (".po-head", ".po-foot", "[data-print]"):
        expect(page.locator(left_out).first).to_be_hidden()
    expect(page.locator(".official")).to_be_visible()
    expect(page.locator(".sheet__training")).to_be_visible()


def test_lists_get_their_official_head_on_paper_only(open_page: Any) -> None:
    page = open_page("procedures")
    expect(page.locator(".official")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".official")).to_be_visible()


def sheets(page: Any) -> list[tuple[int, int]]:
    """Width and height in points of each page that would be printed."""
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width)), round(float(height))) for width, height in boxes]
