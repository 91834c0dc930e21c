"""Names that nobody resolves, too few files, peers that vanish, a write-ahead log thrown away: does the house go on?"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import gevent
import pytest
import requests

from application import House
from launch import Server, listen
from tests.running import AT, ROOT, RunningServer, free_port

FILES = 400
# As a hall's router whose way out is gone: each question for a name is answered by nothing, for a minute.
WITHOUT_NAMES = """
import _socket, sys, time
real = _socket.getaddrinfo
def deaf(*_, **__): time.sleep(60); raise _socket.gaierror(-3, "Temporary failure in name resolution")
def by_number(host, *more, **options):
    named = isinstance(host, str) and any(letter.isalpha() for letter in host)
    return deaf() if named else real(host, *more, **options)
_socket.getaddrinfo = by_number
_socket.gethostbyaddr = _socket.gethostbyname = _socket.gethostbyname_ex = deaf
sys.argv[0] = "server.py"
exec(compile(open("server.py").read(), "server.py", "exec"))
"""
AS_EVER = """
import sys
sys.argv[0] = "server.py"
exec(compile(open("server.py").read(), "server.py", "exec"))
"""
FEW_FILES = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, ({FILES}, {FILES}))
sys.argv[0] = "server.py"
exec(compile(open("server.py").read(), "server.py", "exec"))
"""


class Odd:
    """A server in its own process, in surroundings that a few lines before it make."""

    def __init__(self, before: str, data: Path) -> None:
        self.port, self.log = free_port(), data.with_suffix(".out")
        self.data = data
        words = ["serve", "--data", str(data), "--host", "0.0.0.0", "--port", str(self.port), "--at", AT]
        with self.log.open("w") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-c", before, *words], cwd=ROOT, stdout=file, stderr=subprocess.STDOUT
            )

    def wait(self, within_s: float) -> float:
        """Seconds until it answered."""
        began = time.monotonic()
        while "Ctrl+C" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() - began < within_s, self.log.read_text()
            time.sleep(0.05)
        return time.monotonic() - began

    def ask(self, path: str = "/healthz") -> int:
        line = HTTPConnection("127.0.0.1", self.port, timeout=20)
        line.request("GET", path)
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer.status


@pytest.fixture
def odd(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Odd]:
    server = Odd(request.param, tmp_path / "data")
    yield server
    server.process.terminate()
    server.process.wait(30)


@pytest.mark.parametrize("odd", [WITHOUT_NAMES], indirect=True)
def test_a_hall_without_name_service_starts_and_answers_as_ever(odd: Odd) -> None:
    odd.wait(40)
    assert odd.ask("/readyz") == 200


@pytest.mark.parametrize("odd", [FEW_FILES], indirect=True)
def test_more_lines_than_files_cost_those_who_are_in_nothing(odd: Odd) -> None:
    odd.wait(40)
    kiosk = HTTPConnection("127.0.0.1", odd.port, timeout=20)
    kiosk.request("GET", "/healthz")
    kiosk.getresponse().read()
    silent = [socket.create_connection(("127.0.0.1", odd.port), timeout=20) for _ in range(FILES + 100)]
    for _ in range(20):
        kiosk.request("GET", "/readyz")
        answer = kiosk.getresponse()
        assert (answer.status, b'"failing"' in answer.read()) == (200, False)
    for each in (kiosk, *silent):
        each.close()
    assert odd.ask() == 200
    assert "Too many open files" not in odd.log.read_text()


@pytest.mark.long
@pytest.mark.parametrize("odd", [AS_EVER], indirect=True)
def test_ten_thousand_silent_lines_cost_those_who_are_in_nothing(odd: Odd) -> None:
    resource = pytest.importorskip("resource", reason="Windows has no such limits")
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    odd.wait(40)
    many = min(10_000, hard - 500)
    silent = [socket.create_connection(("127.0.0.1", odd.port), timeout=60) for _ in range(many)]
    began = time.monotonic()
    assert odd.ask("/readyz") == 200
    seconds = time.monotonic() - began
    print(f"{many} silent lines, answered after {seconds:.2f} s")
    for each in silent:
        each.close()
    assert seconds < 5
    assert "Too many open files" not in odd.log.read_text()


def test_a_screen_that_vanishes_without_a_word_is_forgotten(house: House) -> None:
    """Its cable was pulled: no end of the line ever comes."""
    engine = house.socketio.server.eio
    engine.ping_interval = engine.ping_timeout = 0.2
    server = Server(listen("127.0.0.1", 0), house.app, log=None, error_log=None)
    server.start()
    with gevent.socket.create_connection(server.address) as line:
        line.sendall(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        assert line.recv(4096).startswith(b"HTTP/1.1 101")
        assert len(engine.sockets) == 1
        until = time.monotonic() + 10
        while engine.sockets and time.monotonic() < until:
            gevent.sleep(0.05)
        assert len(engine.sockets) == 0
    server.stop(timeout=0.1)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path / "data", at=None)
    yield server
    server.kill()


def test_a_write_ahead_log_thrown_away_is_told_and_the_rest_is_whole(running: RunningServer, tmp_path: Path) -> None:
    """As after a power cut, by somebody who tidies up."""
    server = running
    server.start()
    server.kill()
    database = tmp_path / "data" / "mot-cua.db"
    assert database.with_name("mot-cua.db-wal").stat().st_size > 0
    database.with_name("mot-cua.db-wal").unlink()
    server.start()
    seen = requests.get(f"{server.url}/readyz", timeout=20).json()
    assert (seen["status"], seen["concerns"]) == ("ok", ["wal_lost"])
    assert "nguyên vẹn" in server.command("audit", "verify")
    server.restart()
    assert requests.get(f"{server.url}/readyz", timeout=20).json()["concerns"] == []
