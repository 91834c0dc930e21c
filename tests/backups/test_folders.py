"""Is a folder that is not there left alone, are two that back up at once kept apart, and who may read what is made?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from actions.hall import Hall
from backups import BackupProblem, listed, make
from backups.files import PART_AGE_S
from backups.folder import MARK, held
from backups.making import check
from commands import Place
from commands.checking import told
from config import Backups, Config
from tests.actions.at_work import take
from tests.backups.houses import AT, House
from tests.backups.test_while_working import Wall, automatic, wall, writes
from tests.running import ROOT
from tests.test_commands import Desk, assert_one_line
from watch import checks
from watch.finding import Verdict

__all__ = ["wall"]


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Where a disk is plugged in, and what is there while it is not: an empty folder."""
    folder = tmp_path / "mnt"
    folder.mkdir()
    return folder


@pytest.fixture
def desk(tmp_path: Path, disk: Path, make_hall: Callable[..., Hall], sqlite_url: str) -> tuple[Desk, tuple[str, str]]:
    """An office whose configuration names a folder of that disk."""
    text = (ROOT / "config.toml").read_text(encoding="utf-8").replace('procedures = "', f'procedures = "{ROOT}/')
    text = text.replace("keep_days = 30 ", f'folder = "{disk}/copies"\nkeep_days = 30 ')
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    hall = make_hall(sqlite_url)
    take(hall)
    hall.database.close()
    (tmp_path / "data").mkdir()
    shutil.copy(tmp_path / "mot-cua.db", tmp_path / "data" / "mot-cua.db")
    return Desk(tmp_path / "data"), ("--config", str(tmp_path / "config.toml"))


def test_a_disk_that_is_not_plugged_in_is_told_and_nothing_is_written_in_its_place(
    desk: tuple[Desk, tuple[str, str]], disk: Path, tmp_path: Path
) -> None:
    office, config = desk
    assert_one_line(office.type("backup", *config), "chưa cắm", "--new-folder")
    assert [*disk.iterdir()] == []
    done = office.type("backup", "--new-folder", *config)
    assert (done.returncode, "cùng đĩa với dữ liệu" in done.stderr) == (0, True)
    assert office.type("backup", *config).returncode == 0
    disk.rename(tmp_path / "unplugged")
    disk.mkdir()
    assert_one_line(office.type("backup", *config), "chưa cắm", f"{disk}/copies")
    assert [*disk.iterdir()] == []
    ((finding, line, how),) = [
        each for each in told(Place(Path(config[1]), office.data, None), 1) if each[0].part == "backups"
    ]
    assert (finding.verdict, "chưa cắm" in line, "--new-folder" in how) == (Verdict.BAD, True, True)
    disk.rmdir()
    (tmp_path / "unplugged").rename(disk)
    assert office.type("backup", *config).returncode == 0


def test_backups_from_before_the_mark_was_made_are_known_again(desk: tuple[Desk, tuple[str, str]], disk: Path) -> None:
    office, config = desk
    assert office.type("backup", "--new-folder", *config).returncode == 0
    (disk / "copies" / MARK).unlink()
    assert office.type("backup", *config).returncode == 0
    assert (disk / "copies" / MARK).exists()


def test_a_folder_in_the_data_folder_is_made_by_itself(tmp_path: Path, files: House) -> None:
    files.open().database.close()
    assert Desk(files.data).type("backup").returncode == 0


def test_unplugging_is_told_at_once_and_plugging_in_again_settles_it(tmp_path: Path, wall: Wall) -> None:
    disk, away = tmp_path / "disk", tmp_path / "away"
    disk.mkdir()
    is_there = f"import os, sys; os.path.isdir(r'{disk}') or sys.exit('no disk')"
    command = [sys.executable, "-c", f"{is_there}; {writes(disk, wall)[-1]}"]
    each = automatic(command, disk, wall)
    wall.wait(minutes=2)
    each.look()
    assert wall.told == [None]
    wall.wait(minutes=1)
    each.look()
    disk.rename(away)
    each.look()
    assert wall.told == [None, "no disk"]
    away.rename(disk)
    wall.wait(seconds=30)
    each.look()
    assert wall.told == [None, "no disk", None]


# -- two at once, and a wrong clock ------------------------------------------------------------------------------


def test_who_tidies_up_waits_for_who_still_writes(files: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when the clock has just jumped on by a day, so that a file of this minute looks forgotten."""
    files.open().database.close()
    files.back_up(39)
    part = files.folder / "mot-cua-20170313-084100.db.part"
    part.write_bytes(b"half")
    os.utime(part, times=(time.time() - 2 * PART_AGE_S,) * 2)
    begun, may_end = threading.Event(), threading.Event()

    def other() -> None:
        with held(files.folder):
            begun.set()
            may_end.wait(10)
            assert part.exists()
            part.rename(files.folder / "mot-cua-20170313-084100.db")

    writing = threading.Thread(target=other)
    writing.start()
    begun.wait(10)
    monkeypatch.setattr("backups.folder.WAIT_S", 0.2)
    with pytest.raises(BackupProblem) as problem:
        files.back_up(42)
    assert problem.value.code == "busy"
    monkeypatch.setattr("backups.folder.WAIT_S", 10)
    threading.Timer(0.2, may_end.set).start()
    files.back_up(42)
    writing.join()
    assert [each.made.minute for each in listed(files.folder)] == [42, 41, 39]


def test_a_wrong_clock_pushes_out_no_true_backups_and_is_told(files: House, office: Config) -> None:
    files.open().database.close()
    few = Backups(keep=2, keep_days=0)
    for days in (0, 1, 400, 401, 402, 2, 3):  # it was wrong for three back-ups
        made = make(files.url, files.folder, few, AT + timedelta(days=days))
    assert [(each.made - AT).days for each in listed(files.folder)] == [402, 401, 3, 2]
    assert check(made.path, "") == made.contents
    finding = checks.backups(files.folder, office, AT + timedelta(days=3))
    assert (finding.verdict, finding.code) == (Verdict.WARN, "future")
    finding = checks.backups(files.folder, office, AT + timedelta(days=402, hours=1))
    assert (finding.verdict, finding.code) == (Verdict.OK, "young")


# -- who may read them -------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_what_is_written_is_its_owners_alone_whatever_the_shell_allows(tmp_path: Path) -> None:
    data = tmp_path / "data"
    more = ("accounts", "add", "lan", "--role", "officer", "--password-stdin")
    for words in (more, ("backup",), ("backup", "--to", str(tmp_path / "out" / "copies"))):
        done = subprocess.run(
            [sys.executable, "server.py", *words, "--data", str(data)],
            cwd=ROOT, input="mat-khau-thu-1", text=True, capture_output=True, timeout=60, umask=0,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    (kept,) = listed(data / "backups")
    newest = shutil.copy(kept.path, tmp_path / "given.db")
    done = subprocess.run(
        [sys.executable, "server.py", "restore", newest, "--data", str(data)],
        cwd=ROOT, text=True, capture_output=True, timeout=60, umask=0,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = [data, *data.rglob("*"), *(tmp_path / "out").rglob("*")]
    assert len(made) > 8
    assert [str(path) for path in made if path.stat().st_mode & 0o077] == []
