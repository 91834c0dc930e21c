"""What did this worker begin to print, and has the server heard how it ended?

A file for each printer, so that a worker that died in the middle knows afterwards. "Begun" is on the disk before the
first byte leaves, the end before the server hears of it. A worker asks for work only when all that it began has been
told; the server may then take what else it gave away for never begun. A journal that is new, or was lost, has another
name: then the server cannot know, and doubts.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TextIO

from locking import take
from printers.delivery import Delivery, doubtful
from rules.states import JobState

LARGEST = 64_000
# Questions are numbered upward, also over restarts: each opening of the journal begins a run of its own.
QUESTIONS_A_RUN = 10**9
LOCK = "worker.lock"
log = logging.getLogger("printers.journal")


@dataclass(frozen=True, slots=True)
class Entry:
    """A job that was begun; `delivery` None: nobody wrote down how it ended."""

    job: int
    attempt: int
    claim: str
    delivery: Delivery | None = None

    @property
    def fate(self) -> Delivery:
        """What is to be told of it."""
        return self.delivery or doubtful("the print worker ended in the middle")


class Journal:
    """One printer's. Raises OSError where the disk does not let it be written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name, last_run, self.untold = _read(path)
        self._run, self._asked = last_run + 1, 0
        _write_anew(path, self._head(), self.untold)
        self._file: IO[bytes] = path.open("ab")

    def question(self) -> str:
        """A name for the next question for work: with a higher number than all before."""
        self._asked += 1
        return f"{self.name}.{self._run * QUESTIONS_A_RUN + self._asked}"

    def rename(self) -> None:
        """What the server knows of this journal is newer than the journal: it must not trust it any more, and doubt."""
        self.name, self._run, self._asked = secrets.token_hex(8), 1, 0
        self._make_small()

    def begin(self, entry: Entry) -> None:
        """On the disk when this returns: from now on the job may be on paper."""
        self._write({"begin": entry.job, "attempt": entry.attempt, "claim": entry.claim})
        self.untold = [*self.untold, entry]

    def end(self, entry: Entry) -> None:
        """How it ended."""
        assert entry.delivery is not None
        self._write({"end": entry.job, "state": entry.delivery.state.value, "detail": entry.delivery.detail})
        self.untold = [entry if each.job == entry.job else each for each in self.untold]

    def told(self, entry: Entry) -> None:
        """The server knows. If this is lost it hears it twice, which changes nothing."""
        self.untold = [each for each in self.untold if each.job != entry.job]
        self._write({"told": entry.job}, is_lasting=False)
        if self._file.tell() > LARGEST:
            self._make_small()

    def close(self) -> None:
        """Write no more."""
        self._file.close()

    def _head(self) -> dict[str, Any]:
        return {"journal": self.name, "run": self._run}

    def _make_small(self) -> None:
        # Closed while it is replaced, for Windows; whatever fails there, the next line opens it again.
        _write_anew(self._path, self._head(), self.untold, before_replacing=self._file.close)

    def _write(self, line: dict[str, Any], is_lasting: bool = True) -> None:
        if self._file.closed:
            self._file = self._path.open("ab")
        self._file.write(_line(line))
        self._file.flush()
        if is_lasting:
            os.fsync(self._file.fileno())


def hold(folder: Path, stopping: threading.Event, waits: bool = True) -> TextIO | None:
    """Make sure that one worker works with this folder: two would print side by side. Keep the file open.

    `waits`: until the one before has finished what it sends. None: another has it, or we are to stop.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / LOCK).open("a+")
    while not _locked(file):
        if not waits or stopping.wait(0.1):
            file.close()
            return None
    return file


def _locked(file: TextIO) -> bool:
    try:
        take(file)
    except OSError:
        return False
    return True


def _read(path: Path) -> tuple[str, int, list[Entry]]:
    """Name, number of the run and what was not told; a new name for a journal that is not there or makes no sense."""
    try:
        lines = path.read_bytes().splitlines(keepends=True)
        # The last line may have been cut off by a power cut: then it was not on the disk when it counted.
        whole = [json.loads(line) for line in lines if line.endswith(b"\n")]
        return str(whole[0]["journal"]), int(whole[0].get("run", 0)), _untold(whole[1:])
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        log.exception("%s makes no sense; what it told of is unknown now", path)
    return secrets.token_hex(8), 0, []


def _untold(lines: list[dict[str, Any]]) -> list[Entry]:
    found: dict[int, Entry] = {}
    for line in lines:
        if "begin" in line:
            found[line["begin"]] = Entry(line["begin"], line["attempt"], line["claim"])
        elif "end" in line and line["end"] in found:
            begun = found[line["end"]]
            ended = Delivery(JobState(line["state"]), str(line["detail"]))
            found[begun.job] = Entry(begun.job, begun.attempt, begun.claim, ended)
        elif "told" in line:
            found.pop(line["told"], None)
    return list(found.values())


def _write_anew(
    path: Path, head: dict[str, Any], untold: list[Entry], before_replacing: Callable[[], None] = lambda: None
) -> None:
    """The same journal without what is over, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        file.write(_line(head))
        for each in untold:
            file.write(_line({"begin": each.job, "attempt": each.attempt, "claim": each.claim}))
            if each.delivery is not None:
                file.write(_line({"end": each.job, "state": each.delivery.state.value, "detail": each.delivery.detail}))
        file.flush()
        os.fsync(file.fileno())
    before_replacing()
    new.replace(path)
    _keep_name(path.parent)


def _keep_name(folder: Path) -> None:
    """A new file's name survives a power cut only with its folder; Windows does so by itself."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content).encode() + b"\n"
