"""Does restoring lose nothing in the odd cases: other tables, another past, no room, no power, a clock set back?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from actions.audit import lineage, note_restored
from actions.hall import Hall
from backups import BackupProblem, listed, make, postgres
from backups.restoring import SET_ASIDE, restore
from config import Backups
from tests.actions.at_work import take
from tests.backups.houses import AT, PROGRAMS, House, broken, busy, refused
from tests.conftest import SetClock


def test_what_was_begun_anew_meanwhile_is_not_overwritten_by_the_longer_past(house: House, set_clock: SetClock) -> None:
    """The data were set aside to go on working, and the back-up is brought back in the evening."""
    busy(house, 3).database.close()
    past = house.back_up()
    emptied(house)
    set_clock.wait(3600)
    busy(house, 1).database.close()
    assert refused(house.wish(past)).code == "would_lose_tickets"
    assert house.tickets() == [1]
    assert restore(house.wish(past, is_sure=True)).contents.tickets == 3


def emptied(house: House) -> None:
    """No database is there any more."""
    if house.url.startswith("sqlite"):
        Path(house.url.removeprefix("sqlite:///")).unlink()
        return
    engine = create_engine(house.url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()


def test_screens_are_told_that_the_data_are_others(sqlite_hall: Hall, set_clock: SetClock) -> None:
    """By a word in each tick; the log is not searched for it to its beginning."""
    said = [sqlite_hall.read(lineage)]
    for _ in range(2):
        sqlite_hall.write(note_restored, file="a.db", was_at=None, discarded=3, actor="test")
        take(sqlite_hall)
        said.append(sqlite_hall.read(lineage))
    assert said[0] == ""
    assert len(set(said)) == 3
    set_clock.wait(8 * 24 * 3600)
    assert sqlite_hall.read(lineage) == ""


def test_tables_of_a_later_schema_do_not_stand_in_the_way(house: House) -> None:
    """As where a program that made them is taken back, or a back-up is older than a table that names tickets."""
    busy(house, 2).database.close()
    kept = house.back_up()
    engine = create_engine(house.url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE later (id INTEGER PRIMARY KEY, ticket INTEGER REFERENCES tickets (id))"))
    engine.dispose()
    restore(house.wish(kept))
    engine = create_engine(house.url)
    assert not inspect(engine).has_table("later")
    engine.dispose()
    assert house.tickets() == [1, 2]


def test_a_restoring_that_breaks_off_leaves_the_data(
    make_hall: Callable[..., Hall], postgres_url: str, tmp_path: Path
) -> None:
    """The dump cannot be read to its end, though it could when it was checked."""
    house = House(make_hall, postgres_url, tmp_path)
    busy(house, 3).database.close()
    with pytest.raises(BackupProblem) as problem:
        postgres.restore(postgres_url, broken(house.back_up(), "cut"), PROGRAMS)
    assert problem.value.code == "failed"
    assert house.tickets() == [1, 2, 3]


def test_a_dump_of_which_nonsense_comes_out_is_damaged(tmp_path: Path) -> None:
    """A spoiled one is unpacked as far as it goes; only its end tells that its sum is wrong."""
    reader, dump = tmp_path / "pg_restore", tmp_path / "a.dump"
    reader.write_text(
        "#!/bin/sh\nprintf 'COPY public.events (seq, at) FROM stdin;\\n1\\t\\377\\n'; yes | head -99999\n"
    )
    reader.chmod(0o755)
    dump.write_bytes(b"PGDMP")
    with pytest.raises(BackupProblem) as problem:
        postgres.contents(dump, str(tmp_path))
    assert problem.value.code == "damaged"


def test_the_one_just_made_stays_though_the_clock_fell_back_years(files: House) -> None:
    busy(files, 1).database.close()
    wish = Backups(keep=1, keep_days=0)
    made = [make(files.url, files.folder, wish, AT.replace(year=year)) for year in (2017, 2000)]
    assert made[1].path.exists()
    assert [each.made.year for each in listed(files.folder)] == [2017, 2000]


def test_the_old_data_are_on_the_disk_before_they_are_replaced(files: House, monkeypatch: pytest.MonkeyPatch) -> None:
    busy(files, 1).database.close()
    kept, synced = files.back_up(), list[int]()
    sync, replace_file = os.fsync, Path.replace

    def noting(file: int) -> None:
        sync(file)
        synced.append(os.fstat(file).st_ino)

    def replacing(new: Path, target: Path) -> Path:
        if target.name == "mot-cua.db":
            (aside,) = (files.data / SET_ASIDE).iterdir()
            assert aside.stat().st_ino in synced
        return replace_file(new, target)

    monkeypatch.setattr(os, "fsync", noting)
    monkeypatch.setattr(Path, "replace", replacing)
    assert restore(files.wish(kept)).aside is not None


def test_a_copy_aside_that_does_not_fit_leaves_no_half(files: House, monkeypatch: pytest.MonkeyPatch) -> None:
    busy(files, 1).database.close()
    kept, copy = files.back_up(), shutil.copyfile

    def cut(source: Path, target: Path) -> object:
        if SET_ASIDE not in target.parts:
            return copy(source, target)
        target.write_bytes(source.read_bytes()[:5_000])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", cut)
    assert refused(files.wish(kept)).code == "not_written"
    assert not [*(files.data / SET_ASIDE).iterdir()]
    assert files.tickets() == [1]
