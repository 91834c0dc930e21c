"""How does a back-up become the database again, without anything being lost by it?

What is there now is copied aside first; the new file takes its place in one step, so that a power cut leaves the
one or the other. PostgreSQL does it in one transaction, after a dump of what is there.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from backups import postgres, sqlite
from backups.contents import BackupProblem, Contents
from backups.files import make_room, name_at, settle
from backups.making import SQLITE, size_of

SET_ASIDE = "set-aside"
_KINDS = {b"SQLite format 3\0": "sqlite", b"PGDMP": "postgres"}
_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be restored where. `office`: the code of the site that must be in it; `schema`: the newest we know.

    `now` is the office's wall time; `is_sure`: what is newer than the back-up may go (aside).
    """

    file: Path
    url: str
    data: Path
    office: str
    schema: str
    now: datetime
    programs: str = ""
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """`before`: what was there; None if nothing or nothing readable (`damage` says why). `aside`: where it is now."""

    contents: Contents
    before: Contents | None
    aside: Path | None
    damage: str


def restore(wish: Wish) -> Restored:
    """Put the back-up in the database's place. Raises BackupProblem, and then nothing has changed."""
    kind = _kind(wish.file)
    if kind != ("sqlite" if wish.url.startswith(SQLITE) else "postgres"):
        raise BackupProblem("wrong_kind", path=wish.file, kind=kind)
    return _restore_sqlite(wish) if kind == "sqlite" else _restore_postgres(wish)


def _kind(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            head = opened.read(16)
    except OSError as problem:
        raise BackupProblem("no_file", path=file) from problem
    for magic, kind in _KINDS.items():
        if head.startswith(magic):
            return kind
    raise BackupProblem("not_ours", path=file)


def _accept(wish: Wish, offered: Contents, there: Contents | None) -> None:
    """Raises BackupProblem for what is too new for us, for another office's, and for what would lose something."""
    if offered.schema > wish.schema:
        raise BackupProblem("newer_schema", path=wish.file, found=offered.schema, known=wish.schema)
    if wish.office not in offered.sites:
        raise BackupProblem("other_office", path=wish.file, found=", ".join(offered.sites), office=wish.office)
    if there is not None and there.is_newer_than(offered) and not wish.is_sure:
        facts = {"tickets": max(0, there.tickets - offered.tickets), "events": there.events - offered.events}
        # Not what came before the back-up and something more, but something else: counting tells nothing.
        if there.events <= offered.events and there.has_later_tickets_than(offered):
            raise BackupProblem("would_lose_tickets", there=there.last_ticket, offered=offered.last_ticket)
        raise BackupProblem("would_lose", there=there.last_event, offered=offered.last_event, **facts)


# -- SQLite ------------------------------------------------------------------------------------------------------


def _restore_sqlite(wish: Wish) -> Restored:
    database = Path(wish.url.removeprefix(SQLITE))
    new = database.with_name(f"{database.name}.new")
    aside = wish.data / SET_ASIDE / name_at(wish.now, database.suffix)
    make_room(database.parent, 2 * wish.file.stat().st_size + 2 * size_of(database))
    make_room(aside.parent, 0)
    try:
        offered = _taken_in(wish.file, new)
        there, damage = _set_aside(database, aside)
        _accept(wish, offered, there)
        _keep_for_sure(aside)
        _clear_the_place(database, is_whole=there is not None)
        settle(new, database)
    except OSError as problem:
        raise BackupProblem("not_written", folder=database.parent, reason=problem.strerror or problem) from problem
    except BackupProblem:
        _drop(aside)
        raise
    finally:
        _drop(new)
    return Restored(offered, there, aside if aside.exists() else None, damage)


def _taken_in(file: Path, new: Path) -> Contents:
    """A copy that is one file, checked: so a database copied by hand with its log serves too."""
    _copy(file, new)
    try:
        sqlite.gather(new)
        return sqlite.contents(new)
    except BackupProblem as problem:
        raise BackupProblem(problem.code, **{**problem.facts, "path": file}) from problem


def _set_aside(database: Path, aside: Path) -> tuple[Contents | None, str]:
    """Copy what is there, byte for byte; what the copy holds, or what ails it. Looking could change a broken one."""
    if not database.exists():
        return None, ""
    try:
        _copy(database, aside)
    except OSError:  # half of it would look like all of it
        _drop(aside)
        raise
    try:
        sqlite.see_that_nobody_writes(database)
        looked_at = aside.with_name(aside.name + ".look")
        _copy(aside, looked_at)
        try:
            sqlite.gather(looked_at)
            return sqlite.contents(looked_at), ""
        finally:
            _drop(looked_at)
    except BackupProblem as problem:
        if problem.code == "in_use":
            raise
        return None, str(problem.facts.get("reason", problem.code))


def _keep_for_sure(aside: Path) -> None:
    """On the disk before anything goes: a power cut must not leave the new data and an empty copy of the old."""
    for ending in ("", "-wal", "-journal"):
        copy = aside.with_name(aside.name + ending)
        if copy.exists():
            settle(copy, copy)


def _clear_the_place(database: Path, *, is_whole: bool) -> None:
    """A log that is left beside would be read into the restored file; one that is whole goes into its own first."""
    if is_whole:
        sqlite.gather(database)
    for ending in _BESIDE:
        database.with_name(database.name + ending).unlink(missing_ok=True)


def _copy(file: Path, copy: Path) -> None:
    _drop(copy)
    for ending in ("", "-wal", "-journal"):
        source = file.with_name(file.name + ending)
        if source.exists():
            shutil.copyfile(source, copy.with_name(copy.name + ending))


def _drop(new: Path) -> None:
    for ending in ("", *_BESIDE):
        new.with_name(new.name + ending).unlink(missing_ok=True)


# -- PostgreSQL --------------------------------------------------------------------------------------------------


def _restore_postgres(wish: Wish) -> Restored:
    offered = postgres.contents(wish.file, wish.programs)
    there = postgres.live_contents(wish.url)
    _accept(wish, offered, there)
    aside = None
    if there is not None:
        make_room(wish.data / SET_ASIDE, 0)
        aside = wish.data / SET_ASIDE / name_at(wish.now, ".dump")
        postgres.dump(wish.url, aside, wish.programs)
    postgres.restore(wish.url, wish.file, wish.programs)
    return Restored(offered, there, aside, "")
