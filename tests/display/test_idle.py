"""Do the pages between calls take turns, whatever becomes of the server's clock? Run in a real Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import Any

STATIC = Path(__file__).parents[2] / "display" / "static"
# The pages shown at these moments of the browser's own clock.
SHOWN = """async (moments) => {
  const { IdleShow } = await import("/idle.js");
  const media = { ready: {}, hasEnded: false, prepare() {}, pause() {}, finish() {}, show: () => 10_000 };
  const board = { office: { phase: "at_work" }, waiting: 1, rows: [] };
  let at = 0;
  performance.now = () => at;
  const show = new IdleShow({ media });
  return moments.map((moment) => { at = moment; return show.pageNow(board); });
}"""


def test_pages_turn_by_the_browsers_own_clock(browser: Any) -> None:
    """A wall that turned them by the server's time would hold a picture until a clock set back had caught up."""
    context = browser.new_context()
    page = context.new_page()
    context.route("http://wall.test/", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    context.route("http://wall.test/idle.js", lambda route: route.fulfill(path=STATIC / "idle.js"))
    page.goto("http://wall.test/")
    # Three pictures in a row, then the roster for a quarter of a minute.
    assert page.evaluate(SHOWN, [0, 9_000, 10_000, 20_000, 30_000, 44_000, 45_000]) == [
        *["media"] * 4, "roster", "roster", "media",
    ]  # fmt: skip
    context.close()
