"""Is the board whole and readable with eight, twelve, sixteen and thirty desks, on every screen?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.display.offices import office, wall
from tests.display.test_screens_in_browser import CUT, GRAVE, SCREENS
from tests.display.wall_in_browser import Officers, Wall, issue, open_wall
from tests.running import RunningServer

SIZES = (8, 12, 16, 30)
DESKS = "rows => rows.map((row) => row.dataset.desk)"
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
    for screen in SCREENS:
        shown.page.set_viewport_size({"width": screen[0], "height": screen[1]})
        shown.page.wait_for_timeout(300)
        picture(shown, f"wall-{size}-{screen[0]}x{screen[1]}", request)
        assert shown.page.evaluate(CUT) == [], screen
    shown.page.set_viewport_size({"width": 1920, "height": 1080})
    shown.page.wait_for_timeout(300)
    assert shown.page.locator(".board .plate").first.evaluate(FONT) >= READABLE_PX[size]
    # Never by its colour alone: the desk that calls has a picture too.
    assert shown.page.locator("[data-state=calling] .i").first.is_visible()
    assert grave(shown) == []
    shown.page.context.close()


def test_a_desk_that_calls_brings_its_page(server: RunningServer, browser: Any) -> None:
    shown = open_wall(server, browser, code="wall-30")
    shown.wait_for("document.querySelector('[data-page]').textContent === '2/2'", within_s=20)
    Officers.act(Again(server), "2", "recall")
    shown.wait_for_call("2-001 2")
    shown.wait_for("document.querySelector('[data-page]').textContent === '1/2'", within_s=2)
    assert shown.page.locator("[data-desk='2']").is_visible()
    shown.page.context.close()


class Again(Officers):
    """Officers who sit at their desks already."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server


def listed(wall: Wall) -> list[str]:
    """The desks on all pages of the board, page after page."""
    pages: dict[str, list[str]] = {}
    for _ in range(60):
        number = wall.page.locator("[data-page]").inner_text()
        pages[number] = wall.page.eval_on_selector_all("[data-rows] > *", DESKS)
        if len(pages) == (int(number.split("/")[1]) if number else 1):
            break
        wall.page.wait_for_timeout(500)
    return [desk for number in sorted(pages) for desk in pages[number]]


def grave(wall: Wall) -> list[str]:
    ids: list[str] = []
    for _ in range(3):  # axe cannot judge what blinks, and a call may begin to blink while it looks
        wall.wait_for("document.getAnimations().length === 0")
        found = Axe().run(wall.page).response
        ids = [
            each["id"]
            for kind in ("violations", "incomplete")
            for each in found[kind]
            if each["impact"] in GRAVE and not _is_one_character(each)
        ]
        if not ids:
            break
    return ids


def _is_one_character(found: dict[str, Any]) -> bool:
    """Axe will not judge the contrast of a single digit, such as the number of a desk's first citizen."""
    data = [check["data"] for node in found["nodes"] for check in node["any"]]
    return found["id"] == "color-contrast" and all(
        (each or {}).get("messageKey") == "shortTextContent" for each in data
    )


def picture(wall: Wall, name: str, request: pytest.FixtureRequest) -> None:
    """With `--pictures FOLDER` each layout is kept, to be looked at."""
    folder = request.config.getoption("--pictures")
    if folder:
        wall.page.screenshot(path=Path(folder) / f"{name}.png")
