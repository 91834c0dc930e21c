"""The server's print routes, played by a small real HTTP server that can go away and come back."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "a-token-of-the-test"


class PrintServer:
    """Jobs by printer in `waiting`; claims in order in `claims`, reports in `reports`."""

    def __init__(self, **printers: dict[str, Any]) -> None:
        self.printers = {code: {"code": code, **told} for code, told in printers.items()}
        self.waiting: dict[str, list[dict[str, Any]]] = {code: [] for code in printers}
        self.claims: list[int] = []
        self.reports: list[tuple[int, dict[str, Any]]] = []
        self.statuses: list[tuple[str, dict[str, Any]]] = []
        self.questions: list[str] = []
        self.claim_status = self.report_status = 200
        self.hold_s = 0.3
        self.changed = threading.Condition()
        self.port = 0
        self.http: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "PrintServer":
        self.come()
        return self

    def __exit__(self, *error: object) -> None:
        self.go()

    def come(self) -> None:
        """Answer from now on, on the same port as before."""
        state = self

        class Handler(_Handler):
            server_state = state

        self.http = _Quiet(("127.0.0.1", self.port), Handler)
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    def go(self) -> None:
        """Answer no more: connections are refused."""
        if self.http is not None:
            self.http.shutdown()
            self.http.server_close()
            self.http = None

    def owe(self, printer: str, number: int, facts: dict[str, Any]) -> None:
        """Put a job into a printer's queue."""
        with self.changed:
            job = {"id": number, "attempt": 1, "facts": facts, "printer": self.printers[printer]}
            self.waiting[printer].append(job)
            self.changed.notify_all()

    def states(self, count: int, within_s: float = 60) -> dict[int, str]:
        """State by job, as soon as `count` reports have come."""
        deadline = time.monotonic() + within_s
        with self.changed:
            while len(self.reports) < count:
                if not self.changed.wait(max(0, deadline - time.monotonic())):
                    raise AssertionError(f"only {self.reports} within {within_s} s")
            return {number: report["state"] for number, report in self.reports}

    def taken(self, count: int, within_s: float = 60) -> None:
        """Return as soon as `count` jobs have been claimed."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.claims) >= count, within_s), self.claims


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that left is no news."""


class _Handler(BaseHTTPRequestHandler):
    server_state: PrintServer

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""

    def do_GET(self) -> None:
        self._answer(200, {"printers": list(self.server_state.printers.values())})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._answer(401, {"code": "unknown_device"})
        elif self.path == "/api/v1/print/claim":
            self._claim(body["printer"], body["claim"])
        elif self.path == "/api/v1/print/status":
            self.server_state.statuses.append((body["printer"], body["status"]))
            self._answer(204, None)
        else:
            self._report(int(self.path.split("/")[5]), body)

    def _claim(self, printer: str, question: str) -> None:
        state = self.server_state
        if state.claim_status != 200:
            state.questions.append(question)
            self._answer(state.claim_status, {})
            return
        with state.changed:
            state.questions.append(question)
            state.changed.wait_for(lambda: bool(state.waiting[printer]), state.hold_s)
            job = state.waiting[printer].pop(0) if state.waiting[printer] else None
            if job:
                state.claims.append(job["id"])
                state.changed.notify_all()
        self._answer(200 if job else 204, {"job": job} if job else None)

    def _report(self, number: int, body: dict[str, Any]) -> None:
        state = self.server_state
        with state.changed:
            state.reports.append((number, body))
            state.changed.notify_all()
        self._answer(state.report_status, {})

    def _answer(self, status: int, content: Any) -> None:
        payload = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)
