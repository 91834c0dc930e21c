"""Cutting, levelling and converting, on waves whose answer is known."""

from __future__ import annotations

import math
from array import array

import pytest

from voice.waveform import (
    FULL,
    HIGHEST_PEAK,
    LOUDNESS,
    RATE,
    clipped_share,
    cut,
    levelled,
    loudness,
    resampled,
    trimmed,
)


def wave(hz: float, seconds: float, level: float, rate: int = RATE) -> array[int]:
    step = 2 * math.pi * hz / rate
    return array("h", [round(level * math.sin(step * at)) for at in range(int(seconds * rate))])


def nothing(seconds: float) -> array[int]:
    return array("h", bytes(2 * int(seconds * RATE)))


def strength(samples: array[int], hz: float, rate: int = RATE) -> float:
    """How much of a tone is in the samples, by correlation; 1 for a tone of full scale."""
    step = 2 * math.pi * hz / rate
    sine = sum(sample * math.sin(step * at) for at, sample in enumerate(samples))
    cosine = sum(sample * math.cos(step * at) for at, sample in enumerate(samples))
    return 2 * math.hypot(sine, cosine) / len(samples) / FULL


def test_silence_around_the_speech_is_cut_off() -> None:
    speech = cut(nothing(1) + wave(200, 0.5, 8000) + nothing(0.7))
    assert len(speech) / RATE == pytest.approx(0.59, abs=0.02)


def test_what_has_no_noise_behind_it_is_trimmed_to_the_same_length() -> None:
    spoken = nothing(1) + wave(200, 0.3, 8000) + nothing(0.4) + wave(200, 0.3, 8000) + nothing(0.7)
    assert len(trimmed(spoken)) == pytest.approx(len(cut(spoken)), abs=RATE // 50)
    assert len(trimmed(nothing(1))) == len(trimmed(array("h"))) == 0


def test_a_pause_inside_the_speech_stays() -> None:
    speech = cut(nothing(0.5) + wave(200, 0.3, 8000) + nothing(0.4) + wave(200, 0.3, 8000) + nothing(0.5))
    assert len(speech) / RATE == pytest.approx(1.09, abs=0.02)


def test_a_noisy_room_is_cut_off_too() -> None:
    room = wave(50, 2.0, 300)
    heard = array("h", room)
    for at, sample in enumerate(wave(200, 0.5, 6000)):
        heard[RATE // 2 + at] += sample
    assert len(cut(heard)) / RATE == pytest.approx(0.59, abs=0.03)


def test_cutting_twice_cuts_nothing_more() -> None:
    once = cut(nothing(1) + wave(200, 0.5, 8000) + nothing(0.7))
    assert len(cut(once)) >= len(once) - RATE // 10


@pytest.mark.parametrize("samples", [array("h"), nothing(1), wave(200, 1, 20)])
def test_where_nothing_is_said_nothing_is_left(samples: array[int]) -> None:
    assert len(cut(samples)) == 0


@pytest.mark.parametrize("level", [300, 2000, 12_000, 32_000])
def test_quiet_and_loud_recordings_become_equally_loud(level: int) -> None:
    assert loudness(levelled(wave(200, 0.5, level))) == pytest.approx(LOUDNESS, rel=0.05)


def test_a_sharp_peak_is_never_clipped() -> None:
    sharp = wave(200, 0.5, 500)
    sharp[5000] = 20_000
    assert max(levelled(sharp)) <= HIGHEST_PEAK + 1


def test_a_clip_begins_and_ends_without_a_click() -> None:
    clip = levelled(array("h", [8000] * 4000))
    assert abs(clip[0]) <= 5
    assert abs(clip[-1]) <= 5


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_a_tone_keeps_its_height_length_and_strength(rate: int) -> None:
    found = resampled(wave(440, 0.25, 20_000, rate), rate)
    assert len(found) / RATE == pytest.approx(0.25, abs=0.001)
    assert strength(found, 440) == pytest.approx(20_000 / FULL, rel=0.02)


def test_what_is_too_high_for_our_rate_does_not_fold_back() -> None:
    found = resampled(wave(15_000, 0.25, 20_000, 48_000), 48_000)
    assert strength(found, RATE - 15_000) < 0.02
    assert max(abs(sample) for sample in found[1000:-1000]) < 1000


def test_clipping_is_noticed() -> None:
    assert clipped_share(wave(200, 0.2, 30_000)) == 0
    assert clipped_share(array("h", [FULL, -FULL - 1, 0, 0])) == 0.5
