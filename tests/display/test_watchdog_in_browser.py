"""Does a page that hangs begin anew, only then, and only if there is a server to give it out?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

STATIC = Path(__file__).parents[2] / "display" / "static"
# Time is the test's: `step` is what happens every five seconds.
SET_UP = """async ({ seconds, beats, news, isServed = true, reloadedAgo = null }) => {
  const { Watchdog } = await import("/watchdog.js");
  sessionStorage.clear();
  if (reloadedAgo !== null) sessionStorage.setItem("wall.reloaded", String(Date.now() - reloadedAgo * 1000));
  let at = 0;
  const reloads = [];
  window.fetch = async () => ({ ok: isServed });
  const dog = new Watchdog({ url: "/display/", reload: () => reloads.push(at / 1000), clock: () => at });
  for (at = 0; at <= seconds * 1000; at += 5_000) {
    if (at < beats * 1000) dog.beat();
    if (at < news * 1000) dog.heard();
    await dog.look();
  }
  return { reloads, title: document.title };
}"""


@pytest.fixture
def page(browser: Any) -> Any:
    context = browser.new_context()
    page = context.new_page()
    page.route("http://wall.test/", lambda route: route.fulfill(body="<title>Wall</title>", content_type="text/html"))
    page.route("http://wall.test/watchdog.js", lambda route: route.fulfill(path=STATIC / "watchdog.js"))
    page.goto("http://wall.test/")
    yield page
    context.close()


def test_a_page_that_goes_on_is_left_alone_for_days(page: Any) -> None:
    assert page.evaluate(SET_UP, {"seconds": 200_000, "beats": 1e9, "news": 1e9})["reloads"] == []


def test_a_second_hand_that_stands_still_begins_the_page_anew(page: Any) -> None:
    assert page.evaluate(SET_UP, {"seconds": 100, "beats": 60, "news": 1e9})["reloads"][0] == 90


def test_news_that_stay_away_although_the_server_answers_begin_it_anew(page: Any) -> None:
    assert page.evaluate(SET_UP, {"seconds": 200, "beats": 1e9, "news": 60})["reloads"][0] == 180


@pytest.mark.parametrize("so", [{"isServed": False}, {"reloadedAgo": 100}])
def test_it_never_blanks_a_screen_without_a_server_and_never_flickers(page: Any, so: dict[str, Any]) -> None:
    assert page.evaluate(SET_UP, {"seconds": 250, "beats": 60, "news": 60, **so})["reloads"] == []


def test_the_title_counts_for_the_start_script(page: Any) -> None:
    titles = [page.evaluate(SET_UP, {"seconds": s, "beats": 1e9, "news": 1e9})["title"] for s in (5, 15, 25)]
    assert len({title.split(" · ")[-1] for title in titles}) == 3
