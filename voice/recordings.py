"""Which recordings are there, and are they good? A folder for each language, a WAV for each clip: `vi/so-4.wav`.

Files may come from the recorder's page or be copied into the folder while the server runs. Each is made into a clip
once, kept under the digest of its bytes.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.values import SPOKEN_LANGUAGES
from voice.making import Job
from voice.sentence import Sentence
from voice.spoken import CannotSpeak

CLIPS = "clips"
_USELESS = frozenset({"silent", "unreadable"})
log = logging.getLogger("mot_cua.voice")
Do = Callable[[Job], tuple[dict[str, Any], bytes]]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A file of the folder. `faults`: codes of `voice.recording.<code>`; "silent" or "unreadable" ones are unused."""

    digest: str
    seconds: float
    faults: tuple[str, ...]

    @property
    def is_usable(self) -> bool:
        return not _USELESS & {*self.faults}


class Recordings:
    """The recordings of an office. `do` has the maker do a job."""

    def __init__(self, recordings: Path, cache: Path, do: Do) -> None:
        self.recordings = recordings
        self.clips = cache / CLIPS
        self._do = do
        self._known: dict[tuple[str, str], tuple[tuple[float, int], Recorded]] = {}

    def find(self, language: str, code: str) -> Recorded | None:
        """The recording of a clip, as of the last `refresh`."""
        found = self._known.get((language, code))
        return found[1] if found is not None else None

    def all(self) -> dict[tuple[str, str], Recorded]:
        """Every recording by language and code."""
        return {key: recorded for key, (_, recorded) in self._known.items()}

    def row(self, sentence: Sentence) -> list[tuple[str, int]] | None:
        """The digests and pauses of a sentence's clips; None unless all are recorded: half a human is no voice."""
        row = []
        for part, codes in zip(sentence.parts, sentence.recordings(), strict=True):
            found = [each for code in codes if (each := self.find(sentence.language, code)) and each.is_usable]
            if not found:
                return None
            row.append((found[0].digest, part.pause_ms))
        return row

    def state(self, language: str, code: str) -> str:
        """ "ready", "missing", or "useless": the file is there, but nothing can be heard of it."""
        found = self.find(language, code)
        if found is None:
            return "missing"
        return "ready" if found.is_usable else "useless"

    def forget(self) -> None:
        """Have the next `refresh` look at every file anew: somebody has emptied the folder of clips."""
        self._known.clear()

    def refresh(self) -> None:
        """Look what is in the folder; new and changed files become clips. Raises CannotSpeak maker_gone, disk."""
        there = dict(self._files())
        for gone in self._known.keys() - there.keys():
            del self._known[gone]
        faults: list[CannotSpeak] = []
        for key, path in sorted(there.items()):
            try:
                self._look_at(key, path)
            except CannotSpeak as fault:  # one file that cannot be made into a clip must not hide the others
                faults.append(fault)
        if faults:
            raise faults[0]

    def path(self, language: str, code: str) -> Path:
        """Where a clip's recording lies or will lie."""
        return self.recordings / language / f"{code}.wav"

    def _files(self) -> list[tuple[tuple[str, str], Path]]:
        return [
            ((language, path.stem), path)
            for language in SPOKEN_LANGUAGES
            for path in (self.recordings / language).glob("*.wav")
        ]

    def _look_at(self, key: tuple[str, str], path: Path) -> None:
        try:
            status = path.stat()
        except OSError:
            return  # gone since; the next look notices
        seen = (status.st_mtime, status.st_size)
        if key not in self._known or self._known[key][0] != seen:
            self._known[key] = (seen, self._taken_in(path))

    def _taken_in(self, path: Path) -> Recorded:
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:32]
            return self._reported(digest) or self._clip_made(path, digest)
        except OSError as problem:
            log.warning("%s cannot be read: %s", path, problem)
            return Recorded("", 0.0, ("unreadable",))

    def _reported(self, digest: str) -> Recorded | None:
        """What was found out about these very bytes before."""
        try:
            told = json.loads((self.clips / f"{digest}.json").read_bytes())
            found = Recorded(digest, told["seconds"], tuple(told["faults"]))
        except (OSError, ValueError, KeyError):
            return None
        return found if not found.is_usable or (self.clips / f"{digest}.wav").exists() else None

    def _clip_made(self, path: Path, digest: str) -> Recorded:
        self.clips.mkdir(parents=True, exist_ok=True)
        job = {"do": "clip", "source": str(path), "out": str(self.clips / f"{digest}.wav")}
        try:
            told, _ = self._do(job)
        except CannotSpeak as problem:
            if problem.code != "bad_recording":
                raise
            log.warning("%s is no usable recording: %s", path, problem.detail)
            told = {"seconds": 0.0, "faults": ["unreadable"]}
        (self.clips / f"{digest}.json").write_text(json.dumps(told), encoding="utf-8")
        return Recorded(digest, told["seconds"], tuple(told["faults"]))
