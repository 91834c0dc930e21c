"""Does every page fit its screen? Measured in a real browser: nothing scrolls or is cut, keys are large."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import locales
from tests.running import ROOT, RunningServer

# Screen, and how many of its pixels are 20 mm (21.5" upright, 15.6" and 21.5" lying).
SIZES = {"1080x1920": (1080, 1920, 81), "1366x768": (1366, 768, 79), "1920x1080": (1920, 1080, 81)}
# A small upright tablet must not break, though its keys are smaller than 20 mm.
SMALL = {"800x1280": (800, 1280, 52)}
PAGES = {
    "home": "/kiosk/",
    "department": "/kiosk/departments/TP",
    "long names": "/kiosk/departments/TCKH",
    "purpose": "/kiosk/departments/TP/result",
    "closed": "/kiosk/departments/GDDT",
    "papers only": "/kiosk/departments/GDDT?read=1",
    "missed turn": "/kiosk/returned",
    "search": "/kiosk/search",
    "hits": "/kiosk/search?q=giay+phep",
    "one hit": "/kiosk/search?q=karaoke",
    "no hit": "/kiosk/search?q=zzzz",
    "procedure": "/kiosk/procedures/2.000806",
    "closed procedure": "/kiosk/procedures/VHTT-02",
}
MEASURE = """(least) => {
  const wrong = [];
  const [width, height] = [innerWidth, innerHeight];
  const root = document.documentElement;
  if (root.scrollHeight > height || root.scrollWidth > width) wrong.push("the page scrolls");
  const unit = parseFloat(getComputedStyle(root).fontSize) / 10;
  // The test's server marks its pages as training: the mark takes a strip, and the page is drawn that much smaller.
  least *= document.querySelector("#screen").clientHeight / height;
  const shown = (e) => e.getClientRects().length && !e.closest("dialog:not([open]), .vh, svg *");
  const named = (e) => `${e.tagName}.${e.getAttribute("class")} "${e.textContent.trim().slice(0, 30)}"`;
  for (const e of document.querySelectorAll("#screen *")) {
    if (!shown(e)) continue;
    const box = e.getBoundingClientRect();
    if (box.right > width + 1 || box.bottom > height + 1 || box.left < -1 || box.top < -1)
      wrong.push(`outside: ${named(e)}`);
    const style = getComputedStyle(e);
    if (style.clipPath !== "none") continue; // for ears only
    // The perforation of a spine and the bar about the paper reach out on purpose.
    if (!e.matches(".tile__spine, .plate *, .done, svg") && style.display !== "inline") {
      if (e.scrollWidth > e.clientWidth + 2) wrong.push(`too wide: ${named(e)}`);
      if (style.overflowY !== "visible" && e.scrollHeight > e.clientHeight + 2) wrong.push(`cut: ${named(e)}`);
    }
    const hasWords = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (hasWords && parseFloat(style.fontSize) < 27.9 * unit) wrong.push(`small words: ${named(e)}`);
  }
  for (const e of document.querySelectorAll("#screen a, #screen button")) {
    if (!shown(e)) continue;
    const box = e.getBoundingClientRect();
    const needed = e.matches(".key") ? least * 0.6 : least;
    if (Math.min(box.width, box.height) < needed - 0.5)
      wrong.push(`small key: ${named(e)} ${Math.round(box.width)}x${Math.round(box.height)}`);
  }
  return wrong;
}"""


def measured(page: Any, least: int) -> list[str]:
    """What is wrong, once the page has had the time to be laid out."""
    page.evaluate("document.fonts.ready")
    wrong: list[str] = []
    for pause_ms in (60, 200, 1000, 4000):
        page.wait_for_timeout(pause_ms)
        wrong = [*page.evaluate(MEASURE, least), *page.wrong]
        if not wrong:
            break
    return wrong


@pytest.mark.parametrize(
    ("size", "language"),
    [*((size, "vi") for size in (*SIZES, *SMALL)), ("1080x1920", "en"), ("1366x768", "en")],
)
def test_every_page_fits(server: RunningServer, open_kiosk: Callable[..., Any], size: str, language: str) -> None:
    width, height, least = {**SIZES, **SMALL}[size]
    page = open_kiosk(server, (width, height))
    wrong = {}
    for name, path in PAGES.items():
        page.goto(f"{server.url}{path}{'&' if '?' in path else '?'}lang={language}")
        wrong[name] = measured(page, least)
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("at", ["2017-03-13 12:00", "2017-03-18 09:00", "2026-01-10 09:00"])
def test_the_start_page_fits_at_lunch_at_the_weekend_and_on_a_make_up_day(
    tmp_path: Path, open_kiosk: Callable[..., Any], at: str
) -> None:
    server = RunningServer(tmp_path / "data", at)
    server.start()
    try:
        wrong = {}
        for name, (width, height, least) in SIZES.items():
            page = open_kiosk(server, (width, height))
            wrong[name] = measured(page, least)
            page.goto(f"{server.url}/kiosk/departments/TP")
            wrong[f"{name} department"] = measured(page, least)
    finally:
        server.stop()
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("size", [*SIZES, *SMALL])
def test_the_ticket_page_and_the_dialogs_fit(server: RunningServer, open_kiosk: Callable[..., Any], size: str) -> None:
    width, height, least = {**SIZES, **SMALL}[size]
    page = open_kiosk(server, (width, height))
    page.tap('[data-department="TP"]')
    page.locator(".hit:visible").first.tap()
    page.tap("[data-take]")
    page.wait_for_selector('.done [data-paper="screen"]')
    wrong = {"ticket": measured(page, least)}
    page.tap("[data-enlarge]")
    page.wait_for_selector("#preview[open]")
    wrong["preview"] = measured(page, least)
    page.tap("[data-close]")
    for name in ("idle", "offline"):
        page.evaluate("(name) => document.getElementById(name).showModal()", name)
        wrong[name] = measured(page, least)
        page.evaluate("(name) => document.getElementById(name).close()", name)
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("size", SIZES)
def test_no_procedure_page_is_cut(server: RunningServer, open_kiosk: Callable[..., Any], size: str) -> None:
    """All procedures of the shipped catalogue, since their names and papers differ so much in length."""
    width, height, least = SIZES[size]
    page = open_kiosk(server, (width, height))
    keys: list[str] = page.evaluate(
        """async () => {
          const keys = [];
          for (const tile of document.querySelectorAll(".tile")) {
            const html = await (await fetch(`${tile.href}?read=1`)).text();
            keys.push(...[...html.matchAll(/procedures\\/([^"?]+)/g)].map((found) => found[1]));
          }
          return keys;
        }"""
    )
    assert len(keys) == 143
    # Every twelfth, others for each size: together a quarter of them, in a few seconds.
    wrong = {}
    for key in keys[list(SIZES).index(size) :: 12]:
        page.goto(f"{server.url}/kiosk/procedures/{key}")
        wrong[key] = measured(page, least)
    assert {key: found for key, found in wrong.items() if found} == {}


@pytest.mark.parametrize("size", SIZES)
def test_every_procedure_of_a_department_is_on_one_of_its_pages(
    server: RunningServer, open_kiosk: Callable[..., Any], size: str
) -> None:
    page = open_kiosk(server, SIZES[size][:2])
    page.goto(f"{server.url}/kiosk/departments/KTHT")
    seen: list[str] = []
    for _ in range(10):
        page.wait_for_timeout(50)
        shown = page.locator(".hit:visible .hit__t").all_inner_texts()
        assert 0 < len(shown) <= 6
        assert page.locator(".hit:visible .tile__spine b").all_inner_texts() == [
            str(number + 1) for number in range(len(shown))
        ]
        seen += shown
        if page.locator("[data-next]").is_disabled():
            break
        page.tap("[data-next]")
    assert len(seen) == len(set(seen)) == 17


@pytest.mark.parametrize(
    ("size", "language"), [*((size, "vi") for size in (*SIZES, *SMALL)), ("1080x1920", "en"), ("1366x768", "en")]
)
def test_a_long_ticket_with_a_code_and_a_hall_has_room(
    phones_server: RunningServer, open_kiosk: Callable[..., Any], size: str, language: str
) -> None:
    width, height, least = {**SIZES, **SMALL}[size]
    page = open_kiosk(phones_server, (width, height))
    page.goto(f"{phones_server.url}/kiosk/procedures/2.002165?lang={language}")
    page.tap("[data-take]")
    page.wait_for_selector('.done [data-paper="screen"] img[src]')
    expect(page.locator(".qr svg:visible")).to_have_count(1)
    assert measured(page, least) == []
    title, slip, bar = (page.locator(part).bounding_box() for part in (".done h1", ".slip", ".paperbar"))
    assert title["y"] + title["height"] <= slip["y"] + 1
    assert slip["y"] + slip["height"] <= bar["y"] + 1


@pytest.mark.parametrize("size", [*SIZES, *SMALL])
@pytest.mark.parametrize("procedure", ["2.002165", "1.013225"])
def test_without_paper_number_and_code_are_large_enough_to_photograph(
    phones_server: RunningServer, open_kiosk: Callable[..., Any], size: str, procedure: str
) -> None:
    width, height, least = {**SIZES, **SMALL}[size]
    page = open_kiosk(phones_server, (width, height))
    sentence = locales.say("vi", "printer.out.kiosk", label="4-017")
    told = {"ahead": {"lead": "", "figure": ""}, "paper": {"kind": "out", "by": "screen", "sentence": sentence}}
    page.route("**/state", lambda route: route.fulfill(json=told))
    page.goto(f"{phones_server.url}/kiosk/procedures/{procedure}")
    page.tap("[data-take]")
    page.locator('[data-by="screen"]').wait_for()
    assert measured(page, least) == []
    expect(page.locator(".qr svg:visible")).to_have_count(1)
    code, number = (page.locator(part).bounding_box() for part in (".shot .qr svg", ".slip .plate"))
    # A telephone at arm's length reads a code that is a tenth as wide as its distance: 50 mm, a pixel is 0.25 mm.
    unit = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize) / 10")
    assert code["width"] >= 200 * unit
    assert number["height"] >= 100 * unit


@pytest.fixture(scope="module")
def phones_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """An office whose tickets have a code for phones, and a department that two desks can call."""
    folder = tmp_path_factory.mktemp("phones")
    text = (ROOT / "config.toml").read_text()
    text = text.replace("# public_url", "public_url").replace('"DT"]', '"DT", "TP"]')
    text = re.sub(r'"(samples/[^"]+)"', lambda found: f'"{ROOT / found[1]}"', text)
    (folder / "config.toml").write_text(text)
    server = RunningServer(folder / "data", config=folder / "config.toml")
    server.start()
    yield server
    server.stop()


def test_no_page_has_a_barrier(server: RunningServer, open_kiosk: Callable[..., Any]) -> None:
    """axe-core finds no violation on any page, nor in the dialogs."""
    page = open_kiosk(server, bypass_csp=True)
    found = {}
    for name, path in PAGES.items():
        page.goto(f"{server.url}{path}")
        found[name] = violations(page)
    page.goto(f"{server.url}/kiosk/departments/TP/result")
    page.tap("[data-take]")
    page.wait_for_selector('.done [data-paper="screen"]')
    found["ticket"] = violations(page)
    for name in ("idle", "offline"):
        page.evaluate("(name) => document.getElementById(name).showModal()", name)
        found[name] = violations(page)
        page.evaluate("(name) => document.getElementById(name).close()", name)
    assert {name: some for name, some in found.items() if some} == {}


def violations(page: Any) -> list[str]:
    page.evaluate("document.fonts.ready")
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in Axe().run(page).response["violations"]]
