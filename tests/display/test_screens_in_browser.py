"""Is everything on the wall inside the screen, on every screen, with every name?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.display.wall_in_browser import Officers, Wall, issue, open_wall
from tests.running import RunningServer

GRAVE = ("serious", "critical")
SCREENS = [(1920, 1080), (1366, 768), (1080, 1920)]
# Texts whose box is smaller than what stands in it, and texts outside the window.
CUT = """() => [...document.querySelectorAll(".tv *")].filter((element) => {
  if (!element.checkVisibility() || !element.textContent.trim() || element.closest("svg, .vh")) return false;
  const box = element.getBoundingClientRect();
  const isOutside = box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1;
  const hides = getComputedStyle(element).overflow !== "visible";
  const isCut = element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + 2;
  return isOutside || (hides && isCut);
}).map((element) => `${element.className || element.tagName}: ${element.textContent.trim().slice(0, 60)}`)"""
# A new call's ring, in one breath: within a second the page finds that no call is new.
RINGS = """() => {
  document.body.dataset.slot = "call";
  const call = document.querySelector("[data-call]");
  call.classList.remove("call--new");
  document.getAnimations();
  call.classList.add("call--new");
  return document.getAnimations().length;
}"""
LONG = {
    'name = "Phòng Tư pháp"': 'name = "Phòng Tư pháp, Hộ tịch, Chứng thực và Phổ biến giáo dục pháp luật"',
    'short_name = "Tư pháp"': 'short_name = "Tư pháp, Hộ tịch, Chứng thực và Phổ biến giáo dục pháp luật"',
    'name = "Quầy 4"': 'name = "Phòng số 12A, tầng trệt, nhà Đ"',
    "series = 4\n": "series = 44\n",
    'name = "Bộ phận Một cửa"': 'name = "Trung tâm Phục vụ hành chính công phường Tây Nha Trang"',
}


@pytest.fixture(scope="module")
def wall(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Wall]:
    """The office of the letter, nobody called yet."""
    yield from _wall_of(RunningServer(tmp_path_factory.mktemp("shipped") / "data"), browser)


@pytest.fixture(scope="module")
def wall_with_long_names(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Wall]:
    """Names and numbers longer than any office should have."""
    folder = tmp_path_factory.mktemp("long")
    yield from _wall_of(RunningServer(folder / "data", config=_office_with_long_names(folder)), browser)


def test_everything_fits_on_every_screen(wall: Wall) -> None:
    _fits_on_every_screen(wall)

    _call_at_desk_4(wall)
    _fits_on_every_screen(wall)


def test_long_names_shrink_and_are_not_cut(wall_with_long_names: Wall) -> None:
    _fits_on_every_screen(wall_with_long_names)

    _call_at_desk_4(wall_with_long_names)
    _fits_on_every_screen(wall_with_long_names)


def test_the_called_number_is_readable_from_ten_metres(wall: Wall) -> None:
    if not wall.calls():
        _call_at_desk_4(wall)
    fits(wall, 1920, 1080)

    size = "(selector) => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize)"
    # 230 px on a 55-inch screen are 108 mm of capital height (ADA 703.5.5), even below the training mark.
    assert wall.page.evaluate(size, "[data-call] .plate") >= 230
    assert wall.page.evaluate(size, ".board .plate") >= 74


def test_everybody_can_read_it(wall: Wall) -> None:
    assert grave(wall) == []


def test_the_ring_is_still_for_who_wants_no_motion(wall: Wall) -> None:
    assert wall.page.evaluate(RINGS) > 0

    wall.page.emulate_media(reduced_motion="reduce")
    assert wall.page.evaluate(RINGS) == 0


def _wall_of(server: RunningServer, browser: Any) -> Iterator[Wall]:
    server.start()
    wall = open_wall(server, browser)
    yield wall
    wall.page.context.close()
    server.stop()


def _call_at_desk_4(wall: Wall) -> None:
    issue(wall.server, "TP", "TP")
    Officers(wall.server, "4").act("4", "next")
    wall.wait_for_calls(1)


def _fits_on_every_screen(wall: Wall) -> None:
    for screen in SCREENS:
        fits(wall, *screen)


def fits(wall: Wall, width: int, height: int) -> None:
    """On a screen of this size nothing is cut, once the wall has been painted for it."""
    wall.page.set_viewport_size({"width": width, "height": height})
    wall.page.evaluate("document.fonts.ready.then(() => true)")
    wall.page.wait_for_timeout(100)
    wall.wait_until(lambda: not wall.page.evaluate(CUT), lambda: (width, height, wall.page.evaluate(CUT)))


def grave(wall: Wall) -> list[str]:
    """What axe-core finds, or cannot decide for sure."""
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


def _office_with_long_names(folder: Path) -> Path:
    root = Path(__file__).parents[2]
    text = (root / "config.toml").read_text(encoding="utf-8")
    for short, long in LONG.items():
        assert short in text, short
        text = text.replace(short, long, 1)
    text = text.replace("samples/", f"{root.as_posix()}/samples/")
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return folder / "config.toml"
