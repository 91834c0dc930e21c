"""How does a list that somebody confirmed become rows? All of it in one transaction, or nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from actions.known import forget
from rules.refusals import Refusal

Progress = Callable[[int, int], None]
"""Told rows done and rows in all: now and then, and at the end of each piece of work."""
REPORT_EVERY = 50
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ListFile:
    """The file that the list was read from; `skipped`: how many of its rows are not written."""

    name: str
    digest: str = ""
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who wants it written, from which file, and who wants to hear how far it is."""

    file: ListFile
    actor: str
    progress: Progress | None = None


def write_list(
    session: Session,
    here: Here,
    confirmed: Confirmed,
    what: str,
    rows: Sequence[Row],
    refusal_of: Callable[[Row], Refusal | None],
    write: Callable[[Row], bool],
) -> tuple[int, int] | Refusal:
    """How many were added and changed, or what speaks against one of them. `write` says whether its row was new."""
    for row in rows:
        refusal = refusal_of(row)
        if refusal is not None:
            return refusal
    added = 0
    for done, row in enumerate(rows, start=1):
        added += write(row)
        if confirmed.progress is not None and (done % REPORT_EVERY == 0 or done == len(rows)):
            confirmed.progress(done, len(rows))
    session.flush()
    forget(session, here)
    changed, file = len(rows) - added, confirmed.file
    record(
        session,
        here,
        "imported",
        actor=confirmed.actor,
        what=what,
        file=file.name,
        added=added,
        changed=changed,
        skipped=file.skipped,
        digest=file.digest,
    )
    return added, changed
