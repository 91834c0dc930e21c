"""After any cut, at any moment: is the screen the server's, and was every call that was fresh and stands started once?

A wall in a real Chromium behind a line that is hung up, falls silent, or whose server is killed; or the page itself is
loaded anew. Meanwhile officers call, recall, park, resume, and take calls back. The wall's waits are shortened, its
logic is the product's own.
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
import requests
from playwright.sync_api import expect

from actions.accounts import Role
from doors import device_cookie
from tests.display.cuts import Line
from tests.display.offices import ON_MONDAY, office
from tests.display.wall_in_browser import Officers, Wall, issue, open_wall, serve_changed
from tests.running import RunningServer

FRESH_S = 8
# Between "surely fresh when the wall was back" and "surely not" lies what the test's own clock cannot tell on a machine
# that does much else.
SURELY_S, DOUBTFUL_S = FRESH_S - 5.0, FRESH_S + 4.0
SENT_WITHIN_S = 2.0
UNDO_WITHIN_S = 6.0
CUTS = ["undo", "hang up", "reload", "kill", "hush", "undo"]


@dataclass
class Call:
    """One call, when it was made, and when next the line was cut and the wall live again."""

    id: int
    at: float
    cut_at: float | None = None
    live_at: float | None = None
    undone_at: float | None = None
    # When the wall could know at the latest that it was taken back.
    told_at: float = 0.0

    @property
    def must(self) -> bool:
        """The wall was connected while it was fresh, and it stands."""
        if self.undone_at is not None:
            return False
        if self.cut_at is None or self.live_at is None or self.cut_at - self.at > SENT_WITHIN_S:
            return True
        return self.live_at - self.at < SURELY_S

    def may(self, started_at: float) -> bool:
        """Made before the cut, or not surely too old when the wall was back; and not known to be taken back."""
        assert self.live_at is not None
        assert self.cut_at is not None
        if self.undone_at is not None and self.cut_at < self.at and self.undone_at < self.live_at:
            return False
        if self.undone_at is not None and started_at > self.told_at + DOUBTFUL_S - FRESH_S:
            return False
        return self.at <= self.cut_at or self.live_at - self.at < DOUBTFUL_S


@dataclass
class Story:
    """Who calls, and all that was called."""

    wall: Wall
    officers: Officers
    chance: random.Random
    calls: list[Call] = field(default_factory=list)
    # The calls that were the last press at their desk; who is parked there.
    undoable: dict[str, Call] = field(default_factory=dict)
    parked: dict[str, str] = field(default_factory=dict)

    def act(self) -> None:
        """A new call at a desk, a recall, a parked citizen called again; or one of these taken back."""
        desk = self.chance.choice("12345")  # the sixth is for "undo"
        last = self.undoable.get(desk)
        if last is not None and time.monotonic() - last.at < UNDO_WITHIN_S and self.chance.random() < 0.5:
            self.undo(desk)
        elif self._held(desk) is not None and self.chance.random() < 0.4:
            self.undoable.pop(desk, None)
            self._calls(desk, "recall")
        else:
            self.call(desk)

    def call(self, desk: str) -> None:
        """The next one, or who is parked at the desk; one who stands there goes first, or is parked."""
        if self._held(desk) is not None:
            self._leaves(desk)
        if desk in self.parked and self.chance.random() < 0.7:
            return self.resume(desk)
        issue(self.wall.server, ON_MONDAY[int(desk) - 1])
        self.undoable[desk] = self._calls(desk, "next")
        return None

    def park_one(self, desk: str) -> None:
        """Let somebody be parked there and nobody else stand there."""
        if self._held(desk) is None and desk not in self.parked:
            self.call(desk)
        if (label := self._held(desk)) is not None:
            self.officers.act(desk, "serve")
            self.officers.act(desk, "park")
            self.parked[desk] = label
        self.undoable.pop(desk, None)

    def resume(self, desk: str) -> None:
        self.undoable[desk] = self._calls(desk, "resume", label=self.parked.pop(desk))

    def undo(self, desk: str) -> None:
        """Take the last call at the desk back."""
        call, label = self.undoable.pop(desk), self._held(desk)
        view = self.officers.act(desk, "undo")
        call.undone_at = call.told_at = time.monotonic()
        if label is not None and any(row["label"] == label for row in view["parked"]):
            self.parked[desk] = label

    def was_cut(self, cut_at: float, live_at: float) -> None:
        """To all calls since the cut before."""
        for call in self.calls:
            if call.live_at is None:
                call.cut_at, call.live_at = cut_at, live_at
            if call.undone_at is not None and cut_at - SENT_WITHIN_S < call.undone_at < live_at:
                call.told_at = live_at

    def missing(self) -> list[Call]:
        """What the wall could meet fresh and has not started yet."""
        started = {each for each, _ in self.wall.started()}
        return [call for call in self.calls if call.must and call.id not in started]

    def check(self) -> None:
        """Nothing twice; everything that the wall could meet fresh; nothing surely too old or known as taken back."""
        self.wall.wait_until(lambda: not self.missing(), self.missing)
        wait_until_silent(self.wall)
        started = self.wall.started()
        times = Counter(each for each, _ in started)
        assert [call for call, often in times.items() if often > 1] == []
        by_id = {call.id: call for call in self.calls}
        assert [by_id[each] for each, at in started if not by_id[each].may(at)] == [], started

    def _leaves(self, desk: str) -> None:
        label = self._held(desk)
        self.officers.act(desk, "serve")
        if label is None or desk in self.parked or self.chance.random() < 0.5:
            self.officers.act(desk, "finish")
        else:
            self.officers.act(desk, "park")
            self.parked[desk] = label

    def _calls(self, desk: str, verb: str, **wish: str) -> Call:
        label = self.officers.act(desk, verb, **wish)["ticket"]["label"]
        calls = [call["id"] for call in self._server_calls() if call["label"] == label]
        self.calls.append(Call(calls[0], time.monotonic()))
        return self.calls[-1]

    def _server_calls(self) -> Any:
        """Newest first, asked for beside the line."""
        server = self.wall.server
        cookies = {device_cookie(Role.WALL): server.token("wall-1")}
        return requests.get(f"{server.url}/display/snapshot", cookies=cookies, timeout=30).json()["calls"]

    def _held(self, desk: str) -> str | None:
        held = self.wall.server.api("GET", f"/desks/{desk}", self._token(desk)).json()["ticket"]
        return None if held is None else str(held["label"])

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
                story.act()
            if cut == "undo":
                story.park_one("6")
            wall.page.wait_for_timeout(chance.uniform(0, 300))
            cut_at = time.monotonic()
            happen(cut, story, line, chance)
            wall.wait_for_state("live")
            story.was_cut(cut_at, time.monotonic())
            wall.wait_for_snapshot()
            story.check()
            wall.wait_for_recent_calls()
            expect(wall.page.locator("[data-rows] > *"), str(number)).to_have_count(6)
            expect(wall.page.locator("[data-stale]"), str(number)).to_be_hidden()
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
        story.undoable.clear()  # a server begun anew is past the ten seconds
        server.kill()
        wall.wait_for_state("stale")
        # A training clock begins anew with its server: let it go on.
        server.at = (datetime.fromisoformat(server.at or "") + timedelta(minutes=5)).strftime("%Y-%m-%d %H:%M")
        server.start()
        return
    line.hush() if cut == "hush" else line.cut()
    until = time.monotonic() + (chance.choice([0.2, 1.0, 3.0]) if cut in ("hang up", "undo") else 14.0)
    for _ in range(chance.randint(0, 3)):
        wall.page.wait_for_timeout(chance.uniform(0, 400))
        story.act()
    if cut == "undo":  # both at once, while nobody hears it: one who was parked is called again and is not
        story.resume("6")
        story.undo("6")
    wall.page.wait_for_timeout(max(0.0, until - time.monotonic()) * 1000)
    if cut == "hush":  # the wall gave the silent line up by itself, and said so
        expect(wall.page.locator("[data-stale]")).to_be_visible()
        expect(wall.page.locator("[data-stale]")).to_contain_text("số liệu lúc")
    line.mend()


def wait_until_silent(wall: Wall) -> None:
    """Until nothing waits in the line and nothing is spoken."""
    key = "wall.calls.wall-1.due"
    wall.wait_for(f"JSON.parse(localStorage.getItem('{key}') ?? '[]').length === 0")
    wall.page.wait_for_timeout(300)


def hasten(page: Any) -> None:
    """Seconds become milliseconds: a call keeps the slot for a moment only, and the chime is short."""
    serve_changed(page, "display/static/calls.js", "ALONE_MS = 7_000", "ALONE_MS = 60")
    serve_changed(page, "theme/static/chime.js", "LENGTH_S = 1.5", "LENGTH_S = 0.05")
