"""Is every call shown and chimed once, whatever happens to the line, the page and the server?"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from tests.display.wall_in_browser import Officers, issue, open_wall
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
    wall = open_wall(running_server, browser)

    officers.act("1", "next")
    officers.act("4", "next")
    wall.wait_for_calls(2)
    officers.act("4", "recall")
    wall.wait_for_calls(3)
    wall.wait_for("document.querySelector('[data-strip=caption]')")
    wall.wait_for("!document.querySelector('[data-strip=caption]')")
    # The office's own voice, as shipped: said twice, at a recall once, and never into the next call.
    first, again = ["chime", "voice", "voice"], ["chime", "voice"]
    assert wall.heard() == ["1-001 1", *first, "4-001 1", *first, "4-001 2", *again]
    first, second, third = wall.moments_s()
    assert second - first >= 6.9
    assert third - second >= 6.9

    wall.page.reload()
    wall.wait_for_state("live", within_s=15)
    wall.page.wait_for_timeout(2000)
    assert wall.calls() == ["1-001 1", "4-001 1", "4-001 2"]
    assert wall.page.locator("[data-call] .plate").get_attribute("aria-label") == "4-001"
    wall.wait_for_snapshot()


def test_after_a_cut_the_wall_catches_up_and_rings_what_is_fresh(running_server: RunningServer, browser: Any) -> None:
    officers = Officers(running_server, "1", "4")
    issue(running_server, "KTHT", "TP")
    wall = open_wall(running_server, browser)
    officers.act("1", "next")
    wall.wait_for_calls(1)
    wall.page.evaluate("window.isSamePage = true")

    running_server.kill()
    wall.wait_for_state("stale", within_s=10)
    assert wall.page.locator("[data-stale]").inner_text().startswith("Mất kết nối – số liệu lúc 8:4")
    assert wall.page.locator("[data-rows] > *").count() == 6
    running_server.start()
    officers.act("4", "next")
    wall.wait_for_state("live", within_s=15)
    wall.wait_for_calls(2)
    wall.wait_for_snapshot()
    assert not wall.page.locator("[data-stale]").is_visible()
    assert wall.calls() == ["1-001 1", "4-001 1"]
    assert wall.page.evaluate("window.isSamePage")

    running_server.kill()
    running_server.at = "2017-03-13 08:50"
    running_server.start()
    newcomer = open_wall(running_server, browser)
    newcomer.page.wait_for_timeout(1000)
    assert newcomer.noted() == []
    assert newcomer.page.locator("[data-last-call] .plate").get_attribute("aria-label") == "4-001"


def test_a_silent_server_is_noticed_within_ten_seconds(server: RunningServer, browser: Any) -> None:
    wall = open_wall(server, browser)

    os.kill(server.pid, signal.SIGSTOP)
    try:
        assert wall.wait_for_state("stale", within_s=12) <= 10
    finally:
        os.kill(server.pid, signal.SIGCONT)
    wall.wait_for_state("live", within_s=15)


def test_a_touch_turns_the_sound_on_where_the_browser_asks_for_one(server: RunningServer, browser: Any) -> None:
    wall = open_wall(server, browser)
    assert not wall.page.locator("[data-sound]").is_visible()

    # As a browser does that was started without our switch: silent until the page is touched.
    wall.page.add_init_script(
        """
        let isTouched = false;
        addEventListener("pointerdown", () => (isTouched = true), true);
        Object.defineProperty(AudioContext.prototype, "state", { get: () => (isTouched ? "running" : "suspended") });
        """
    )
    wall.page.reload()
    wall.page.wait_for_selector("[data-sound]", state="visible")
    wall.page.mouse.click(700, 400)
    wall.page.wait_for_selector("[data-sound]", state="hidden")
