"""What do `accounts add` and `tokens add` do, say and refuse?"""

from __future__ import annotations

import io
import sqlite3
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

import commands
import config as configuration
from clock import TrainingClock, parse_training_start
from commands import Place, open_hall
from passwords import SHORTEST
from tests.running import AT, ROOT, RunningServer

PASSWORD = "mat-khau-thu-1"


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Desk:
    """Somebody at the terminal, with a data folder."""

    data: Path

    def type(self, *words: str, stdin: str = "") -> Done:
        """Run a command as server.py does, without the second that a process of its own costs."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", io.StringIO(stdin))
            code = commands.run([*words, "--data", str(self.data)])
        return Done(code, out.getvalue(), err.getvalue())

    def add(self, name: str, *more: str, password: str = PASSWORD) -> Done:
        """`accounts add` with the password on standard input."""
        return self.type("accounts", "add", name, "--password-stdin", *more, stdin=password + "\n")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A real database with one officer, "lan"."""
    desk = Desk(tmp_path_factory.mktemp("commands") / "data")
    assert desk.add("Lan", "--role", "officer", "--departments", "TP,KTHT").returncode == 0
    return desk


def assert_one_line(done: Done, *words: str) -> None:
    """Refused with one clear line, nothing on standard output, no traceback."""
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_an_account_is_kept_with_its_departments_and_no_password(desk: Desk) -> None:
    file = desk.data / "mot-cua.db"
    assert rows(file, "SELECT name, role FROM accounts WHERE name = 'lan'") == [("lan", "officer")]
    ((kept,),) = rows(file, "SELECT password_hash FROM accounts WHERE name = 'lan'")
    assert str(kept).startswith("$argon2id$")
    assert PASSWORD.encode() not in file.read_bytes()
    departments = rows(file, "SELECT department FROM officer_departments ORDER BY department")
    assert departments == [("KTHT",), ("TP",)]


def test_an_officer_without_departments_named_serves_all_and_the_office_none(desk: Desk) -> None:
    for name, role, number in (("all", "officer", 12), ("office", "supervisor", 0), ("chief", "administrator", 0)):
        done = desk.add(name, "--role", role)
        assert (done.returncode, done.stdout) == (0, "")
        assert f"Đã thêm tài khoản {name}" in done.stderr
        assert "dữ liệu chính" in done.stderr
        query = f"""SELECT count(department) FROM accounts LEFT JOIN officer_departments
                    ON officer_departments.officer_id = accounts.officer_id WHERE name = '{name}'"""
        assert rows(desk.data / "mot-cua.db", query) == [(number,)]


@pytest.mark.parametrize("password", ["", "short", "x" * (SHORTEST - 1)])
def test_a_short_password_is_refused(desk: Desk, password: str) -> None:
    assert_one_line(desk.add("new", "--role", "officer", password=password), str(SHORTEST))


def test_a_name_that_is_taken_is_refused(desk: Desk) -> None:
    assert_one_line(desk.add("LAN", "--role", "officer"), "lan")


@pytest.mark.parametrize("name", ["", "hai tu", "a" * 41, "a/b", "<b>"])
def test_a_name_that_nobody_could_type_is_refused(desk: Desk, name: str) -> None:
    assert_one_line(desk.add(name, "--role", "officer"))


def test_an_unknown_department_is_refused_and_nobody_added(desk: Desk) -> None:
    assert_one_line(desk.add("new", "--role", "officer", "--departments", "TP,NONE"), "NONE")
    assert rows(desk.data / "mot-cua.db", "SELECT count(*) FROM accounts WHERE name = 'new'") == [(0,)]


def test_an_unknown_role_is_refused(desk: Desk) -> None:
    done = desk.add("new", "--role", "king")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "king" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("whose", [("--device", "kiosk-1"), ("--account", "lan"), ("--account", " Lan ")])
def test_a_token_stands_alone_on_standard_output(desk: Desk, whose: tuple[str, str]) -> None:
    done = desk.type("tokens", "add", *whose)
    assert done.returncode == 0
    (secret,) = done.stdout.splitlines()
    assert len(secret) >= 32
    assert " " not in secret
    assert whose[1] in done.stderr
    assert secret not in done.stderr
    assert secret.encode() not in (desk.data / "mot-cua.db").read_bytes()


def test_each_token_is_another(desk: Desk) -> None:
    first, second = (desk.type("tokens", "add", "--device", "wall-1").stdout for _ in range(2))
    assert first != second


def test_an_unknown_device_is_refused(desk: Desk) -> None:
    assert_one_line(desk.type("tokens", "add", "--device", "kiosk-9"))


def test_an_unknown_account_is_refused(desk: Desk) -> None:
    assert_one_line(desk.type("tokens", "add", "--account", "nobody"))


@pytest.mark.parametrize("whose", [(), ("--device", "kiosk-1", "--account", "lan")])
def test_a_token_is_for_a_device_or_an_account(desk: Desk, whose: tuple[str, ...]) -> None:
    done = desk.type("tokens", "add", *whose)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "--device" in done.stderr
    assert "--account" in done.stderr


def test_an_unknown_command_is_no_traceback(desk: Desk) -> None:
    done = desk.type("dance")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_name_that_only_trainees_use_is_free_in_the_real_database(tmp_path: Path) -> None:
    """The training account stays with its own password; a name in the real database is taken as ever."""
    desk = Desk(tmp_path / "data")
    assert desk.add("lan", "--role", "supervisor").returncode == 0
    _make_training(desk.data)
    connection = sqlite3.connect(desk.data / "training" / "mot-cua.db")
    with connection:
        connection.execute("UPDATE accounts SET name = 'minh', password_hash = 'kept'")
    connection.close()
    added = desk.add("minh", "--role", "officer", "--departments", "TP")
    assert added.returncode == 0, added.stderr
    assert "Dữ liệu tập huấn đã có tài khoản minh; giữ nguyên" in added.stderr
    assert rows(desk.data / "mot-cua.db", "SELECT name FROM accounts ORDER BY id") == [("lan",), ("minh",)]
    assert rows(desk.data / "training" / "mot-cua.db", "SELECT name, password_hash FROM accounts") == [("minh", "kept")]
    assert_one_line(desk.add("minh", "--role", "officer"), "minh")


def test_a_token_of_an_account_that_trainees_lack_is_printed(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "data")
    _make_training(desk.data)
    assert desk.add("lan", "--role", "officer").returncode == 0
    training = sqlite3.connect(desk.data / "training" / "mot-cua.db")
    with training:
        training.execute("UPDATE accounts SET name = 'trainee'")
    training.close()
    done = desk.type("tokens", "add", "--account", "lan")
    assert (done.returncode, len(done.stdout.split())) == (0, 1)
    assert "không có tài khoản lan" in done.stderr


def _make_training(data: Path) -> None:
    config = configuration.load(ROOT / "config.toml")
    clock = TrainingClock(parse_training_start(AT, config.site.zone), config.site.zone)
    (data / "training").mkdir(parents=True)
    open_hall(Place(ROOT / "config.toml", data, None), config, clock).database.close()


def test_commands_work_beside_a_running_server_in_both_databases(tmp_path: Path) -> None:
    """A server in training holds its database; the same person and token then work there and in the real one.

    Processes of their own, as they are typed.
    """
    server = RunningServer(tmp_path / "data", at=AT)
    server.start()
    try:
        desk = Desk(server.data)
        words = ["accounts", "add", "minh", "--role", "officer", "--departments", "TP", "--password-stdin"]
        added = subprocess.run(
            [sys.executable, "server.py", *words, "--data", str(server.data)],
            cwd=ROOT, input=PASSWORD, capture_output=True, encoding="utf-8", timeout=60,
        )  # fmt: skip
        assert added.returncode == 0
        assert "dữ liệu chính" in added.stderr
        assert "dữ liệu tập huấn" in added.stderr
        token = server.command("tokens", "add", "--account", "minh")
        answer = server.api("POST", "/desks/4/open", token, {})
        assert (answer.status_code, answer.json()["departments"]) == (200, ["TP"])
        kiosk = desk.type("tokens", "add", "--device", "kiosk-1").stdout.strip()
        wish = {"touch_id": "a touch of mine", "department": "TP", "visit": "unsure"}
        assert server.api("POST", "/tickets", kiosk, wish).status_code == 201
        unknown = requests.get(f"{server.url}/api/v1/board", headers={"Authorization": "Bearer guessed"}, timeout=10)
        assert unknown.status_code == 401
    finally:
        server.stop()
    for database in (server.data / "mot-cua.db", server.data / "training" / "mot-cua.db"):
        assert rows(database, "SELECT name FROM accounts") == [("minh",)]
        assert rows(database, "SELECT count(*) FROM tickets") == [(int("training" in str(database)),)]
