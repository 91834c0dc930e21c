"""Large words, strong contrast, keys within reach: does every page still fit its glass, and is it undone afterwards?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.kiosk.test_screens import MEASURE, PAGES
from tests.running import ROOT, RunningServer

# The kiosk, and the pixels of its glass. A kiosk of 10 inches has small pixels, and so needs more of them for a finger.
GLASSES = {
    "21.5 upright": ("kiosk-1", 1080, 1920),
    "21.5 lying": ("kiosk-1", 1920, 1080),
    "15.6 lying": ("kiosk-2", 1366, 768),
    "10.1 upright": ("kiosk-3", 800, 1280),
}
MODES = ((), ("large",), ("low",), ("large", "low"))
MORE = '[[kiosks]]\ncode = "{code}"\nname = "Máy lấy số {inch}"\nprinter = "preview"\nscreen_inch = {inch}\n\n'
TWENTY_MM = """() => 20 * Math.hypot(innerWidth, innerHeight) /
  (document.querySelector("#screen").dataset.screenInch * 25.4)"""
# Keys and links that stand, even partly, in the upper half.
HIGH = """() => [...document.querySelectorAll("#screen a, #screen button")]
  .filter((e) => e.getClientRects().length && !e.closest("dialog:not([open])"))
  .filter((e) => e.getBoundingClientRect().top < innerHeight / 2 - 2)
  .map((e) => `${e.className} ${e.textContent.trim().slice(0, 20)}`)"""
# Words that must be read; a lying screen's ways keep smaller ones, there is no room.
NEEDED = (
    ".tile__name, .tile__wait, .hit__t, .paper span, .fact span, .take__now, .visit span, .key, .figure b, .slip__svc"
)
SMALL_WORDS = """(needed) => {
  const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
  return [...document.querySelectorAll(needed)]
    .filter((e) => e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) < 39.9 * unit)
    .map((e) => e.className + e.textContent.trim().slice(0, 20));
}"""


@pytest.fixture(scope="module")
def kiosks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """An office with kiosks of three sizes."""
    folder = tmp_path_factory.mktemp("glasses")
    text = (ROOT / "config.toml").read_text()
    text = re.sub(r'"(samples/[^"]+)"', lambda found: f'"{ROOT / found[1]}"', text)
    more = MORE.format(code="kiosk-2", inch=15.6) + MORE.format(code="kiosk-3", inch=10.1)
    (folder / "config.toml").write_text(text.replace("[[walls]]", f"{more}[[walls]]", 1))
    server = RunningServer(folder / "data", config=folder / "config.toml")
    server.start()
    yield server
    server.stop()


def glass(browser: Any, server: RunningServer, name: str) -> Any:
    device, width, height = GLASSES[name]
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True, service_workers="block")
    context.add_cookies([{"name": "mot_cua_kiosk", "value": server.token(device=device), "url": server.url}])
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    return page


def wear(page: Any, mode: tuple[str, ...]) -> None:
    page.evaluate(
        """(mode) => {
          const { dataset } = document.documentElement;
          for (const kind of ["large", "contrast", "low"]) delete dataset[kind];
          for (const kind of mode) dataset[kind] = kind === "contrast" ? "high" : "";
          dispatchEvent(new Event("resize"));
        }""",
        list(mode),
    )


def wrongs(page: Any, mode: tuple[str, ...], is_lying: bool) -> list[str]:
    found = [*page.evaluate(MEASURE, page.evaluate(TWENTY_MM)), *page.wrong]
    if "low" in mode:
        found += [f"high: {each}" for each in page.evaluate(HIGH)]
    if "large" in mode and not (is_lying and "low" in mode):
        found += [f"small words: {each}" for each in page.evaluate(SMALL_WORDS, NEEDED)]
    return found


@pytest.mark.parametrize("name", GLASSES)
@pytest.mark.parametrize("turn", [0, *(pytest.param(turn, marks=pytest.mark.long) for turn in (1, 2, 3))])
def test_every_page_fits_every_glass_however_it_is_made_comfortable(
    kiosks: RunningServer, browser: Any, name: str, turn: int
) -> None:
    """Nothing scrolls or is cut, every key is 20 mm wide on this glass (those of the keyboard 12).

    In the ordinary run each page is looked at in another mode on each glass; in the long one, in all of them.
    """
    page = glass(browser, kiosks, name)
    # A glass of ten inches stands within reach as a whole: it has no key for that.
    modes = MODES if "10.1" not in name else MODES[:2]
    first = list(GLASSES).index(name) + turn
    wrong = {}
    for at, (kind, path) in enumerate({**PAGES, "ticket": "/kiosk/departments/TP/result"}.items()):
        page.goto(f"{kiosks.url}{path}")
        page.evaluate("document.fonts.ready")
        if kind == "ticket":
            page.tap("[data-take]")
            page.locator('.done [data-paper="screen"]').wait_for()
        mode = modes[(at + first) % len(modes)]
        wear(page, mode)
        if found := wrongs(page, mode, "lying" in name):
            wrong[kind, mode] = found
    page.context.close()
    assert wrong == {}


def test_low_keys_stay_low_however_long_the_wait_is_told(kiosks: RunningServer, browser: Any) -> None:
    page = glass(browser, kiosks, "21.5 lying")
    page.goto(f"{kiosks.url}/kiosk/procedures/2.000806")
    page.locator(".take__now > span > span").last.evaluate(
        "(e) => { e.textContent = 'Trước ông/bà có người '.repeat(8); }"
    )
    wear(page, ("low",))
    assert page.evaluate(HIGH) == []
    page.context.close()


@pytest.fixture
def page(server: RunningServer, open_kiosk: Callable[..., Any]) -> Any:
    return open_kiosk(server)


@pytest.mark.parametrize(
    ("kind", "mark"), [("large", "[data-large]"), ("contrast", "[data-contrast]"), ("low", "[data-low]")]
)
def test_one_touch_makes_it_so_on_every_page_and_one_touch_undoes_it(page: Any, kind: str, mark: str) -> None:
    key = page.locator(f'[data-comfort="{kind}"]')
    key.tap()
    expect(page.locator(f"html{mark}")).to_have_count(1)
    expect(key).to_have_attribute("aria-pressed", "true")
    page.locator(".tile:visible").first.tap()
    expect(page.locator(".kiosk--department")).to_be_visible()
    expect(page.locator(f"html{mark}")).to_have_count(1)
    expect(key).to_have_attribute("aria-pressed", "true")
    key.tap()
    expect(page.locator(f"html{mark}")).to_have_count(0)


def test_the_number_can_be_made_easier_to_read_too(page: Any) -> None:
    page.tap('[data-department="TP"]')
    page.locator(".hit:visible").first.tap()
    page.tap("[data-take]")
    expect(page.locator(".done")).to_be_visible()
    for kind, mark in (("large", "[data-large]"), ("contrast", "[data-contrast]"), ("low", "[data-low]")):
        page.tap(f'.acts [data-comfort="{kind}"]')
        expect(page.locator(f"html{mark}")).to_have_count(1)
    expect(page.locator(".left")).to_contain_text(re.compile("sau (3[0-9]|40) giây"))  # twice the usual time
    page.tap(".acts [data-done]")
    expect(page.locator(".kiosk--home")).to_be_visible()
    expect(page.locator("html:not([data-large]):not([data-contrast]):not([data-low])")).to_have_count(1)


def test_the_next_visitor_finds_the_kiosk_as_usual(page: Any) -> None:
    for kind in ("large", "contrast", "low"):
        page.tap(f'[data-comfort="{kind}"]')
    page.locator("#screen").evaluate("(s) => { s.dataset.askAfterS = 0.4; s.dataset.homeAfterS = 0.4; }")
    page.keyboard.press("Shift")
    expect(page.locator("#idle[open]")).to_be_visible()
    expect(page.locator("html:not([data-large]):not([data-contrast]):not([data-low])")).to_have_count(1, timeout=8000)
    expect(page.locator('[data-comfort="large"]')).to_have_attribute("aria-pressed", "false")


def test_whoever_reads_large_words_has_twice_the_time(page: Any) -> None:
    page.tap('[data-comfort="large"]')
    patience = page.evaluate("""import("/kiosk/static/idle.js").then((idle) => idle.patience())""")
    assert patience == 2


def test_the_ways_out_never_change_their_place(server: RunningServer, page: Any) -> None:
    """Back, home and help: on every page the same keys at the same spot."""
    seen: dict[str, set[tuple[float, ...]]] = {"[data-back]": set(), '[data-digit="02"]': set(), "[data-help]": set()}
    for path in PAGES.values():
        page.goto(f"{server.url}{path}")
        for key, places in seen.items():
            box = page.locator(f".k-foot {key}")
            if box.count():
                places.add(tuple(round(side) for side in box.bounding_box().values()))
    assert {key: len(places) for key, places in seen.items()} == dict.fromkeys(seen, 1)
