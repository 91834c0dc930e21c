"""How does the print worker speak with the server? Claims and reports over HTTP, with a device token.

Only the standard library: the worker starts beside the server on old PCs, and later on the kiosk's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from printers.delivery import Delivery
from printers.printing import Job

# The server holds a claim for up to 20 s.
CLAIM_TIMEOUT_S = 30.0
TIMEOUT_S = 10.0


class ServerAway(Exception):
    """No usable answer: the server is down, restarting or overloaded. Ask again later."""


class ServerRefuses(Exception):
    """The server answered and will not change its mind: wrong token, or a job that is no longer ours."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"{status} {words}")
        self.status = status


@dataclass(frozen=True, slots=True)
class PrintService:
    """The print routes of the server's API. Every call opens its own connection; may raise the two above."""

    server: str
    token: str

    def printers(self) -> tuple[str, ...]:
        """Codes of the printers that this worker serves."""
        _, answer = self._ask("GET", "/api/v1/print/printers", None, TIMEOUT_S)
        try:
            return tuple(str(each["code"]) for each in answer["printers"])
        except (KeyError, TypeError) as error:
            raise ServerAway(f"answered no list of printers: {answer!r}") from error

    def claim(self, printer: str) -> Job | None:
        """The next job of a printer, already committed as sending; None if the server waited in vain."""
        status, answer = self._ask("POST", "/api/v1/print/claim", {"printer": printer}, CLAIM_TIMEOUT_S)
        if status == 204:
            return None
        try:
            job = answer["job"]
            return Job(int(job["id"]), int(job["attempt"]), job["facts"], job["printer"])
        except (KeyError, TypeError, ValueError) as error:
            raise ServerAway(f"answered no job: {answer!r}"[:300]) from error

    def report(self, job: Job, delivery: Delivery) -> None:
        """Tell what became of a job."""
        told = {"attempt": job.attempt, "state": str(delivery.state), "detail": delivery.detail}
        self._ask("POST", f"/api/v1/print/jobs/{quote(str(job.id))}/report", told, TIMEOUT_S)

    def _ask(self, method: str, path: str, body: object, timeout_s: float) -> tuple[int, Any]:
        connection = self._connection(timeout_s)
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        payload = None
        if body is not None:
            payload, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        try:
            connection.request(method, urlsplit(self.server).path.rstrip("/") + path, payload, headers)
            answer = connection.getresponse()
            status, content = answer.status, answer.read()
        except (OSError, HTTPException) as error:
            raise ServerAway(f"{type(error).__name__} {error}".strip()) from error
        finally:
            connection.close()
        return status, _content(status, content)

    def _connection(self, timeout_s: float) -> HTTPConnection:
        address = urlsplit(self.server)
        kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
        return kind(address.hostname or "127.0.0.1", address.port, timeout=timeout_s)


def _content(status: int, content: bytes) -> Any:
    if status >= 500 or status in (408, 429):
        raise ServerAway(f"answered {status}")
    if status >= 300:
        raise ServerRefuses(status, content[:200].decode("utf-8", "replace"))
    try:
        return json.loads(content) if content else None
    except ValueError as error:
        raise ServerAway("answered something that is not JSON") from error
