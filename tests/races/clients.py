"""Clients that all press at once: threads with a connection each, as kiosks and desks have one each."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from actions.accounts import Role
from doors import device_cookie

TIMEOUT_S = 30.0


@dataclass
class Answer:
    """What came back; `status` 0: the connection broke before there was any answer."""

    status: int
    body: Any = None


@dataclass
class Line:
    """One kept connection. `cookie` makes it a kiosk's browser, `bearer` a program's."""

    url: str
    cookie: str = ""
    bearer: str = ""
    connection: HTTPConnection | None = field(default=None, repr=False)

    def post(self, path: str, body: Any) -> Answer:
        """Post JSON; a connection that breaks is told by status 0."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Origin": self.url}
        if self.cookie:
            headers["Cookie"] = f"{device_cookie(Role.KIOSK)}={self.cookie}"
        if self.bearer:
            headers["Authorization"] = f"Bearer {self.bearer}"
        try:
            connection = self.connection or self._open()
            connection.request("POST", path, json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, HTTPException):
            self.close()
            return Answer(0)
        return Answer(answer.status, json.loads(text) if text else None)

    def close(self) -> None:
        """Hang up."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _open(self) -> HTTPConnection:
        address = urlsplit(self.url)
        self.connection = HTTPConnection(address.hostname or "", address.port, timeout=TIMEOUT_S)
        return self.connection


def all_at_once(works: Sequence[Callable[[], None]]) -> None:
    """Start all behind one barrier; what any of them raises is raised here."""
    together(works)()


def together(works: Sequence[Callable[[], None]]) -> Callable[[], None]:
    """Start all behind one barrier; the result waits for their ends and raises what any of them raised."""
    barrier = threading.Barrier(len(works))
    failed: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            barrier.wait(TIMEOUT_S)
            work()
        except BaseException as problem:
            failed.append(problem)

    threads = [threading.Thread(target=run, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()

    def finish() -> None:
        for thread in threads:
            thread.join(10 * TIMEOUT_S)
            assert not thread.is_alive(), "a client hangs"
        if failed:
            raise failed[0]

    return finish
