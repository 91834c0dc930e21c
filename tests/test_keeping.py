"""What do `audit verify` and `privacy` say on the terminal?"""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import config as configuration
from actions.people import OfficerWish, officer_left, save_officer
from commands import Place, open_hall
from tests.actions.at_work import take
from tests.conftest import SetClock
from tests.running import ROOT
from tests.test_commands import Desk, assert_one_line


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An office that gave a number on a Monday long ago and lost an officer."""
    office = configuration.load(ROOT / "config.toml")
    monday = SetClock(datetime(2017, 3, 13, 8, 40), office.site.zone)  # the real database, on that day
    hall = open_hall(Place(ROOT / "config.toml", tmp_path, None), office, monday)
    take(hall, "TP")
    wish = OfficerWish("Lê Thị Thử", ("TP",), mobile="+84912345678")
    officer: Any = hall.write(save_officer, wish=wish, actor="test")
    hall.write(officer_left, officer_id=officer.id, actor="test")
    hall.database.close()
    return Desk(tmp_path)


def test_a_whole_log_and_a_changed_one(desk: Desk) -> None:
    done = desk.type("audit", "verify")
    assert (done.returncode, "Nhật ký nguyên vẹn" in done.stdout) == (0, True)
    connection = sqlite3.connect(desk.data / "mot-cua.db")
    with connection:
        connection.execute("DROP TRIGGER events_refuse_update")
        connection.execute("UPDATE events SET actor = 'nobody' WHERE seq = 2")
    connection.close()
    done = desk.type("audit", "verify")
    assert (done.returncode, done.stdout) == (1, "")
    assert "dòng 2 (trong " in done.stderr


@pytest.mark.parametrize("day", ["2017-03-13", "13/3/2017"])
def test_a_ticket_is_taken_out_and_erased(desk: Desk, day: str) -> None:
    of = ("--ticket", "4-001", "--day", day)
    before = json.loads(desk.type("privacy", "export", *of).stdout)["ticket"]
    assert (before["department"], before["number"]) == ("TP", 1)
    done = desk.type("privacy", "erase", *of)
    assert (done.returncode, "bản sao lưu cũ" in done.stderr) == (0, True)
    after = json.loads(desk.type("privacy", "export", *of).stdout)["ticket"]
    assert after["token"] != before["token"]
    assert after["return_code"] == ""


def test_an_officer_is_found_by_name_and_erased(desk: Desk) -> None:
    done = desk.type("privacy", "export", "--officer", "Lê Thị Thử")
    assert json.loads(done.stdout)["officer"]["mobile"] == "+84912345678"
    assert desk.type("privacy", "erase", "--officer", "Lê Thị Thử").returncode == 0
    assert "+84912345678" not in desk.type("privacy", "export", "--officer", "Lê Thị Thử").stdout


def test_what_is_not_there_or_not_said_is_one_line(desk: Desk) -> None:
    assert_one_line(desk.type("privacy", "export", "--ticket", "4-999", "--day", "2017-03-13"))
    assert_one_line(desk.type("privacy", "erase", "--officer", "Không Có"), "danh sách")
    for words in ([], ["--ticket", "4-001"], ["--ticket", "x", "--day", "2017-03-13"], ["--day", "2017-03-13"]):
        done = desk.type("privacy", "export", *words)
        assert done.returncode == 2
        assert "--ticket 4-017" in done.stderr
