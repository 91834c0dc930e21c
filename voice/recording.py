"""What does a recorded file hold, is it good enough, and how does it become a clip?"""

from __future__ import annotations

import io
import os
import tempfile
import wave
from array import array
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from voice.spoken import CannotSpeak
from voice.waveform import (
    RATE,
    Samples,
    clipped_share,
    cut,
    levelled,
    loudness,
    resampled,
    room_level,
)

LONGEST_S = 30.0
_SHORTEST_S = 0.08
# Of a recording as it comes from the microphone, before it is levelled.
_TOO_QUIET, _MOST_CLIPPED, _LEAST_ABOVE_ROOM = 400.0, 0.001, 4.0


@dataclass(frozen=True, slots=True)
class Recording:
    """What was heard: `seconds` of speech, and codes of `voice.recording.<code>` for what is wrong with it.

    Only "silent" makes it useless.
    """

    seconds: float
    faults: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def make_clip(source: bytes, out: Path) -> Recording:
    """Write the clip of a recorded WAV: mono, our rate, cut, levelled. Nothing is written for a silent one.

    Raises CannotSpeak bad_recording for what is no readable WAV or too long.
    """
    heard = read_wav(source)
    speech = cut(heard)
    recording = Recording(round(len(speech) / RATE, 2), _faults(heard, speech))
    if "silent" not in recording.faults:
        write_wav(levelled(speech), out)
    return recording


def read_wav(source: bytes) -> Samples:
    """Mono samples at our rate. Raises CannotSpeak bad_recording."""
    try:
        with wave.open(io.BytesIO(source)) as file:
            rate, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
            if file.getnframes() > rate * LONGEST_S:
                raise CannotSpeak("bad_recording", f"longer than {LONGEST_S:.0f} s")
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as problem:
        raise CannotSpeak("bad_recording", str(problem) or "no WAV file") from problem
    if not 8_000 <= rate <= 192_000 or channels not in (1, 2) or width not in (1, 2, 3, 4):
        raise CannotSpeak("bad_recording", f"{rate} Hz, {channels} channels, {8 * width} bits")
    return resampled(_mono(_samples(frames, width), channels), rate)


def write_wav(samples: Samples, path: Path) -> None:
    """Whole or not at all: another process may be reading."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file, wave.open(file) as clip:
        clip.setnchannels(1)
        clip.setsampwidth(2)
        clip.setframerate(RATE)
        clip.writeframes(samples.tobytes())
    os.replace(name, path)


def clip_samples(path: Path) -> bytes:
    """The samples of a clip of ours. Raises CannotSpeak no_clip."""
    try:
        with wave.open(str(path)) as file:
            samples: bytes = file.readframes(file.getnframes())
            return samples
    except (OSError, wave.Error, EOFError) as problem:
        raise CannotSpeak("no_clip", str(problem)) from problem


def _faults(heard: Samples, speech: Samples) -> tuple[str, ...]:
    if len(speech) < _SHORTEST_S * RATE:
        return ("silent",)
    level = loudness(speech)
    found = {
        "quiet": level < _TOO_QUIET,
        "clipped": clipped_share(speech) > _MOST_CLIPPED,
        "noisy": level < _LEAST_ABOVE_ROOM * room_level(heard),
    }
    return tuple(code for code, is_so in found.items() if is_so)


def _samples(frames: bytes, width: int) -> Samples:
    """The two highest bytes of each sample; WAV is little-endian, and bytes alone are unsigned."""
    if width == 1:
        return array("h", [(byte - 128) << 8 for byte in frames])
    highest = bytearray(2 * (len(frames) // width))
    highest[0::2], highest[1::2] = frames[width - 2 :: width], frames[width - 1 :: width]
    return array("h", bytes(highest))


def _mono(samples: Samples, channels: int) -> Samples:
    if channels == 1:
        return samples
    return array("h", [(left + right) // 2 for left, right in zip(samples[0::2], samples[1::2], strict=False)])
