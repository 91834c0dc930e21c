"""How does the server come up, what does it say, and how does it go down?"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import gevent
import pytest
import requests

import commands
from launch import CannotStart, Handler, Server, hold, listen, secret_key
from tests.races.office_of_sixteen import write_config
from tests.running import AT, ROOT, RunningServer, free_port

Start = Callable[..., RunningServer]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    made: list[RunningServer] = []

    def begin(data: Path | None = None, **more: Any) -> RunningServer:
        server = RunningServer(data or tmp_path / "data", **more)
        made.append(server)
        server.start()
        return server

    yield begin
    for server in made:
        server.stop()


def serve(data: Path, *more: str, port: int = 0) -> subprocess.CompletedProcess[str]:
    """A start that must fail."""
    command = [sys.executable, "server.py", "--data", str(data), "--host", "127.0.0.1", "--port", str(port), *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, encoding="utf-8")


def refused(data: Path, *more: str, port: int = 0) -> subprocess.CompletedProcess[str]:
    """A start that must fail before it listens: in this process, which is quicker."""
    words = ["--data", str(data), "--host", "127.0.0.1", "--port", str(port), *more]
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = commands.run(words)
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())


def assert_one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for word in words:
        assert word in done.stderr


# -- what stands in the way --------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_one_line_and_changes_nothing(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = refused(tmp_path / "data", port=port)
    assert_one_line(done, f"Cổng {port}", "--port")
    assert not (tmp_path / "data").exists()


def test_an_address_that_is_not_ours_is_one_line(tmp_path: Path) -> None:
    assert_one_line(refused(tmp_path / "data", "--host", "192.0.2.1"), "192.0.2.1", "--host")


def test_data_that_is_no_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    assert_one_line(serve(tmp_path / "data"), str(tmp_path / "data"), "--data")


def test_a_database_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """A folder where the file should be: nobody can write that, not even root, as which tests may run."""
    (tmp_path / "data" / "mot-cua.db").mkdir(parents=True)
    assert_one_line(serve(tmp_path / "data"), "mot-cua.db", "--data")


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mot-cua.db").write_bytes(b"no database at all" * 1_000)
    assert_one_line(serve(tmp_path / "data"), "mot-cua.db")


def test_desks_that_name_what_is_not_posted_are_told_all_at_once(tmp_path: Path) -> None:
    sample = ROOT / "samples" / "commune"
    text = (sample / "config.toml").read_text(encoding="utf-8")
    text = text.replace('"procedures.csv"', f'"{(sample / "procedures.csv").as_posix()}"')
    text = text.replace('"Nuôi con nuôi"', '"Con nuôi"').replace('"1.004845"', '"1.00484"')
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    done = serve(tmp_path / "data", "--config", str(tmp_path / "config.toml"))
    assert (done.returncode, done.stdout) == (2, "")
    heading, field, code = done.stderr.strip().splitlines()
    assert "config.toml" in heading
    assert 'desks.8.fields.TPHT = "Con nuôi"' in field
    assert "Hộ tịch, Chứng thực, Nuôi con nuôi" in field
    assert 'desks.8.procedures.TPHT = "1.00484"' in code
    assert "1.004845" in code


def test_a_schema_newer_than_the_code_is_one_line_and_is_left_alone(tmp_path: Path, sqlite_template: Path) -> None:
    (tmp_path / "data").mkdir()
    database = tmp_path / "data" / "mot-cua.db"
    shutil.copy(sqlite_template, database)
    connection = sqlite3.connect(database)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    assert_one_line(serve(tmp_path / "data"), "9999", "mot-cua.db")
    connection = sqlite3.connect(database)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]
    connection.close()


def test_a_database_out_of_reach_is_one_line(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/nothing"
    done = serve(tmp_path / "data", "--database", url)
    assert done.returncode == 2
    assert "Không kết nối được cơ sở dữ liệu" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_problem_of_a_configuration_is_listed_at_once(tmp_path: Path) -> None:
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    broken = (
        text.replace("series = 2", "series = 1", 1)
        .replace('duty = ["mon", "wed", "fri"]', 'duty = ["mon", "someday"]', 1)
        .replace('departments = ["TP", "VHTT"]', 'departments = ["NONE"]')
        .replace("[idle]", "[idle]\nsleep = 3")
    )
    path = tmp_path / "config.toml"
    path.write_text(broken, encoding="utf-8")
    done = refused(tmp_path / "data", "--config", str(path))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for word in ("series", "someday", "NONE", "sleep"):
        assert word in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("text", ["[site", "", None])
def test_a_configuration_that_cannot_be_read_is_no_traceback(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "config.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    done = refused(tmp_path / "data", "--config", str(path))
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("at", ["yesterday", "2017-02-30 08:00", "2017-03-13", ""])
def test_a_training_start_that_is_no_moment_is_one_line(tmp_path: Path, at: str) -> None:
    assert_one_line(refused(tmp_path / "data", "--at", at), "--at")


@pytest.mark.parametrize("port", ["70000", "-1", "web"])
def test_a_port_that_is_none_is_no_traceback(tmp_path: Path, port: str) -> None:
    done = refused(tmp_path / "data", "--port", port)
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


# -- what it says ------------------------------------------------------------------------------------------------


def test_the_first_start_prints_links_and_the_second_says_paired(start: Start) -> None:
    server = start()
    assert set(server.links) == {"kiosk", "wall", "set-up"}
    assert re.search(r"Giờ tập huấn: 8:40, (thứ Hai, )?(ngày )?13/3/2017", server.output)
    for name in ("kiosk", "wall"):
        browser = requests.Session()
        page = browser.get(server.links[name], timeout=10)
        assert page.status_code == 200
        token = page.text.split('name="csrf-token" content="')[1].split('"')[0]
        paired = browser.post(server.links[name], headers={"Origin": server.url, "X-CSRFToken": token}, timeout=10)
        assert paired.status_code == 200
        assert paired.url.endswith("/kiosk/" if name == "kiosk" else "/display/")
        browser.close()
    old = server.links.pop("set-up")
    server.restart()
    assert server.output.count("đã ghép") == 2
    assert "/pair/" not in server.output
    # Still nobody can sign in: there is a new link, and the old one has ended.
    assert requests.get(old, timeout=10).status_code == 410
    assert requests.get(server.links["set-up"], timeout=10).status_code == 200


def test_a_closed_office_prints_the_training_command_and_it_works(tmp_path: Path, start: Start) -> None:
    config = closed_today(tmp_path)
    server = start(at=None, config=config)
    assert "không phòng nào nhận số" in server.output
    found = re.search(r'python3 run\.py --config "[^"]+" --at "([^"]+)"', server.output)
    assert found is not None, server.output
    assert server.stop() == 0
    training = start(at=found[1], config=config)
    assert "không phòng nào nhận số" not in training.output
    wish = {"touch_id": "a first touch", "department": "TP", "visit": "unsure"}
    assert training.api("POST", "/tickets", training.token("kiosk-1"), wish).status_code == 201


def closed_today(folder: Path) -> Path:
    """The office on duty only two days from now, whatever day this test meets."""
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    day = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[(datetime.now(zone) + timedelta(days=2)).weekday()]
    path = write_config(folder, draws=True)
    text = re.sub(r"^duty = .*$", f'duty = ["{day}"]', path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    return path


def test_training_leaves_the_real_database_alone_and_knows_its_people(start: Start) -> None:
    real = start(at=None)
    real.add_account("chief", "administrator", "mat-khau-thu-1")
    kiosk = real.token("kiosk-1")
    assert real.stop() == 0
    before = contents(real.data / "mot-cua.db")
    training = start(real.data, at=AT)
    assert training.data == real.data
    wish = {"touch_id": "a touch in training", "department": "TP", "visit": "unsure"}
    assert training.api("POST", "/tickets", kiosk, wish).status_code == 201
    assert "/set-up/" not in training.output
    assert_one_line(serve(real.data, "--at", AT), str(real.data), "--data")  # this folder has its server
    assert training.stop() == 0
    assert contents(real.data / "mot-cua.db") == before
    assert ("chief",) in contents(real.data / "training" / "mot-cua.db", "SELECT name FROM accounts")
    assert len(contents(real.data / "training" / "mot-cua.db", "SELECT id FROM tickets")) == 1


def contents(database: Path, query: str | None = None) -> list[Any]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(query).fetchall() if query else list(connection.iterdump())
    finally:
        connection.close()


# -- how it works ------------------------------------------------------------------------------------------------


def test_the_key_of_cookies_is_for_its_owner_only(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    path = tmp_path / "keys" / "secret"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (len(key), path.read_bytes()) == (32, key)


def test_the_key_is_made_once(tmp_path: Path) -> None:
    assert secret_key(tmp_path) == secret_key(tmp_path)
    assert secret_key(tmp_path / "other") != secret_key(tmp_path)
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["secret"]


def test_a_folder_is_held_by_one_and_free_again_afterwards(tmp_path: Path) -> None:
    held = hold(tmp_path)
    with pytest.raises(CannotStart, match="data_in_use"):
        hold(tmp_path)
    held.close()
    hold(tmp_path).close()


def assert_small_answers_come_at_once(server: RunningServer) -> None:
    """On a kept connection; without TCP_NODELAY each would wait 40 ms for the client."""
    line = HTTPConnection("127.0.0.1", server.port, timeout=10)
    ask(line)
    took = [ask(line) for _ in range(30)]
    line.close()
    assert min(took) < 0.03, took


def ask(line: HTTPConnection) -> float:
    begun = time.monotonic()
    line.request("GET", "/healthz")
    answer = line.getresponse()
    assert answer.status == 200
    answer.read()
    return time.monotonic() - begun


def test_every_connection_has_nagle_switched_off() -> None:
    listening = listen("127.0.0.1", 0)
    with socket.create_connection(listening.getsockname()) as client:
        accepted, address = listening.accept()
        server = Server(listening, lambda *_: [], log=None)
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0
        Handler(accepted, address, server)
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
        client.close()
        accepted.close()
    listening.close()


def test_it_answers_at_once_and_a_stop_says_so_and_ends_with_zero(start: Start) -> None:
    server = start()
    assert_small_answers_come_at_once(server)
    assert stat.S_IMODE((server.data / "training" / "keys" / "secret").stat().st_mode) == 0o600
    worker_log = server.data.parent / "server.out"
    begun = time.monotonic()
    os.kill(server.pid, signal.SIGTERM)
    assert server._process is not None
    assert server._process.wait(60) == 0
    assert time.monotonic() - begun < 18
    assert "đã dừng" in worker_log.read_text(encoding="utf-8")
    assert "Traceback" not in worker_log.read_text(encoding="utf-8")
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{server.url}/healthz", timeout=2)


def test_an_answer_under_way_is_finished(start: Start) -> None:
    """A sign-in takes as long as its password: the stop comes while it is being checked."""
    server = start()
    server.add_account("chief", "administrator")
    browser = requests.Session()
    page = browser.get(f"{server.url}/sign-in", timeout=10).text
    token = page.split('name="csrf-token" content="')[1].split('"')[0]
    line = HTTPConnection("127.0.0.1", server.port, timeout=20)
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    browser.close()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded", "Origin": server.url, "Cookie": cookies,
    }  # fmt: skip
    line.request("POST", "/sign-in", f"name=chief&password=mat-khau-thu-1&csrf_token={token}", headers)
    time.sleep(0.05)  # until it has come in
    os.kill(server.pid, signal.SIGTERM)
    answer = line.getresponse()
    assert (answer.status, answer.headers["Location"]) == (302, "/office/")
    answer.read()
    line.close()
    assert server.stop() == 0


def test_open_sockets_and_waiting_claims_do_not_hold_up_a_stop(start: Start) -> None:
    server = start()
    token = server.token("printers")
    waiting = HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    waiting.request("POST", "/api/v1/print/claim", '{"printer": "preview"}', headers)
    idle = socket.create_connection(("127.0.0.1", server.port))
    half = socket.create_connection(("127.0.0.1", server.port))
    half.sendall(b"POST /kiosk/tickets HTTP/1.1\r\nHost: x\r\nContent-Le")
    begun = time.monotonic()
    os.kill(server.pid, signal.SIGINT)  # Ctrl+C
    assert server._process is not None
    assert server._process.wait(60) == 0
    assert time.monotonic() - begun < 18
    for line in (waiting, idle, half):
        line.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows numbers its sockets otherwise")
def test_who_has_hung_up_is_noticed_also_behind_a_thousand_open_phones() -> None:
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, most), most))
    listening = listen("127.0.0.1", 0)
    held = [os.dup(0) for _ in range(1100)]
    try:
        client = socket.create_connection(listening.getsockname())
        accepted, address = listening.accept()
        assert accepted.fileno() > 1024
        handler = Handler(accepted, address, Server(listening, lambda *_: [], log=None))
        assert not handler._has_gone()
        client.send(b"x")
        gevent.sleep(0.05)
        assert not handler._has_gone()
        accepted.recv(1)
        client.close()
        gevent.sleep(0.05)
        assert handler._has_gone()
        accepted.close()
    finally:
        for each in held:
            os.close(each)
        listening.close()
