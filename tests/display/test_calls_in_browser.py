"""Is every call shown and chimed once, whatever happens to the line, the page and the server?"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.display.wall_in_browser import Officers, issue, open_wall, serve_changed
from tests.running import RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """For the tests that call nobody."""
    server = RunningServer(tmp_path_factory.mktemp("quiet") / "data")
    server.start()
    yield server
    server.stop()


def test_calls_queue_and_are_heard_once_each_and_a_recall_is_too(running_server: RunningServer, browser: Any) -> None:
    officers = Officers(running_server, "1", "4")
    issue(running_server, "KTHT", "TP")
    wall = open_wall(running_server, browser, prepare=wait_for_clips)

    officers.act("1", "next")
    officers.act("4", "next")
    wall.wait_for_calls(2)
    officers.act("4", "recall")
    wall.wait_for_calls(3)
    # The office's own voice, as shipped: said twice, at a recall once, and never into the next call.
    first, again = ["chime", "voice", "voice"], ["chime", "voice"]
    wall.wait_for_heard("1-001 1", *first, "4-001 1", *first, "4-001 2", *again)
    wall.wait_for("!document.querySelector('[data-strip=caption]')")
    first, second, third = wall.moments_s()
    assert second - first >= 6.9
    assert third - second >= 6.9

    wall.page.reload()
    wall.wait_for_state("live")
    wall.shows_plate("[data-call]", "4-001")
    wall.wait_for_snapshot()
    wall.page.wait_for_timeout(1000)
    assert wall.calls() == ["1-001 1", "4-001 1", "4-001 2"]


def test_after_a_cut_the_wall_catches_up_and_rings_what_is_fresh(running_server: RunningServer, browser: Any) -> None:
    officers = Officers(running_server, "1", "4")
    issue(running_server, "KTHT", "TP")
    wall = open_wall(running_server, browser)
    officers.act("1", "next")
    wall.wait_for_calls(1)
    wall.page.evaluate("window.isSamePage = true")

    running_server.kill()
    wall.wait_for_state("stale")
    expect(wall.page.locator("[data-stale]")).to_contain_text("Mất kết nối – số liệu lúc 8:4")
    expect(wall.page.locator("[data-rows] > *")).to_have_count(6)
    running_server.start()
    officers.act("4", "next")
    wall.wait_for_state("live")
    wall.wait_for_calls(2)
    wall.wait_for_snapshot()
    expect(wall.page.locator("[data-stale]")).to_be_hidden()
    assert wall.calls() == ["1-001 1", "4-001 1"]
    assert wall.page.evaluate("window.isSamePage")

    running_server.kill()
    running_server.at = "2017-03-13 08:50"
    running_server.start()
    newcomer = open_wall(running_server, browser)
    newcomer.shows_plate("[data-last-call]", "4-001")
    newcomer.page.wait_for_timeout(500)
    assert newcomer.noted() == []


def test_a_silent_server_is_noticed_within_ten_seconds(server: RunningServer, browser: Any) -> None:
    wall = open_wall(server, browser, prepare=lambda page: page.clock.install())

    os.kill(server.pid, signal.SIGSTOP)
    try:
        wall.page.clock.run_for(10_000)  # by the wall's own clock, so that a busy machine changes nothing
        assert wall.page.locator("body[data-state=stale]").is_visible()
    finally:
        os.kill(server.pid, signal.SIGCONT)
    wall.wait_for_state("live")


def test_a_touch_turns_the_sound_on_where_the_browser_asks_for_one(server: RunningServer, browser: Any) -> None:
    wall = open_wall(server, browser)
    expect(wall.page.locator("[data-sound]")).to_be_hidden()

    # As a browser does that was started without our switch: silent until the page is touched.
    wall.page.add_init_script(
        """
        let isTouched = false;
        addEventListener("pointerdown", () => (isTouched = true), true);
        Object.defineProperty(AudioContext.prototype, "state", { get: () => (isTouched ? "running" : "suspended") });
        """
    )
    wall.page.reload()
    expect(wall.page.locator("[data-sound]")).to_be_visible()
    wall.page.mouse.click(700, 400)
    expect(wall.page.locator("[data-sound]")).to_be_hidden()


def wait_for_clips(page: Any) -> None:
    """A wall would chime without words where the server needs seconds to make them, as on a busy machine."""
    serve_changed(page, "display/static/sound.js", "CLIPS_WITHIN_MS = 3_000", "CLIPS_WITHIN_MS = 60_000")
