"""How does a sound measure? MP3 and WAV decoded by libsndfile, apart from everything of ours."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

QUIET = 0.01  # of full scale: below it nothing is heard in a hall


@dataclass(frozen=True)
class Sound:
    samples: Any
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate

    @property
    def peak(self) -> float:
        return float(np.abs(self.samples).max())

    @property
    def loudness(self) -> float:
        """Root mean square of what is not silence."""
        loud = self.samples[np.abs(self.samples) > QUIET]
        return float(np.sqrt((loud**2).mean())) if len(loud) else 0.0

    def silences(self, at_least_s: float) -> list[float]:
        """Lengths of the silences inside, in their order."""
        loud = np.flatnonzero(np.abs(self.samples) > QUIET)
        gaps = np.diff(loud) / self.rate
        return [round(float(gap), 3) for gap in gaps if gap >= at_least_s]

    def silence_at_the_ends(self) -> tuple[float, float]:
        loud = np.flatnonzero(np.abs(self.samples) > QUIET)
        return float(loud[0]) / self.rate, float(len(self.samples) - loud[-1]) / self.rate


def heard(source: Path | bytes) -> Sound:
    """Decode a file or its bytes."""
    samples, rate = soundfile.read(io.BytesIO(source) if isinstance(source, bytes) else source, dtype="float64")
    return Sound(samples, rate)


def tone(seconds: float, hz: float = 220.0, level: float = 0.3, rate: int = 48_000, silence_s: float = 0.4) -> bytes:
    """A WAV as somebody records it: silence, a voice (a tone stands for it), silence."""
    voice = level * np.sin(2 * np.pi * hz * np.arange(int(seconds * rate)) / rate)
    around = np.zeros(int(silence_s * rate))
    return wav(np.concatenate([around, voice, around]), rate)


def wav(samples: Any, rate: int, subtype: str = "PCM_16") -> bytes:
    """The bytes of a WAV; two columns make it stereo."""
    file = io.BytesIO()
    soundfile.write(file, samples, rate, subtype=subtype, format="WAV")
    return file.getvalue()
