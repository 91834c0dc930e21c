"""Clients that say nothing, half or too slowly, and another program that holds the database: who else suffers?"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gevent
import pytest
from flask.testing import FlaskClient

import launch
from actions.hall import Hall
from application import House
from launch import Server, listen
from tests.actions.at_work import take
from tests.running import ROOT
from tests.test_database import HOLD_THE_LOCK, release
from tests.test_launch import assert_one_line, serve
from tests.visitors import paired

SOCKETS = 300


@pytest.fixture
def server(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The product's own server on a real port, impatient."""
    monkeypatch.setattr(launch, "SILENT_S", 0.4)
    serving = Server(listen("127.0.0.1", 0), house.app, log=None, error_log=None)
    serving.start()
    yield serving
    serving.stop(timeout=0.1)


def connect(server: Server) -> Any:
    """A cooperative socket, for the server runs in this process."""
    return gevent.socket.create_connection(server.address)


def ask(server: Server) -> tuple[bytes, float]:
    began = time.monotonic()
    with connect(server) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        answer = b""
        while some := line.recv(4096):
            answer += some
    return answer, time.monotonic() - began


@pytest.mark.parametrize(
    "half",
    [
        b"",
        b"GET /heal",
        b"GET /healthz HTTP/1.1\r\nHost: he",
        b"POST /sign-in HTTP/1.1\r\nHost: here\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 500\r\n\r\nname=",
    ],
    ids=["nothing", "half a line", "half the headers", "half a body"],
)
def test_half_a_request_is_hung_up_on_and_nobody_else_waits(server: Server, half: bytes) -> None:
    with connect(server) as slow:
        slow.sendall(half)
        assert ask(server)[0].startswith(b"HTTP/1.1 200")
        slow.settimeout(10)
        answer = b""
        while some := slow.recv(4096):
            answer += some
    assert b" 500 " not in answer
    assert b" 200 " not in answer.split(b"\r\n")[0]


@pytest.mark.parametrize("begun", [b"", b"GET /healthz HTTP/1.1\r\nHost: "], ids=["a line", "the headers"])
def test_a_client_that_dribbles_for_ever_is_hung_up_on_too(server: Server, begun: bytes) -> None:
    """It is never silent for as long as silence is borne."""
    with connect(server) as slow:
        slow.sendall(begun)
        with pytest.raises(OSError, match=r"reset|pipe|abort"):
            dribble(slow)


BODY = b"POST /sign-in HTTP/1.1\r\nHost: here\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize(
    "begun",
    [
        BODY + b"Content-Length: 5000\r\n\r\n",
        BODY + b"Content-Length: 500000000\r\n\r\n",
        BODY + b"Transfer-Encoding: chunked\r\n\r\n1f40\r\n",
        b"POST /no-such-page HTTP/1.1\r\nHost: here\r\nContent-Length: 5000\r\n\r\n",
    ],
    ids=["a form", "more than is taken", "in chunks", "for nobody"],
)
def test_a_body_that_dribbles_holds_no_line_for_ever(server: Server, begun: bytes) -> None:
    with connect(server) as slow:
        slow.sendall(begun)
        with pytest.raises(OSError, match=r"reset|pipe|abort"):
            dribble(slow)
        assert ask(server)[0].startswith(b"HTTP/1.1 200")


def test_a_body_that_comes_slowly_but_steadily_is_taken(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "BODY_BYTES_PER_S", 10_000)
    kept = b"name=x&filler=" + b"x" * 100_000
    with connect(server) as slow:
        slow.sendall(BODY + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(kept))
        for at in range(0, len(kept), 10_000):
            slow.sendall(kept[at : at + 10_000])
            gevent.sleep(0.1)  # longer in all than silence is borne
        answer = slow.recv(4096)
    assert answer.startswith(b"HTTP/1.1 303")  # read to its end: the form is too old


def dribble(line: Any) -> None:
    """A letter now and then, for ten seconds at most."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        line.sendall(b"x")
        gevent.sleep(0.1)


def test_silent_lines_keep_nobody_waiting(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand of them: tests/abuse/test_environs.py."""
    monkeypatch.setattr(launch, "SILENT_S", 60.0)
    silent = [connect(server) for _ in range(SOCKETS)]
    answer, seconds = ask(server)
    assert answer.startswith(b"HTTP/1.1 200")
    assert seconds < 2
    for line in silent:
        line.close()


@pytest.fixture
def kiosk(house: House) -> FlaskClient:
    """Paired while the database could be written."""
    return paired(house)


@pytest.fixture
def holder(house: House, kiosk: FlaskClient) -> Iterator[Any]:
    """Another program with the write lock of the hall's database."""
    path = str(house.hall.database.engine.url.database)
    take(house.hall)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.communicate()


def test_a_database_that_another_program_holds_is_told_and_works_again_by_itself(
    house: House, kiosk: FlaskClient, holder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("database.BUSY_TIMEOUT_MS", 100)
    house.app.config.update(PROPAGATE_EXCEPTIONS=False, TESTING=False)
    wish = {"touch_id": "a touch while locked", "department": "TP", "visit": "unsure"}
    headers = {"Origin": "http://localhost", "Accept": "application/json"}
    locked = kiosk.post("/kiosk/tickets", json=wish, headers=headers)
    assert locked.status_code == 500
    assert "Mời ông/bà đến" in locked.get_json()["title"]
    assert house.app.test_client().get("/readyz").status_code == 503
    release(holder)
    holder.wait(10)
    given = kiosk.post("/kiosk/tickets", json=wish, headers=headers)
    assert (given.status_code, given.get_json()["number"]) == (201, 1)
    assert house.app.test_client().get("/readyz").status_code == 200


def test_a_pc_without_time_zone_data_is_told_so_and_not_that_the_zone_is_wrong(tmp_path: Path) -> None:
    without = "import sys; sys.modules['tzdata'] = None; import commands; sys.exit(commands.run(sys.argv[1:]))"
    command = [sys.executable, "-c", without, "serve", "--data", str(tmp_path), "--port", "0"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONTZPATH": ""}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "site.time_zone" in done.stderr
    assert "thiếu dữ liệu múi giờ" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_database_is_one_line_that_says_how_to_bring_it_back(
    tmp_path: Path, make_hall: Callable[..., Hall]
) -> None:
    database = tmp_path / "data" / "mot-cua.db"
    database.parent.mkdir()
    hall = make_hall(f"sqlite:///{database}")
    hall.database.close()
    whole = database.read_bytes()
    database.write_bytes(whole[:100] + b"\xff" * 4_000 + whole[4_100:])
    done = serve(tmp_path / "data")
    assert_one_line(done, "bị hỏng", "python3 run.py restore")
    assert database.read_bytes()[:4_000] == (whole[:100] + b"\xff" * 4_000)[:4_000]
