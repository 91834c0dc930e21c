"""Does `run.py lint` tell a known hole, let one with a reason pass, and go on where there is no network?"""

from __future__ import annotations

import http.server
import json
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import run
from environment import advisories
from environment.advisories import SERVICE_VARIABLE, Asking
from tests.running import free_port

TODAY = date(2026, 11, 26)
KNOWN: dict[str, Any] = {
    "GHSA-aaaa": {
        "id": "GHSA-aaaa",
        "aliases": ["CVE-1"],
        "summary": "A stranger may read files.",
        "affected": [
            {"package": {"name": "Flask"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"fixed": "3.9.9"}]}]},
            {"package": {"name": "other"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"fixed": "1.0"}]}]},
        ],
    },
    "CVE-1": {"id": "CVE-1", "aliases": ["GHSA-aaaa"], "summary": "The same under another name."},
    "GHSA-gone": {"id": "GHSA-gone", "withdrawn": "2026-01-01T00:00:00Z"},
}


class Service(http.server.BaseHTTPRequestHandler):
    """Knows holes of one version of one package, as the public list would."""

    def do_POST(self) -> None:
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        assert all(query["package"]["ecosystem"] == "PyPI" for query in queries)
        is_hit = [(query["package"]["name"], query["version"]) == ("flask", "3.1.0") for query in queries]
        found = [{"vulns": [{"id": each} for each in KNOWN]} if hit else {} for hit in is_hit]
        self._answer({"results": found})

    def do_GET(self) -> None:
        self._answer(KNOWN[self.path.rpartition("/")[2]])

    def _answer(self, body: object) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv(SERVICE_VARIABLE, f"http://127.0.0.1:{server.server_address[1]}")
    yield
    server.shutdown()
    server.server_close()


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Pins flask and another."""
    pinned = "flask==3.1.0 ; python_version >= '3.11' \\\n    --hash=sha256:00\npsycopg[binary]==3.2.1 \\\n"
    (tmp_path / "requirements.txt").write_text(pinned)
    (tmp_path / "requirements-dev.txt").write_text("ruff==0.1.0\n")
    ignore(tmp_path, "")
    return tmp_path


def ignore(house: Path, entry: str) -> None:
    (house / "pyproject.toml").write_text(f"[tool.mot-cua.advisories]\nignored = [{entry}]\n", encoding="utf-8")


def asked(house: Path) -> tuple[int, str]:
    said: list[str] = []
    code = Asking(str(house)).report(said.append, TODAY)
    return code, "\n".join(said)


def test_a_hole_is_told_once_with_package_version_and_what_mends_it(house: Path, service: None) -> None:
    code, said = asked(house)
    assert code == 1
    assert said == ("Lỗ hổng đã biết: flask 3.1.0: GHSA-aaaa = CVE-1. A stranger may read files. Bản đã sửa: 3.9.9.")


def test_one_with_a_reason_passes_until_its_day(house: Path, service: None) -> None:
    ignore(house, '{id = "CVE-1", because = "we serve no files so", until = 2026-11-26}')
    code, said = asked(house)
    assert (code, "1 có lý do để chờ" in said) == (0, True)
    ignore(house, '{id = "CVE-1", because = "we serve no files so", until = 2026-11-25}')
    assert asked(house)[0] == 1
    ignore(house, '{id = "CVE-1", until = 2027-11-25}')
    code, said = asked(house)
    assert (code, "because" in said) == (1, True)
    ignore(house, '{id = "CVE-9", because = "mended long ago", until = 2027-11-25}')
    assert "CVE-9 không còn gặp" in asked(house)[1]


def test_where_nobody_can_be_asked_that_is_said_and_no_error(
    house: Path, monkeypatch: pytest.MonkeyPatch, stranger: str
) -> None:
    for url in (f"http://127.0.0.1:{free_port()}", "http://no-such-service.invalid", stranger, ""):
        monkeypatch.setenv(SERVICE_VARIABLE, url)
        code, said = asked(house)
        assert (code, "không hỏi được" in said) == (0, True), said


@pytest.fixture
def stranger() -> Iterator[str]:
    """The page of a hotel's network, for whatever is asked."""

    class Page(Service):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(["please sign in"])

    server = http.server.HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_one_who_never_answers_holds_nobody_up(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advisories, "WITHIN_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        monkeypatch.setenv(SERVICE_VARIABLE, f"http://127.0.0.1:{mute.getsockname()[1]}")
        began = time.monotonic()
        code, said = asked(house)
    assert time.monotonic() - began < 5
    assert (code, "không hỏi được" in said) == (0, True)


def test_lint_fails_for_a_hole_alone_and_asks_once(
    monkeypatch: pytest.MonkeyPatch, service: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything of our own locks is asked for; what is known of it is planted."""
    (hole,) = advisories.holes([("flask", "3.1.0")], os.environ[SERVICE_VARIABLE])
    times: list[int] = []

    def planted(pinned: list[tuple[str, str]], _: str) -> list[Any]:
        times.append(len(pinned))
        return [hole]

    monkeypatch.setattr(advisories, "holes", planted)
    monkeypatch.setattr(run, "ready_python", lambda _: "python")
    monkeypatch.setattr(subprocess, "call", lambda _: 0)
    assert run.run_lint([]) == 1
    assert "flask" in capsys.readouterr().out
    assert (len(times), times[0] > 90) == (1, True)
