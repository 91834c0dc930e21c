"""Is the board whole and readable with eight, twelve, sixteen and thirty desks, on every screen?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.display.offices import office, wall
from tests.display.test_screens_in_browser import SCREENS, fits, grave
from tests.display.wall_in_browser import Officers, Wall, issue, open_wall
from tests.running import RunningServer

SIZES = (8, 12, 16, 30)
# The page of the board, and the desks on it.
PAGE = """() => [
  document.querySelector("[data-page]").textContent,
  [...document.querySelectorAll("[data-rows] > *")].map((row) => row.dataset.desk),
]"""
FONT = "element => parseFloat(getComputedStyle(element).fontSize)"
# On a 55-inch screen of 1920×1080: 8 rem are 16' of arc at 8 m, 6.2 rem at 6 m (display.css).
READABLE_PX = {8: 62, 12: 59, 16: 59, 30: 59}  # less what the training mark takes


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("layouts")
    walls = "".join(wall(f"wall-{size}", *map(str, range(1, size + 1))) for size in SIZES)
    server = RunningServer(folder / "data", config=office(folder, desks=30, walls=walls))
    server.start()
    officers = Officers(server, "2", "20")
    issue(server, *["TNMT"] * 3)
    officers.act("2", "next")
    officers.act("20", "next")
    yield server
    server.stop()


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_every_desk_is_on_the_board_and_nothing_is_cut(
    server: RunningServer, browser: Any, size: int, request: pytest.FixtureRequest
) -> None:
    shown = open_wall(server, browser, 1920, 1080, code=f"wall-{size}")
    assert listed(shown) == list(map(str, range(1, size + 1)))
    for screen in (*SCREENS, (1920, 1080)):
        fits(shown, *screen)
        picture(shown, f"wall-{size}-{screen[0]}x{screen[1]}", request)
    assert shown.page.locator(".board .plate").first.evaluate(FONT) >= READABLE_PX[size]
    # Never by its colour alone: the desk that calls has a picture too.
    expect(shown.page.locator("[data-state=calling] .i").first).to_be_visible()
    assert grave(shown) == []
    shown.page.context.close()


def test_a_desk_that_calls_brings_its_page(server: RunningServer, browser: Any) -> None:
    shown = open_wall(server, browser, code="wall-30")
    shown.page.evaluate(
        """document.addEventListener("call-started", () => {
             const isThere = document.querySelector("[data-desk='2']")?.checkVisibility();
             window.atCall = [document.querySelector("[data-page]").textContent, isThere];
           })"""
    )
    shown.wait_for("document.querySelector('[data-page]').textContent === '2/2'")
    Officers.act(Again(server), "2", "recall")
    shown.wait_for_call("2-001 2")
    assert shown.page.evaluate("window.atCall") == ["1/2", True]
    shown.page.context.close()


class Again(Officers):
    """Officers who sit at their desks already."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server


def listed(wall: Wall) -> list[str]:
    """The desks on all pages of the board, page after page."""
    pages: dict[str, list[str]] = {}

    def are_all_seen() -> bool:
        number, desks = wall.page.evaluate(PAGE)
        pages[number] = desks
        return len(pages) == (int(number.split("/")[1]) if number else 1)

    wall.wait_until(are_all_seen, lambda: pages)
    return [desk for number in sorted(pages) for desk in pages[number]]


def picture(wall: Wall, name: str, request: pytest.FixtureRequest) -> None:
    """With `--pictures FOLDER` each layout is kept, to be looked at."""
    folder = request.config.getoption("--pictures")
    if folder:
        wall.page.screenshot(path=Path(folder) / f"{name}.png")
