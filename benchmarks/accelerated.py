"""Who comes to an office whose days hurry, who works there, which screens follow, and how long did each wait?"""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time
from math import log
from time import monotonic, perf_counter
from typing import Any

import gevent
import websocket

from benchmarks.hurried import HurriedClock
from benchmarks.load import Client

SITTINGS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
# Citizens in an office hour: many wait at the door, some come just before it closes.
COMING = {7: 150, 8: 90, 9: 70, 10: 55, 11: 30, 13: 110, 14: 75, 15: 60, 16: 45}
VISIT_MIN, NO_SHOWS, PARKED, HAVE_PHONES = 4.0, 0.04, 0.05, 0.4
MOST_PHONES = 150
WALLS, KIOSKS, OFFICES = 5, 2, 2


@dataclass
class Heard:
    """What came of it: latencies in milliseconds by kind, each with its moment; and what was answered, by status."""

    begun_s: float
    took: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: {"issue": [], "call": []})
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)

    def passed_s(self) -> float:
        """Since the first midnight."""
        return monotonic() - self.begun_s

    def timed(self, kind: str, client: Client, path: str, body: Any) -> tuple[int, Any]:
        """A POST whose answer is waited for by somebody; (status, JSON)."""
        began = perf_counter()
        status, answer = client.ask("POST", path, body)
        if kind in self.took and status in (200, 201):
            self.took[kind].append((self.passed_s(), (perf_counter() - began) * 1000))
        self.answers[kind, status] += 1
        return status, json.loads(answer) if answer else None


@dataclass
class Tokens:
    """Who may do what."""

    kiosk: str
    wall: str
    office: str
    officers: dict[str, str]


class Office:
    """Everybody, as greenlets, until `end`."""

    def __init__(self, port: int, clock: HurriedClock, tokens: Tokens, heard: Heard, seed: int = 30) -> None:
        self.port, self.clock, self.tokens, self.heard = port, clock, tokens, heard
        self.chance = random.Random(seed)
        self.touches = itertools.count()
        self.phones = 0
        self.failed: list[str] = []
        self._all: list[Any] = []

    def start(self) -> None:
        """Open the house; screens are there day and night."""
        self._spawn(self._citizens)
        for desk, token in self.tokens.officers.items():
            self._spawn(self._officer, desk, token)
            self._spawn(self._screen, {"screen": "desk", "key": desk, "token": token}, f"/desk/{desk}/state", token)
        for _ in range(WALLS):
            token = self.tokens.wall
            self._spawn(self._screen, {"screen": "wall", "key": "", "token": token}, "/display/snapshot", token)
        for _ in range(KIOSKS):
            token = self.tokens.kiosk
            self._spawn(self._screen, {"screen": "kiosk", "key": "", "token": token}, "/kiosk/queue", token)
        for _ in range(OFFICES):
            token = self.tokens.office
            self._spawn(self._screen, {"screen": "office", "key": "", "token": token}, "/office/state", token)

    def end(self) -> None:
        """All leave."""
        gevent.killall(self._all)

    def is_open(self) -> bool:
        """Whether the office works now."""
        now = self.clock.local()
        return now.weekday() < 5 and any(opens <= now.time() < closes for opens, closes in SITTINGS)

    def wait(self, minutes: float) -> None:
        """For so long on the office's clock."""
        until = self.clock.now().timestamp() + minutes * 60
        while self.clock.now().timestamp() < until:
            gevent.sleep(0.02)

    # -- citizens ------------------------------------------------------------------------------------------------

    def _citizens(self) -> None:
        client = self._client(self.tokens.kiosk)
        on_duty: tuple[datetime | None, list[str]] = (None, [])
        while True:
            self.wait(self.chance.expovariate(COMING.get(self.clock.local().hour, 20) / 60))
            if not self.is_open():
                continue
            today = self.clock.local().replace(hour=0, minute=0, second=0, microsecond=0)
            if on_duty[0] != today:
                on_duty = today, self._on_duty(client)
            if on_duty[1]:
                self._touch(client, self.chance.choice(on_duty[1]))

    def _on_duty(self, client: Client) -> list[str]:
        _, answer = client.ask("GET", "/api/v1/departments")
        return [each["code"] for each in json.loads(answer)["departments"] if each["is_open"]]

    def _touch(self, client: Client, department: str) -> None:
        """As a kiosk's browser does it: the page first, then the number."""
        status, _ = client.ask("GET", f"/kiosk/departments/{department}")
        self.heard.answers["page", status] += 1
        wish = {"touch_id": f"soak-{next(self.touches):08d}", "department": department, "visit": "unsure"}
        status, ticket = self.heard.timed("issue", client, "/api/v1/tickets", wish)
        if status == 201 and self.phones < MOST_PHONES and self.chance.random() < HAVE_PHONES:
            self._spawn(self._phone, ticket["token"])

    def _phone(self, token: str) -> None:
        """Looks, follows for a while, and is put into a pocket."""
        self.phones += 1
        try:
            client = Client(self.port, {})
            status, _ = client.ask("GET", f"/t/{token}")
            self.heard.answers["phone", status] += 1
            client.close()
            line = self._connect({"screen": "phone", "key": token})
            listener = self._spawn(self._listen, line)
            self.wait(self.chance.uniform(5, 60))
            listener.kill()
            line.close()
        finally:
            self.phones -= 1

    # -- officers ------------------------------------------------------------------------------------------------

    def _officer(self, desk: str, token: str) -> None:
        client, is_sitting = self._client(token), False
        while True:
            if self.is_open() != is_sitting:
                is_sitting = not is_sitting
                self._press(client, desk, "open" if is_sitting else "close")
            called = self._press(client, desk, "next") if is_sitting else None
            if called is not None and called[0] == 200:
                self._visit(client, desk, called[1]["ticket"]["label"])
            else:
                self.wait(2)

    def _visit(self, client: Client, desk: str, label: str) -> None:
        chance = self.chance.random()
        self.wait(0.5)
        if chance < NO_SHOWS:
            self._press(client, desk, "recall")
            self.wait(1)
            self._press(client, desk, "no-show")
            return
        self._press(client, desk, "serve")
        if chance < NO_SHOWS + PARKED:
            self._press(client, desk, "park")
            self._press(client, desk, "resume", label=label)
            self._press(client, desk, "serve")
        self.wait(self.chance.lognormvariate(log(VISIT_MIN), 0.5))
        self._press(client, desk, "finish", outcome="advice")

    def _press(self, client: Client, desk: str, verb: str, **wish: Any) -> tuple[int, Any]:
        return self.heard.timed("call" if verb == "next" else "press", client, f"/api/v1/desks/{desk}/{verb}", wish)

    # -- screens -------------------------------------------------------------------------------------------------

    def _screen(self, who: dict[str, str], snapshot: str, token: str) -> None:
        """Follows; where the news only say that something changed, it asks, as its page does."""
        client = self._client(token)
        line = self._connect(who)
        status, _ = client.ask("GET", snapshot)
        self.heard.answers[who["screen"], status] += 1
        while True:
            if '"kind":"changed"' in self._next(line):
                status, _ = client.ask("GET", snapshot)
                self.heard.answers[who["screen"], status] += 1

    def _listen(self, line: Any) -> None:
        while True:
            self._next(line)

    def _next(self, line: Any) -> str:
        message: str = line.recv()
        if message == "2":
            line.send("3")
        return message

    def _connect(self, who: dict[str, str]) -> Any:
        address = f"ws://127.0.0.1:{self.port}/socket.io/?EIO=4&transport=websocket"
        line = websocket.create_connection(address, origin=f"http://127.0.0.1:{self.port}")
        line.recv()
        line.send("40" + json.dumps(who))
        return line

    def _client(self, token: str) -> Client:
        return Client(self.port, {"Authorization": f"Bearer {token}"})

    def _spawn(self, work: Any, *told: Any) -> Any:
        greenlet = gevent.spawn(work, *told)
        greenlet.link_exception(lambda ended: self.failed.append(f"{work.__name__}: {ended.exception!r}"))
        self._all = [each for each in self._all if not each.dead]
        self._all.append(greenlet)
        return greenlet
