"""Which back-ups are there, what are they called, and how does a file become one?"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from backups.contents import BackupProblem
from rules.rotation import outdated

PART = ".part"
PART_AGE_S = 3600.0
FORM = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"mot-cua-(\d{8}-\d{6})\.(?:db|dump)")


@dataclass(frozen=True, slots=True)
class Backup:
    """A whole one; `made` is the office's wall time, as its name says."""

    path: Path
    made: datetime
    size: int


def listed(folder: Path) -> tuple[Backup, ...]:
    """The back-ups of a folder, newest first; half ones have another name and are none."""
    found = []
    for path in folder.glob("mot-cua-*") if folder.is_dir() else ():
        name = _NAME.fullmatch(path.name)
        if name is not None and path.is_file():
            found.append(Backup(path, datetime.strptime(name[1], FORM), path.stat().st_size))
    return tuple(sorted(found, key=lambda each: each.made, reverse=True))


def name_at(now: datetime, suffix: str) -> str:
    """The name of a back-up that is made now, in the office's wall time."""
    return f"mot-cua-{now.strftime(FORM)}{suffix}"


def make_room(folder: Path, needed: int) -> None:
    """Make the folder and see that `needed` bytes fit. Raises BackupProblem: not_written, no_space."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as problem:
        raise BackupProblem("not_written", folder=folder, reason=problem.strerror or problem) from problem
    if free < needed:
        raise BackupProblem("no_space", folder=folder, needed=megabytes(needed), free=megabytes(free))


def settle(part: Path, final: Path) -> None:
    """Give a file its final name once it is on the disk: whole or not at all, also after a power cut."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(final)
    if sys.platform != "win32":  # there a folder cannot be opened
        folder = os.open(final.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def rotate(folder: Path, keep: int, keep_days: int, newest: Path) -> tuple[Path, ...]:
    """Drop back-ups that have had their day, and what cut-off ones left; returns what was dropped.

    `newest` was just made. Those that seem to be later come of a clock that was, or is, wrong: they are counted by
    themselves, so that neither kind pushes the other out.
    """
    there = listed(folder)
    now = next((each.made for each in there if each.path == newest), datetime.max)
    drop = {
        *outdated((each.made for each in there if each.made <= now), keep, keep_days),
        *outdated((each.made for each in there if each.made > now), keep, keep_days),
    }
    dropped = [each.path for each in there if each.made in drop]
    dropped += [path for path in folder.glob(f"mot-cua-*{PART}*") if time.time() - path.stat().st_mtime > PART_AGE_S]
    for path in dropped:
        path.unlink(missing_ok=True)
    return tuple(dropped)


def megabytes(size: int) -> float:
    """A file's size as people read it."""
    return round(size / 1_000_000, 1)
