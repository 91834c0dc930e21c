"""What happens when a back-up is made? Written, opened again and counted, then named; then old ones go."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from backups import postgres, sqlite
from backups.contents import BackupProblem, Contents
from backups.files import PART, make_room, name_at, rotate, settle
from backups.folder import held
from config.backups import Backups

SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Made:
    """A back-up that was opened and counted; `dropped`: older ones that had had their day."""

    path: Path
    contents: Contents
    size: int
    seconds: float
    dropped: tuple[Path, ...]


def make(url: str, folder: Path, wish: Backups, now: datetime) -> Made:
    """Copy the database of `url` into `folder`; `now` is the office's wall time. Raises BackupProblem."""
    began = time.monotonic()
    is_sqlite = url.startswith(SQLITE)
    final = folder / name_at(now, ".db" if is_sqlite else ".dump")
    part = final.with_name(final.name + PART)
    make_room(folder, size_of(Path(url.removeprefix(SQLITE))) * 5 // 4 if is_sqlite else 0)
    with held(folder):
        try:
            counted = _copied(url, part, wish.postgres_programs)
            settle(part, final)
        except OSError as problem:
            raise BackupProblem("not_written", folder=folder, reason=problem.strerror or problem) from problem
        finally:
            part.unlink(missing_ok=True)
        dropped = rotate(folder, wish.keep, wish.keep_days, final)
    return Made(final, counted, final.stat().st_size, time.monotonic() - began, dropped)


def check(path: Path, programs: str) -> Contents:
    """Open a back-up of either kind and count. Raises BackupProblem."""
    return postgres.contents(path, programs) if path.suffix == ".dump" else sqlite.contents(path)


def _copied(url: str, part: Path, programs: str) -> Contents:
    if url.startswith(SQLITE):
        sqlite.copy(Path(url.removeprefix(SQLITE)), part)
        return sqlite.contents(part)
    postgres.dump(url, part, programs)
    return postgres.contents(part, programs)


def size_of(database: Path) -> int:
    """Bytes of a SQLite database with its log; 0 where there is none."""
    beside = database.with_name(database.name + "-wal")
    return sum(each.stat().st_size for each in (database, beside) if each.exists())
