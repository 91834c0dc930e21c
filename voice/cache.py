"""Which sounds are made already, and from what is one made that is only known by its name?

In the data folder: `<name>.json` tells how a sound is made (so that a server begun anew, or a second process, can make
what a wall asks for), `<name>.mp3` is the sound. Names are digests: nobody can ask for what was never to be said.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import time
from pathlib import Path
from typing import Any

from voice.making import Job
from voice.spoken import CannotSpeak

# Another way to make the same job needs another name: walls keep a name's sound for ever.
FORMAT = 1
MOST_SOUNDS = 4_000  # about 200 MB
_HALF_WRITTEN_S = 3600
_NAME = re.compile(r"[0-9a-f]{32}")


def name_of(job: Job) -> str:
    """The digest that names a job's sound."""
    return hashlib.sha256(_written(job)).hexdigest()[:32]


class Cache:
    """A folder of sounds and what they are made from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def note(self, job: Job) -> str:
        """Remember how a sound is made; returns its name. Raises CannotSpeak disk."""
        name = name_of(job)
        path = self.folder / f"{name}.json"
        if not path.exists():
            self._write(path, _written(job))
        return name

    def job(self, name: str) -> Job | None:
        """How to make the sound of this name; None for a name that was never given."""
        if not _NAME.fullmatch(name):
            return None
        try:
            job: dict[str, Any] = json.loads((self.folder / f"{name}.json").read_bytes())
        except (OSError, ValueError):
            return None
        job.pop("format", None)
        return job if name_of(job) == name else None

    def sound(self, name: str) -> Path | None:
        """The finished sound."""
        path = self.folder / f"{name}.mp3"
        return path if _NAME.fullmatch(name) and path.exists() else None

    def keep(self, name: str, sound: bytes) -> Path:
        """Put a sound where everybody finds it; returns its path. Raises CannotSpeak disk."""
        path = self.folder / f"{name}.mp3"
        self._write(path, sound)
        return path

    def sweep(self) -> int:
        """Let go of what was not asked for the longest, where there is too much; returns how many went."""
        sounds = sorted(self.folder.glob("*.json"), key=lambda path: _used_at(path, path.with_suffix(".mp3")))
        gone = sounds[: max(0, len(sounds) - MOST_SOUNDS)]
        for path in gone:
            path.unlink(missing_ok=True)
            path.with_suffix(".mp3").unlink(missing_ok=True)
        for part in self.folder.glob("*.part"):  # what a power cut left half written
            if _used_at(part) < time.time() - _HALF_WRITTEN_S:
                part.unlink(missing_ok=True)
        return len(gone)

    def _write(self, path: Path, content: bytes) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(name, path)
        except OSError as problem:
            raise CannotSpeak("disk", problem.strerror or str(problem)) from problem


def _written(job: Job) -> bytes:
    return json.dumps({**job, "format": FORMAT}, sort_keys=True, ensure_ascii=False).encode()


def _used_at(*paths: Path) -> float:
    """When the newest of them was read or written; disks that do not note reading give the writing."""
    times = [0.0]
    for path in paths:
        try:
            times.append(max(path.stat().st_atime, path.stat().st_mtime))
        except OSError:
            continue
    return max(times)
