"""Screens that follow as the pages do (theme/static/live.js): what do they hold, whatever happened to the server?"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

import requests

from tests.live.listener import Listener
from tests.running import RunningServer

# What says the same on the page and on the server; the rest is the clock's (how long somebody has waited already).
WALL = ("day", "waiting", "on_duty", "rows", "calls", "notices")
DESK = ("phase", "officer", "waiting_count", "served_count")
LABELLED = ("ticket", "waiting", "parked", "no_shows", "served")
RETRY_S = 0.2
# Its socket finds out about a dead line at once, as on one machine; coming back takes it half a second.
CAUGHT_UP_WITHIN_S = 60.0


class Screen(Listener):
    """A page's place in the stream of news: a gap, or a new line, makes it ask for the snapshot."""

    def __init__(self, server: RunningServer, screen: str, key: str, token: str) -> None:
        super().__init__(server, screen, key, token=token)
        self.shown: dict[str, Any] = {}
        self.seq: int | None = None
        self.asked = 0
        self.is_over = False
        self._bearer = {"Authorization": f"Bearer {token}"}
        self._showing = threading.Lock()

    @property
    def address(self) -> str:
        """Of its snapshot."""
        return {"wall": "/display/snapshot", "kiosk": "/kiosk/queue", "desk": f"/desk/{self.key}/state"}[self.screen]

    def holds(self) -> Any:
        """What a visitor reads there."""
        with self._showing:
            return comparable(self.screen, self.shown)

    def truth(self) -> Any:
        """What the server would say now."""
        return comparable(self.screen, self._get())

    def close(self) -> None:
        """Leave, also while asking."""
        self.is_over = True
        super().close()

    def _count(self) -> None:
        super()._count()
        self._ask()

    # Messages come one by one, so those that come while it asks wait behind: the page holds them back for as long.
    def _note(self, event: str, message: Any) -> None:
        if event != "news":
            return
        if self.seq is None or message["prev"] > self.seq:
            self._ask()
        if message["seq"] < (self.seq or 0) and message["kind"] != "call":
            return
        self.seq = max(self.seq or 0, message["seq"])
        self._apply(message)

    def _apply(self, message: Mapping[str, Any]) -> None:
        if message["kind"] == "renew" or (message["kind"] == "changed" and message["seq"] > self.shown["seq"]):
            self._ask()
        with self._showing:
            if message["kind"] == "board":
                self.shown = {**self.shown, **message["board"]}
            elif message["kind"] == "queue":
                self.shown = {**self.shown, "departments": message["departments"]}
            elif message["kind"] == "call":
                self.shown = {**self.shown, "calls": calls_with(message["call"], self.shown)}

    def _ask(self) -> None:
        while not self.is_over:
            try:
                found = self._get()
            except (requests.RequestException, ValueError):
                time.sleep(RETRY_S)
                continue
            self.asked += 1
            with self._showing:
                self.shown = found
            self.seq = found["seq"]
            return

    def _get(self) -> dict[str, Any]:
        answer = requests.get(self.server.url + self.address, headers=self._bearer, timeout=10)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


def calls_with(call: dict[str, Any], board: Mapping[str, Any]) -> list[dict[str, Any]]:
    """As display/static/withdrawn.js: what the board is newer than, and does not list, no longer stands."""
    if call["id"] <= board["seq"] or any(each["id"] == call["id"] for each in board["calls"]):
        return list(board["calls"])
    return sorted([call, *board["calls"]], key=lambda each: -each["id"])


def comparable(screen: str, shown: Mapping[str, Any]) -> Any:
    """The part of a snapshot that only changes when something happens."""
    if screen == "wall":
        return {name: shown.get(name) for name in WALL}
    if screen == "kiosk":
        return [(each["code"], each["waiting"], each["open"]) for each in shown.get("departments", ())]
    return {name: shown.get(name) for name in DESK} | {name: _labels(shown.get(name)) for name in LABELLED}


def _labels(rows: Any) -> Any:
    if isinstance(rows, list):
        return [_labels(row) for row in rows]
    return None if rows is None else (rows["label"], rows["calls"], rows["outcome"])


def assert_equal_to_the_server(screens: list[Screen]) -> float:
    """Wait until each holds what the server would tell it anew; how long that took."""
    began = time.monotonic()
    behind = list(screens)
    while behind:
        behind = [each for each in behind if each.holds() != each.truth()]
        if behind and time.monotonic() - began > CAUGHT_UP_WITHIN_S:
            raise AssertionError([(each.screen, each.key, each.holds(), each.truth()) for each in behind])
        time.sleep(0.05 if behind else 0)
    return time.monotonic() - began
