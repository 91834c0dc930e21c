"""Who has this file now? For what only one process may do; the system lets go when a process dies."""

from __future__ import annotations

import sys
from typing import IO, Any


def take(file: IO[Any]) -> None:
    """Have it until the file is closed. Raises BlockingIOError if another has it, OSError where nobody can."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError as problem:
            raise BlockingIOError(*problem.args) from problem
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
