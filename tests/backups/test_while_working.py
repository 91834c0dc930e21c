"""Is a back-up whole that is made under load or cut off by `kill -9`, and do back-ups come by themselves?"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import gevent
import pytest

from backups import BackupProblem, listed
from backups.automatic import AGAIN_AFTER_S, FIRST_AFTER_S, Automatic
from backups.making import check
from backups.restoring import Wish, restore
from database import SCHEMA
from tests.live.listener import wait_until
from tests.races.clients import Line, together
from tests.running import ROOT, RunningServer

KILLS, KILLS_LONG = 3, 60
ROWS = 150_000
FILL = """
INSERT INTO devices (site_id, code, kind)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
SELECT (SELECT min(id) FROM sites), 'device-' || i, hex(randomblob(40)) FROM n
"""


def command(*words: str, data: Path) -> list[str]:
    return [sys.executable, "server.py", *words, "--data", str(data)]


def run(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*words, data=data), cwd=ROOT, capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database takes long enough to copy that a kill can hit the copying."""
    data = tmp_path_factory.mktemp("large") / "data"
    made = subprocess.run(
        command("accounts", "add", "lan", "--role", "officer", "--password-stdin", data=data),
        cwd=ROOT, input="mat-khau-thu-1", capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    connection = sqlite3.connect(data / "mot-cua.db")
    with connection:
        connection.execute(FILL, (ROWS,))
    connection.close()
    return data


def test_a_backup_that_is_killed_leaves_nothing_that_restore_accepts(
    large: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    folder, chance, hits, contents = tmp_path / "backups", random.Random(4), 0, check_of(large)
    for turn in range(KILLS_LONG if pytestconfig.getoption("--long") else KILLS):
        process = subprocess.Popen(
            command("backup", "--to", str(folder), data=large),
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 30
        while not [*folder.glob("*.part")] and process.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.05) if turn % 2 else 0)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for half in folder.glob("*.part"):
            hits += 1
            # Named as a whole one, which nobody but a person in a hurry would do.
            renamed = half.with_suffix("").with_name(f"half-{turn}.db")
            half.rename(renamed)
            for beside in folder.glob("*.part-journal"):
                beside.unlink()
            assert_refused_or_whole(renamed, tmp_path / f"new-{turn}", contents)
            renamed.unlink()
        for whole in listed(folder):
            assert check(whole.path, "") == contents
            whole.path.unlink()
    assert hits >= 1


def assert_refused_or_whole(half: Path, data: Path, contents: object) -> None:
    database = data / "mot-cua.db"
    data.mkdir()
    wish = Wish(half, f"sqlite:///{database}", data, "quang-uyen", SCHEMA, datetime(2017, 3, 13, 8, 40), is_sure=True)
    try:
        assert restore(wish).contents == contents  # all was there, and only the name was missing
    except BackupProblem:
        assert not database.exists()


def check_of(data: Path) -> object:
    return check(data / "mot-cua.db", "")


def test_what_was_answered_before_a_backup_begins_is_in_it(running_server: RunningServer, tmp_path: Path) -> None:
    database = running_server.data / "training" / "mot-cua.db"
    token, told = running_server.token("kiosk-1"), list[str]()
    is_over = False

    def kiosk(name: int) -> None:
        line, count = Line(running_server.url, bearer=token), 0
        while not is_over:
            count += 1
            wish = {"touch_id": f"kiosk-{name}-{count:06d}", "department": "TP", "visit": "unsure"}
            answer = line.post("/api/v1/tickets", wish)
            assert answer.status == 201, answer
            told.append(answer.body["token"])
        line.close()

    finish = together([lambda n=n: kiosk(n) for n in range(3)])
    place = tmp_path / "as-real"
    place.mkdir()
    (place / "mot-cua.db").symlink_to(database)  # `backup` copies the real data; here the training server writes it
    for wanted in (5, 20):
        wait_until(lambda wanted=wanted: len(told) >= wanted, f"{wanted} tickets")
        before = len(told)
        done = run("backup", "--to", str(tmp_path / "backups"), data=place)
        assert done.returncode == 0, done.stderr
        newest = listed(tmp_path / "backups")[0]
        connection = sqlite3.connect(newest.path)
        kept = {token for (token,) in connection.execute("SELECT token FROM tickets")}
        connection.close()
        assert set(told[:before]) <= kept
    is_over = True
    finish()


# -- by themselves -----------------------------------------------------------------------------------------------


class Wall:
    """The office's clock, the running seconds and what was told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.passed_s = datetime(2017, 3, 13, 8, 40), 1000.0
        self.told: list[str | None] = []
        monkeypatch.setattr("backups.automatic.time.monotonic", lambda: self.passed_s)

    def wait(self, **more: float) -> None:
        self.now += timedelta(**more)
        self.passed_s += timedelta(**more).total_seconds()


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    return Wall(monkeypatch)


def writes(folder: Path, wall: Wall) -> list[str]:
    """A command that leaves a file as `backup` does."""
    return [sys.executable, "-c", f"open(r'{folder}/mot-cua-{wall.now:%Y%m%d-%H%M%S}.db', 'w')"]


def automatic(command: list[str], folder: Path, wall: Wall) -> Automatic:
    return Automatic(command, {}, folder, 4, lambda: wall.now, wall.told.append)


def test_a_backup_comes_by_itself_when_the_newest_is_too_old(large: Path, tmp_path: Path, wall: Wall) -> None:
    """The real command: its file is there and whole."""
    folder = tmp_path / "backups"
    each = automatic(command("backup", "--to", str(folder), data=large), folder, wall)
    each.look()
    assert wall.told == []  # a start has other things to do
    wall.wait(seconds=FIRST_AFTER_S + 1)
    gevent.spawn(each.look).join()
    assert wall.told == [None]
    assert check(listed(folder)[0].path, "") == check_of(large)


def test_a_fresh_one_is_not_made_again_and_one_of_the_future_is_none(tmp_path: Path, wall: Wall) -> None:
    each = automatic(writes(tmp_path, wall), tmp_path, wall)
    wall.wait(minutes=2)
    each.look()
    wall.wait(hours=3)
    each.look()
    assert len(wall.told) == 1
    wall.now -= timedelta(days=400)  # the battery is empty: the newest seems to be of next year
    wall.wait(hours=2)
    each.look()
    assert len(wall.told) == 2
    each.look()
    assert len(wall.told) == 2


def test_a_failure_is_told_and_tried_again_soon(tmp_path: Path, wall: Wall) -> None:
    each = automatic([sys.executable, "-c", "import sys; sys.exit('the stick was pulled out')"], tmp_path, wall)
    wall.wait(minutes=2)
    each.look()
    assert wall.told == ["the stick was pulled out"]
    wall.wait(seconds=AGAIN_AFTER_S + 1)
    each.look()
    assert len(wall.told) == 2
