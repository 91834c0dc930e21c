"""Is this really the folder that was chosen for back-ups, and does nobody else write into it now?

Where a disk is not plugged in there is an empty folder, or none, and what is written into it fills the wrong disk.
So a folder is marked when it is chosen, and one without the mark is left alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backups.contents import BackupProblem
from backups.files import listed
from locales import say
from locking import take

MARK = "mot-cua.folder"
WAIT_S = 30.0


def is_chosen(folder: Path) -> bool:
    """Whether back-ups were made into it before."""
    return (folder / MARK).is_file() or bool(listed(folder))


def see_that_it_is_there(folder: Path) -> None:
    """Raises BackupProblem not_there: not plugged in, or never chosen."""
    if not is_chosen(folder):
        raise BackupProblem("not_there", folder=folder)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Alone in a folder that is there, and mark it: who tidies up must not meet what another writes.

    Waits for the one before. Raises BackupProblem: busy, not_written.
    """
    try:
        file = (folder / MARK).open("a+", encoding="utf-8")
    except OSError as problem:
        raise BackupProblem("not_written", folder=folder, reason=problem.strerror or problem) from problem
    with file:
        until = time.monotonic() + WAIT_S
        while True:
            try:
                take(file)
            except BlockingIOError as problem:
                if time.monotonic() > until:
                    raise BackupProblem("busy", folder=folder) from problem
                time.sleep(0.1)
            except OSError:  # some shares of a network know no locks
                break
            else:
                break
        if file.tell() == 0:
            file.write(say("vi", "backup.mark") + "\n")
            file.flush()
        yield
