"""How does a recording become a clip? Mono, our rate, silence cut off, as loud as the others, without clicks.

Samples are 16-bit integers in an `array`; plain Python is quick enough for clips of a second or two.
"""

from __future__ import annotations

import math
from array import array
from operator import mul
from typing import TypeAlias

RATE = 22_050
FULL = 32_767
_FRAME = RATE // 100  # 10 ms
# A frame belongs to the speech if it is this much louder than the quiet of the room, and not below the least.
_ABOVE_ROOM, _LEAST, _SHARE_OF_PEAK = 3.0, 80.0, 0.1
_BEFORE_MS, _AFTER_MS = 30, 60
_FADE_MS = 5
# As loud as the machine's voice, measured over its speech; peaks stay below full scale.
LOUDNESS, HIGHEST_PEAK = 3_200.0, 0.92 * FULL
_MOST_GAIN = 20.0
_CLIPPED = 0.999 * FULL

Samples: TypeAlias = "array[int]"  # the class itself cannot be subscripted


def silence(milliseconds: int) -> bytes:
    """So much of nothing."""
    return bytes(2 * (RATE * milliseconds // 1000))


def cut(samples: Samples) -> Samples:
    """Without the silence at both ends; empty if there is nothing else."""
    loud = _speech_frames(_levels(samples))
    if not loud:
        return array("h")
    begin = max(0, loud[0] * _FRAME - RATE * _BEFORE_MS // 1000)
    end = min(len(samples), (loud[-1] + 1) * _FRAME + RATE * _AFTER_MS // 1000)
    return samples[begin:end]


def trimmed(samples: Samples) -> Samples:
    """As `cut`, for what has no noise behind it: looks at the ends only, which is a hundred times quicker."""
    frames = range(0, len(samples), _FRAME)
    begin = next((at for at in frames if _is_sound(samples[at : at + _FRAME])), len(samples))
    end = next((at for at in reversed(frames) if _is_sound(samples[at : at + _FRAME])), 0)
    return samples[max(0, begin - RATE * _BEFORE_MS // 1000) : end + _FRAME + RATE * _AFTER_MS // 1000]


def _is_sound(frame: Samples) -> bool:
    return max(frame) > _LEAST or min(frame) < -_LEAST


def loudness(samples: Samples) -> float:
    """Root mean square over the frames that are speech; 0 without any."""
    levels = _levels(samples)
    loud = [levels[at] ** 2 for at in _speech_frames(levels)]
    return math.sqrt(sum(loud) / len(loud)) if loud else 0.0


def levelled(samples: Samples) -> Samples:
    """As loud as every other clip, as far as its peaks and the noise behind it allow; with soft ends."""
    peak = max(max(samples, default=0), -min(samples, default=0))
    if not peak:
        return samples
    gain = min(LOUDNESS / max(loudness(samples), 1.0), HIGHEST_PEAK / peak, _MOST_GAIN)
    louder = array("h", [round(sample * gain) for sample in samples])
    return _faded(louder)


def resampled(samples: Samples, rate: int) -> Samples:
    """From `rate` to ours: band-limited (a windowed sinc), so that nothing folds back into the speech."""
    if rate == RATE:
        return samples
    step = rate / RATE
    kernels = _kernels(step)
    half = len(kernels[0]) // 2
    padded = array("h", [0] * half) + samples + array("h", [0] * (half + 1))
    found = array("h")
    for at in range(int(len(samples) / step)):
        whole, part = divmod(at * step, 1)
        kernel = kernels[int(part * len(kernels))]
        begin = int(whole)
        value = sum(map(mul, padded[begin : begin + len(kernel)], kernel))
        found.append(max(-FULL, min(FULL, round(value))))
    return found


def _kernels(step: float, phases: int = 32, zeros: int = 12) -> list[list[float]]:
    """For each fraction of a sample the weights of its neighbours."""
    scale = max(1.0, step)
    half = math.ceil(zeros * scale)
    return [_kernel([(k - phase / phases) / scale for k in range(-half, half + 1)], zeros) for phase in range(phases)]


def _kernel(places: list[float], zeros: int) -> list[float]:
    weights = [_sinc(x) * (0.5 + 0.5 * math.cos(math.pi * x / zeros)) if abs(x) < zeros else 0.0 for x in places]
    total = sum(weights)
    return [weight / total for weight in weights]


def _sinc(x: float) -> float:
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0


def _levels(samples: Samples) -> list[float]:
    """How loud each hundredth of a second is."""
    frames = (samples[begin : begin + _FRAME] for begin in range(0, len(samples) - _FRAME + 1, _FRAME))
    return [math.sqrt(sum(map(mul, frame, frame)) / _FRAME) for frame in frames]


def room_level(samples: Samples) -> float:
    """How loud the quietest tenth is: the room, the fan, the microphone."""
    return _quietest(_levels(samples))


def _quietest(levels: list[float]) -> float:
    return sorted(levels)[len(levels) // 10] if levels else 0.0


def _speech_frames(levels: list[float]) -> list[int]:
    if not levels:
        return []
    # A clip that was cut before has no quiet of its own: a share of its peak must do then.
    threshold = max(_LEAST, min(_quietest(levels) * _ABOVE_ROOM, _SHARE_OF_PEAK * max(levels)))
    return [at for at, level in enumerate(levels) if level > threshold]


def _faded(samples: Samples) -> Samples:
    length = min(RATE * _FADE_MS // 1000, len(samples) // 2)
    for at in range(length):
        share = at / length
        samples[at] = round(samples[at] * share)
        samples[-1 - at] = round(samples[-1 - at] * share)
    return samples


def clipped_share(samples: Samples) -> float:
    """Which share of the samples stands at full scale."""
    return sum(1 for sample in samples if abs(sample) >= _CLIPPED) / max(1, len(samples))
