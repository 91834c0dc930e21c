"""How is one sound made? The jobs of the maker, each a plain mapping, so that they can travel to its process."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from voice.espeak import RATE as MACHINE_RATE
from voice.espeak import Espeak
from voice.mp3 import encoded
from voice.recording import clip_samples, make_clip
from voice.spoken import CannotSpeak
from voice.waveform import RATE, silence, trimmed

Job = Mapping[str, Any]
assert MACHINE_RATE == RATE


def do(job: Job) -> tuple[dict[str, Any], bytes]:
    """What is to be told about a job, and its sound. Raises CannotSpeak."""
    match job["do"]:
        case "say":
            return {}, encoded(machine_samples(job), RATE)
        case "join":
            return {}, encoded(joined(job["clips"]), RATE)
        case "clip":
            source = Path(job["source"])
            try:
                return make_clip(source.read_bytes(), Path(job["out"])).as_json(), b""
            except OSError as problem:
                raise CannotSpeak("bad_recording", problem.strerror or str(problem)) from problem
        case "test":
            if job["machine"]:
                _espeak()
            return {}, encoded(silence(50), RATE)
        case unknown:
            raise ValueError(f"no such job: {unknown}")


def machine_samples(job: Job) -> bytes:
    """The machine's voice, without the half second of silence that it ends with."""
    samples = _espeak().say(job["voice"], job["speed"], job["pitch"], job["markup"])
    return trimmed(array("h", samples)).tobytes()


def joined(clips: list[tuple[str, int]]) -> bytes:
    """Recorded clips one after the other, each with its pause behind it."""
    return b"".join(clip_samples(Path(path)) + silence(pause_ms) for path, pause_ms in clips)


@cache
def _espeak() -> Espeak:
    return Espeak()
