"""A screen without a picture: a real Socket.IO client that notes all it hears, and when."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import requests
import socketio

from actions.accounts import Role
from doors import device_cookie
from tests.running import RunningServer

WITHIN_S = 60.0
CONNECTED_WITHIN_S = 10.0  # a refusal may get lost on the way: then this is how long it takes


@dataclass
class Heard:
    """One message: its event name, what was in it, and the moment on our own clock."""

    event: str
    message: Any
    at: float


@dataclass
class Listener:
    """`news` in the order in which it came; a refused connection raises."""

    server: RunningServer
    screen: str
    key: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    transport: str = "websocket"
    token: str = ""
    heard: list[Heard] = field(default_factory=list)
    connections: int = 0
    one_by_one: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def __post_init__(self) -> None:
        self.client = socketio.Client(reconnection_delay=0.2, reconnection_delay_max=0.5, randomization_factor=0)
        # By itself the client gives each message a thread, and under load these overtake each other.
        self.client.eio.start_background_task = self._in_order(self.client.eio.start_background_task)
        self.client.on("news", lambda message: self._note("news", message))
        self.client.on("tick", lambda message: self._note("tick", message))
        self.client.on("connect", self._count)

    def connect(self) -> Listener:
        """Come in, or raise socketio.exceptions.ConnectionError."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.client.connect(
            self.server.url,
            auth={"screen": self.screen, "key": self.key, **({"token": self.token} if self.token else {})},
            headers={"Cookie": cookies} if cookies else {},
            transports=[self.transport],
            wait_timeout=CONNECTED_WITHIN_S,
        )
        return self

    def close(self) -> None:
        """Leave."""
        self.client.shutdown()  # also from trying to come back, which would go on for ever
        self.one_by_one.shutdown()

    def _in_order(self, start: Callable[..., Any]) -> Callable[..., Any]:
        """Messages to one thread in the order in which they come; the loops of the connection as ever."""

        def begin(work: Callable[..., Any], *told: Any) -> Any:
            is_message = work is self.client.eio.handlers["message"]
            return self.one_by_one.submit(work, *told) if is_message else start(work, *told)

        return begin

    @property
    def news(self) -> list[Any]:
        """The messages heard so far."""
        return [heard.message for heard in self.heard if heard.event == "news"]

    def of_kind(self, kind: str) -> list[Any]:
        """Those of one kind."""
        return [message for message in self.news if message["kind"] == kind]

    def wait_for(self, kind: str, number: int = 1) -> Any:
        """The message of this kind with this number, counted from one."""
        wait_until(lambda: len(self.of_kind(kind)) >= number, f"{number} of {kind}: {self.news}")
        return self.of_kind(kind)[number - 1]

    def moment_of(self, kind: str, number: int = 1) -> float:
        """When it came."""
        of_kind = [each for each in self.heard if each.event == "news" and each.message["kind"] == kind]
        return of_kind[number - 1].at

    def quiet(self, seconds: float = 0.4) -> None:
        """Until nothing has come for a while: what was gathered has been told."""
        while not self.heard or time.monotonic() - self.heard[-1].at < seconds:
            time.sleep(0.05)

    def snapshot(self, path: str) -> Any:
        """What a page asks for when it has missed something."""
        answer = requests.get(self.server.url + path, cookies=self.cookies, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _note(self, event: str, message: Any) -> None:
        self.heard.append(Heard(event, message, time.monotonic()))

    def _count(self) -> None:
        self.connections += 1


def device(server: RunningServer, role: Role, code: str) -> dict[str, str]:
    """The cookie of a paired browser."""
    return {device_cookie(role): server.token(code)}


def wait_until(holds: Callable[[], Any], what: str, within_s: float = WITHIN_S) -> None:
    """Until it holds; fails with what was waited for."""
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, what
        time.sleep(0.02)
