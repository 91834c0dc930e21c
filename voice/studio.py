"""What happens to a clip between the microphone and the hall? A draft to listen to, then the recording that counts."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from voice.making import Job
from voice.recording import Recording
from voice.recordings import Recordings
from voice.speaker import Speaker
from voice.spoken import CannotSpeak

DRAFTS = "drafts"


class Studio:
    """Drafts lie beside the sounds; what is accepted goes into the folder of recordings as it was recorded.

    Languages and codes are those of `voice.needed`: whoever calls has looked them up there.
    """

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._recordings: Recordings = speaker.recorded
        self._folder = speaker.cache.folder / DRAFTS

    def draft(self, language: str, code: str, source: bytes) -> Recording:
        """Keep a recording for listening. Raises CannotSpeak bad_recording, disk, maker_gone."""
        raw, clip = self._paths(language, code)
        _write(raw, source)
        clip.unlink(missing_ok=True)
        job: Job = {"do": "clip", "source": str(raw), "out": str(clip)}
        told = self._speaker.cut(job)
        return Recording(told["seconds"], tuple(told["faults"]))

    def drafted(self, language: str, code: str) -> Path | None:
        """The draft as it will sound in the hall."""
        _, clip = self._paths(language, code)
        return clip if clip.exists() else None

    def accepted(self, language: str, code: str) -> Path | None:
        """The recording as it sounds in the hall."""
        found = self._recordings.find(language, code)
        path = self._recordings.clips / f"{found.digest}.wav" if found is not None else None
        return path if path is not None and path.exists() else None

    def accept(self, language: str, code: str) -> bool:
        """Let the draft be the recording; False if there is none that can be heard. Raises CannotSpeak."""
        raw, clip = self._paths(language, code)
        if not (clip.exists() and raw.exists()):
            return False
        _write(self._recordings.path(language, code), raw.read_bytes())
        for path in (raw, clip):
            path.unlink(missing_ok=True)
        self._recordings.refresh()
        return True

    def remove(self, language: str, code: str) -> bool:
        """Take a recording out of use; it stays in the folder under another ending. False if there is none."""
        path = self._recordings.path(language, code)
        if not path.exists():
            return False
        os.replace(path, path.with_suffix(".wav.old"))
        self._recordings.refresh()
        return True

    def _paths(self, language: str, code: str) -> tuple[Path, Path]:
        name = f"{language}-{code}"
        return self._folder / f"{name}.raw.wav", self._folder / f"{name}.wav"


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except OSError as problem:
        raise CannotSpeak("disk", problem.strerror or str(problem)) from problem
