"""After any cut, at any moment: is the screen the server's, and was every call that was fresh started once, none twice?

A wall in a real Chromium behind a line that is hung up, falls silent, or whose server is killed; or the page itself is
loaded anew. Meanwhile officers call and recall. The wall's waits are shortened, its logic is the product's own.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.display.cuts import Line
from tests.display.offices import ON_MONDAY, office
from tests.display.wall_in_browser import Officers, Wall, issue, open_wall
from tests.running import RunningServer

STATIC = Path(__file__).parents[2] / "display" / "static"
FRESH_S = 8
# Between "surely fresh when the wall was back" and "surely not" lies what the test's own clock cannot tell.
SURELY_S, DOUBTFUL_S = FRESH_S - 3.0, FRESH_S + 2.0
SENT_WITHIN_S = 0.5
CUTS = ["hang up", "hang up", "reload", "hang up", "kill", "hang up", "hush", "reload"]


@dataclass
class Call:
    """One call, when it was made, and when next the line was cut and the wall live again."""

    name: str
    at: float
    cut_at: float | None = None
    live_at: float | None = None

    @property
    def must(self) -> bool:
        """The wall was connected while it was fresh."""
        if self.cut_at is None or self.live_at is None or self.cut_at - self.at > SENT_WITHIN_S:
            return True
        return self.live_at - self.at < SURELY_S

    @property
    def may(self) -> bool:
        """Made before the cut, or not surely too old when the wall was back."""
        assert self.live_at is not None
        assert self.cut_at is not None
        return self.at <= self.cut_at or self.live_at - self.at < DOUBTFUL_S


@dataclass
class Story:
    """Who calls, and all that was called."""

    wall: Wall
    officers: Officers
    chance: random.Random
    calls: list[Call] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def call(self) -> None:
        """A new call at a desk, or a recall of the one that stands there."""
        desk = self.chance.choice("123456")
        held = self.wall.server.api("GET", f"/desks/{desk}", self._token(desk)).json()["ticket"]
        if held is not None and self.chance.random() < 0.5:
            verb = "recall"
        else:
            if held is not None:
                self.officers.act(desk, "serve")
                self.officers.act(desk, "finish")
            issue(self.wall.server, ON_MONDAY[int(desk) - 1])
            verb = "next"
        self.officers.act(desk, verb)
        label = self.wall.server.api("GET", f"/desks/{desk}", self._token(desk)).json()["ticket"]["label"]
        self.counts[label] += 1
        self.calls.append(Call(f"{label} {self.counts[label]}", time.monotonic()))

    def was_cut(self, cut_at: float, live_at: float) -> None:
        """To all calls since the cut before."""
        for call in self.calls:
            if call.live_at is None:
                call.cut_at, call.live_at = cut_at, live_at

    def check(self) -> None:
        """Nothing twice; everything that the wall could meet fresh; nothing that was surely too old."""
        started = Counter(self.wall.calls())
        assert [call for call, times in started.items() if times > 1] == []
        assert [call for call in self.calls if call.must and not started[call.name]] == []
        assert [call for call in self.calls if started[call.name] and not call.may] == [], self.wall.noted_at()

    def _token(self, desk: str) -> str:
        return self.wall.server.token(account=f"officer-{desk}")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    config = office(tmp_path)
    text = config.read_text(encoding="utf-8")
    assert "fresh_s = 30" in text
    config.write_text(text.replace("fresh_s = 30", f"fresh_s = {FRESH_S}"), encoding="utf-8")
    server = RunningServer(tmp_path / "data", config=config)
    server.start()
    yield server
    server.stop()


def test_after_every_cut_the_screen_is_the_servers_and_each_fresh_call_was_started_once(
    server: RunningServer, browser: Any
) -> None:
    run(server, browser, CUTS, random.Random(6))


@pytest.mark.long
def test_two_hundred_cuts(server: RunningServer, browser: Any) -> None:
    chance = random.Random(200)
    run(server, browser, [chance.choice([*CUTS, "hang up for long"]) for _ in range(200)], chance)


def run(server: RunningServer, browser: Any, cuts: list[str], chance: random.Random) -> None:
    line = Line(server.port)
    wall = open_wall(server, browser, url=line.url, prepare=hasten)
    story = Story(wall, Officers(server, *"123456"), chance)
    try:
        for number, cut in enumerate(cuts):
            for _ in range(chance.randint(0, 2)):
                story.call()
            wall.page.wait_for_timeout(chance.uniform(0, 300))
            cut_at = time.monotonic()
            happen(cut, story, line, chance)
            wall.wait_for_state("live", within_s=30)
            story.was_cut(cut_at, time.monotonic())
            wall.wait_for_snapshot()
            wait_until_silent(wall)
            story.check()
            assert wall.page.locator("[data-rows] > *").count() == 6, number
            assert not wall.page.locator("[data-stale]").is_visible(), number
    finally:
        line.close()
        wall.page.context.close()


def happen(cut: str, story: Story, line: Line, chance: random.Random) -> None:
    """The cut, calls while it lasts, and its end."""
    server, wall = story.wall.server, story.wall
    if cut == "reload":
        wall.page.reload()
        return
    if cut == "kill":
        server.kill()
        wall.page.wait_for_selector("body[data-state=stale]", timeout=12_000)
        # A training clock begins anew with its server: let it go on.
        server.at = (datetime.fromisoformat(server.at or "") + timedelta(minutes=5)).strftime("%Y-%m-%d %H:%M")
        server.start()
        return
    line.hush() if cut == "hush" else line.cut()
    until = time.monotonic() + (chance.choice([0.2, 1.0, 3.0]) if cut == "hang up" else 14.0)
    for _ in range(chance.randint(0, 3)):
        wall.page.wait_for_timeout(chance.uniform(0, 400))
        story.call()
    wall.page.wait_for_timeout(max(0.0, until - time.monotonic()) * 1000)
    if cut == "hush":  # the wall gave the silent line up by itself, and said so
        assert wall.page.locator("[data-stale]").is_visible()
        assert "số liệu lúc" in wall.page.locator("[data-stale]").inner_text()
    line.mend()


def wait_until_silent(wall: Wall) -> None:
    """Until nothing waits in the line and nothing is spoken."""
    key = "wall.calls.wall-1.due"
    wall.wait_for(f"JSON.parse(localStorage.getItem('{key}') ?? '[]').length === 0")
    wall.page.wait_for_timeout(300)


def hasten(page: Any) -> None:
    """Seconds become milliseconds: a call keeps the slot for a moment only, and the chime is short."""
    for name, wanted, given in (
        ("display/static/calls.js", "ALONE_MS = 7_000", "ALONE_MS = 60"),
        ("theme/chime.js", "LENGTH_S = 1.5", "LENGTH_S = 0.05"),
    ):
        path = STATIC.parents[1] / name.replace("theme/", "theme/static/")
        text = path.read_text(encoding="utf-8")
        assert wanted in text
        made = text.replace(wanted, given)
        page.route(f"**/{name}", lambda route, _, made=made: route.fulfill(body=made, content_type="text/javascript"))
