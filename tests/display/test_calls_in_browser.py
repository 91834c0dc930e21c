"""Is every call shown and chimed once, whatever happens to the line, the page and the server?"""

from __future__ import annotations

import os
import signal
from typing import Any

import requests

from actions.accounts import Role
from doors import device_cookie
from tests.display.wall_in_browser import Officers, issue, open_wall
from tests.running import RunningServer


def test_calls_queue_ring_once_each_and_a_recall_rings_again(running_server: RunningServer, browser: Any) -> None:
    officers = Officers(running_server, "1", "4")
    issue(running_server, "KTHT", "TP")
    wall = open_wall(running_server, browser)

    officers.act("1", "next")
    officers.act("4", "next")
    wall.wait_for_calls(2)
    officers.act("4", "recall")
    wall.wait_for_calls(3)
    wall.page.wait_for_timeout(500)
    assert wall.noted() == ["1-001 1", "chime", "4-001 1", "chime", "4-001 2", "chime"]
    first, second, third = wall.moments_s()
    assert second - first >= 6.9
    assert third - second >= 6.9

    wall.page.reload()
    wall.wait_for_state("live", within_s=15)
    wall.page.wait_for_timeout(2000)
    assert wall.calls() == ["1-001 1", "4-001 1", "4-001 2"]
    assert wall.page.locator("[data-call] .plate").get_attribute("aria-label") == "4-001"
    wall.wait_for_snapshot()


def test_after_a_cut_the_wall_catches_up_and_rings_what_it_missed(running_server: RunningServer, browser: Any) -> None:
    officers = Officers(running_server, "1", "4")
    issue(running_server, "KTHT", "TP", "TP")
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


def test_a_silent_server_is_noticed_within_ten_seconds(running_server: RunningServer, browser: Any) -> None:
    wall = open_wall(running_server, browser)

    os.kill(running_server.pid, signal.SIGSTOP)
    try:
        assert wall.wait_for_state("stale", within_s=12) <= 10
    finally:
        os.kill(running_server.pid, signal.SIGCONT)
    wall.wait_for_state("live", within_s=15)


def test_an_old_call_enters_the_list_without_a_sound(running_server: RunningServer, browser: Any) -> None:
    officers = Officers(running_server, "1")
    issue(running_server, "KTHT")
    officers.act("1", "next")
    running_server.stop()
    running_server.at = "2017-03-13 08:50"
    running_server.start()

    wall = open_wall(running_server, browser)
    wall.page.wait_for_timeout(2000)
    assert wall.noted() == []
    assert wall.page.locator("[data-last-call] .plate").get_attribute("aria-label") == "1-001"


def test_the_touch_that_a_browser_asks_for_turns_the_sound_on(running_server: RunningServer, browser: Any) -> None:
    wall = open_wall(running_server, browser)
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


def test_the_socket_of_a_wall_is_refused_to_strangers(running_server: RunningServer, browser: Any) -> None:
    cookies = {device_cookie(Role.WALL): "not a token"}
    answer = requests.get(f"{running_server.url}/display/snapshot", cookies=cookies, timeout=10)

    assert answer.status_code in (401, 403)
