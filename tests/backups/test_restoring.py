"""Does what was backed up come back whole, and is nothing newer, foreign or broken put in its place? Both databases."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from actions.events import first_broken
from backups import BackupProblem, Contents, listed, make
from backups.making import check
from backups.restoring import SET_ASIDE, restore
from config import Backups
from models import Event
from tests.actions.at_work import take
from tests.backups.houses import AT, PROGRAMS, House, broken, busy, refused


def test_what_is_committed_is_in_the_backup_and_comes_back(house: House) -> None:
    hall = busy(house, 3)
    kept = house.back_up()  # while the server has it open
    assert check(kept, PROGRAMS).tickets == 3
    take(hall)
    hall.database.close()
    done = restore(house.wish(kept, is_sure=True))
    assert (done.contents.tickets, done.before.tickets if done.before else None) == (3, 4)
    assert house.tickets() == [1, 2, 3]
    assert done.aside is not None
    assert check(done.aside, PROGRAMS).tickets == 4


def test_newer_data_is_not_overwritten_unless_told_and_nothing_changes(house: House) -> None:
    hall = busy(house, 2)
    kept = house.back_up()
    take(hall)
    hall.database.close()
    problem = refused(house.wish(kept))
    assert (problem.code, problem.facts["tickets"]) == ("would_lose", 1)
    assert not [*(house.data / SET_ASIDE).glob("*")]
    assert house.tickets() == [1, 2, 3]


def test_a_restored_office_goes_on_with_the_next_number_and_a_whole_log(house: House) -> None:
    hall = busy(house, 2)
    kept = house.back_up()
    hall.database.close()
    restore(house.wish(kept))
    hall = house.open()
    assert take(hall).label == "1-003"
    assert hall.read(first_broken) is None


def test_an_empty_place_takes_the_backup(house: House, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    busy(house, 2).database.close()
    kept = house.back_up()
    if house.url.startswith("sqlite"):
        elsewhere = replace(house, url=f"sqlite:///{tmp_path / 'new' / 'mot-cua.db'}", data=tmp_path / "new")
    else:
        server = request.getfixturevalue("postgres_server")
        server.psql("DROP DATABASE IF EXISTS elsewhere;")
        server.psql("CREATE DATABASE elsewhere;")
        url = server.get_uri("elsewhere").replace("postgresql://", "postgresql+psycopg://", 1)
        elsewhere = replace(house, url=url)
    assert restore(elsewhere.wish(kept)).before is None
    assert elsewhere.tickets() == [1, 2]


def test_another_office_a_newer_program_and_the_other_kind_are_refused(house: House) -> None:
    busy(house, 1).database.close()
    kept = house.back_up()
    assert refused(house.wish(kept, office="ha-lang")).code == "other_office"
    assert refused(house.wish(kept, schema="0001")).code == "newer_schema"
    other = "postgresql+psycopg://nobody@nowhere/x" if house.url.startswith("sqlite") else "sqlite:////nowhere.db"
    assert refused(house.wish(kept, url=other)).code == "wrong_kind"
    assert refused(house.wish(house.folder / "none.db")).code == "no_file"
    assert house.tickets() == [1]


def test_a_database_that_somebody_works_on_is_left_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backups.sqlite.BUSY_TIMEOUT_S", 0.1)
    hall = busy(house, 1)
    kept = house.back_up()
    if house.url.startswith("sqlite"):
        connection = sqlite3.connect(house.url.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        assert refused(house.wish(kept, is_sure=True)).code == "in_use"
        connection.close()
    else:
        hall.database.read(lambda session: session.get(Event, (1, 1)))
        assert refused(house.wish(kept, is_sure=True)).code == "in_use"


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "text"])
def test_a_broken_backup_is_refused_and_the_data_stays(files: House, harm: str) -> None:
    busy(files, 3).database.close()
    assert refused(files.wish(broken(files.back_up(), harm), is_sure=True)).code in ("damaged", "not_ours")
    assert files.tickets() == [1, 2, 3]


def test_a_dump_that_was_cut_or_spoiled_is_refused_too(house: House) -> None:
    busy(house, 3).database.close()
    kept = house.back_up()
    for harm in ("cut", "flipped"):
        assert refused(house.wish(broken(kept, harm), is_sure=True)).code == "damaged"
    assert house.tickets() == [1, 2, 3]


def test_a_database_of_something_else_is_refused(files: House) -> None:
    busy(files, 1).database.close()
    foreign = files.data / "foreign.db"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.close()
    assert refused(files.wish(foreign, is_sure=True)).code == "not_ours"
    assert files.tickets() == [1]


# -- files -------------------------------------------------------------------------------------------------------


def test_a_broken_database_is_set_aside_with_its_log_and_replaced(files: House) -> None:
    busy(files, 2).database.close()
    kept = files.back_up()
    database = Path(files.url.removeprefix("sqlite:///"))
    database.write_bytes(b"no database at all" * 999)
    database.with_name("mot-cua.db-wal").write_bytes(b"a log of something else" * 99)
    done = restore(files.wish(kept))
    assert (done.before, "database" in done.damage) == (None, True)
    assert files.tickets() == [1, 2]
    assert {path.name for path in (files.data / SET_ASIDE).iterdir()} == {
        "mot-cua-20170313-084000.db",
        "mot-cua-20170313-084000.db-wal",
    }


def test_a_database_copied_by_hand_with_its_log_serves_as_a_backup(files: House, tmp_path: Path) -> None:
    hall = busy(files, 2)
    database = Path(files.url.removeprefix("sqlite:///"))
    by_hand = tmp_path / "stick" / "mot-cua.db"
    by_hand.parent.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(database.with_name(database.name + ending), by_hand.with_name(by_hand.name + ending))
    assert by_hand.with_name("mot-cua.db-wal").stat().st_size > 0
    hall.database.close()
    database.unlink()
    assert restore(files.wish(by_hand)).contents.tickets == 2
    assert files.tickets() == [1, 2]


def test_a_backup_of_an_older_program_is_brought_up(files: House) -> None:
    busy(files, 1).database.close()
    kept = files.back_up()
    assert restore(files.wish(kept, schema="9999")).contents == check(kept, "")
    assert files.tickets() == [1]


def test_old_ones_go_and_half_ones_are_never_listed(files: House) -> None:
    busy(files, 1).database.close()
    for minute in range(4):
        make(files.url, files.folder, Backups(keep=2, keep_days=0), AT.replace(minute=minute))
    (files.folder / "mot-cua-20170313-090000.db.part").write_bytes(b"half")
    (files.folder / "letter.txt").write_text("of somebody")
    assert [each.made.minute for each in listed(files.folder)] == [3, 2]
    assert (files.folder / "letter.txt").exists()


def test_what_cannot_be_backed_up_is_told_and_leaves_nothing(files: House, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    busy(files, 1).database.close()
    for url, folder, code in (
        ("sqlite:////nowhere/mot-cua.db", files.folder, "no_data"),
        (files.url, tmp_path / "file", "not_written"),
    ):
        with pytest.raises(BackupProblem) as problem:
            make(url, folder, Backups(), AT)
        assert problem.value.code == code
    assert not listed(files.folder)


def test_a_full_disk_is_told_before_anything_is_written(files: House, monkeypatch: pytest.MonkeyPatch) -> None:
    busy(files, 1).database.close()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000))
    with pytest.raises(BackupProblem) as problem:
        files.back_up()
    assert problem.value.code == "no_space"


def test_what_counts_as_newer() -> None:
    old = Contents("0008", ("a",), 5, 10, None)
    assert replace(old, events=11).is_newer_than(old)
    assert not old.is_newer_than(replace(old, events=11))
    assert replace(old, schema="0009").is_newer_than(old)
    assert not old.is_newer_than(old)
