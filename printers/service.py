"""How does the print worker speak with the server? Claims and reports over HTTP, with a device token.

Only the standard library: the worker starts beside the server on old PCs, and on the kiosk's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from printers.journal import Entry
from printers.printing import Job
from rules.printer_status import PrinterStatus

# Longer than this to answer the telephone, and it is off: a cable that is put back is noticed soon.
CONNECT_TIMEOUT_S = 4.0
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

    @property
    def is_stranger(self) -> bool:
        """Whether it does not know us: what it does not want to hear now it may want to hear from a better token."""
        return self.status in (401, 403)

    @property
    def is_late(self) -> bool:
        """Whether it has heard something newer from us already."""
        return self.status == 409


@dataclass(frozen=True, slots=True)
class PrintService:
    """The print routes of the server's API. Every call opens its own connection; may raise the two above."""

    server: str
    token: str

    def printers(self) -> dict[str, Mapping[str, Any]]:
        """The printers that this worker serves, by code."""
        _, answer = self._ask("GET", "/api/v1/print/printers", None, TIMEOUT_S)
        try:
            return {str(each["code"]): each for each in answer["printers"]}
        except (KeyError, TypeError) as error:
            raise ServerAway(f"answered no list of printers: {answer!r}") from error

    def claim(self, printer: str, claim: str) -> Job | None:
        """The next job of a printer, already committed as sending; None if the server waited in vain."""
        wish = {"printer": printer, "claim": claim}
        status, answer = self._ask("POST", "/api/v1/print/claim", wish, CLAIM_TIMEOUT_S)
        if status == 204:
            return None
        try:
            job = answer["job"]
            return Job(int(job["id"]), int(job["attempt"]), job["facts"], job["printer"])
        except (KeyError, TypeError, ValueError) as error:
            raise ServerAway(f"answered no job: {answer!r}"[:300]) from error

    def report(self, entry: Entry) -> None:
        """Tell what became of a job."""
        fate = entry.fate
        told: dict[str, Any] = {"attempt": entry.attempt, "state": str(fate.state), "detail": fate.detail}
        told["claim"] = entry.claim
        if fate.status is not None:
            told["status"] = fate.status.as_facts()
        self._ask("POST", f"/api/v1/print/jobs/{quote(str(entry.job))}/report", told, TIMEOUT_S)

    def tell_status(self, printer: str, status: PrinterStatus) -> None:
        """Say how a printer is."""
        self._ask("POST", "/api/v1/print/status", {"printer": printer, "status": status.as_facts()}, TIMEOUT_S)

    def pair(self, kiosk: str, code: str) -> None:
        """Become the print agent of a kiosk with the Office's one-time code; from then on our own token counts."""
        told = {"kiosk": kiosk, "token": self.token}
        PrintService(self.server, code)._ask("POST", "/api/v1/pair", told, TIMEOUT_S)

    def _ask(self, method: str, path: str, body: object, timeout_s: float) -> tuple[int, Any]:
        connection = self._connection()
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        payload = None
        if body is not None:
            payload, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        try:
            connection.connect()
            connection.sock.settimeout(timeout_s)
            connection.request(method, urlsplit(self.server).path.rstrip("/") + path, payload, headers)
            answer = connection.getresponse()
            status, content = answer.status, answer.read()
        except (OSError, HTTPException) as error:
            raise ServerAway(f"{type(error).__name__} {error}".strip()) from error
        finally:
            connection.close()
        return status, _content(status, content)

    def _connection(self) -> HTTPConnection:
        address = urlsplit(self.server)
        kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
        return kind(address.hostname or "127.0.0.1", address.port, timeout=CONNECT_TIMEOUT_S)


def _content(status: int, content: bytes) -> Any:
    if status >= 500 or status in (408, 429):
        raise ServerAway(f"answered {status}")
    if status >= 300:
        raise ServerRefuses(status, content[:200].decode("utf-8", "replace"))
    try:
        return json.loads(content) if content else None
    except ValueError as error:
        raise ServerAway("answered something that is not JSON") from error
