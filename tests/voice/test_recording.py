"""Recordings of every kind that people bring: each becomes a clip, or is refused with its reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.voice.sounds import heard, tone, wav
from voice.recording import make_clip
from voice.spoken import CannotSpeak

SPEECH = 0.3 * np.sin(2 * np.pi * 220 * np.arange(24_000) / 48_000)
AROUND = np.zeros(20_000)
RECORDED = np.concatenate([AROUND, SPEECH, AROUND])


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "PCM_32", "PCM_U8"])
@pytest.mark.parametrize("channels", [1, 2])
def test_every_usual_wav_becomes_the_same_clip(tmp_path: Path, subtype: str, channels: int) -> None:
    samples = RECORDED if channels == 1 else np.column_stack([RECORDED, RECORDED])
    recording = make_clip(wav(samples, 48_000, subtype), tmp_path / "clip.wav")

    assert recording.faults == ()
    clip = heard(tmp_path / "clip.wav")
    assert clip.rate == 22_050
    assert clip.seconds == pytest.approx(0.59, abs=0.03)
    assert clip.loudness == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 96_000])
def test_every_usual_rate_is_converted(tmp_path: Path, rate: int) -> None:
    make_clip(tone(0.5, rate=rate), tmp_path / "clip.wav")
    assert heard(tmp_path / "clip.wav").seconds == pytest.approx(0.59, abs=0.03)


@pytest.mark.parametrize(("level", "fault"), [(0.0, "silent"), (0.002, "silent"), (0.012, "quiet"), (3.0, "clipped")])
def test_a_bad_recording_is_told(tmp_path: Path, level: float, fault: str) -> None:
    loud = np.clip(tone_samples(level), -1, 1)
    recording = make_clip(wav(loud, 22_050), tmp_path / "clip.wav")
    assert fault in recording.faults
    assert (tmp_path / "clip.wav").exists() == (fault != "silent")


def test_a_noisy_room_is_told(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 0.05, len(tone_samples(0)))
    recording = make_clip(wav(tone_samples(0.15) + noise, 22_050), tmp_path / "clip.wav")
    assert "noisy" in recording.faults


@pytest.mark.parametrize(
    "source",
    [b"", b"RIFF", b"no sound at all", b"\xff\xfb\x90\x00" * 200, tone(0.5)[:30]],
    ids=["empty", "head", "text", "mp3", "cut in the head"],
)
def test_what_is_no_wav_is_refused(tmp_path: Path, source: bytes) -> None:
    with pytest.raises(CannotSpeak) as problem:
        make_clip(source, tmp_path / "clip.wav")
    assert problem.value.code == "bad_recording"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_cut_off_is_taken_as_far_as_it_goes(tmp_path: Path) -> None:
    assert make_clip(tone(0.5)[:60], tmp_path / "clip.wav").faults == ("silent",)
    assert not (tmp_path / "clip.wav").exists()


@pytest.mark.parametrize(("samples", "rate"), [(np.zeros(31 * 8000), 8_000), (np.zeros((800, 3)), 8_000)])
def test_too_long_and_too_many_channels_are_refused(tmp_path: Path, samples: object, rate: int) -> None:
    with pytest.raises(CannotSpeak) as problem:
        make_clip(wav(samples, rate), tmp_path / "clip.wav")
    assert problem.value.code == "bad_recording"


def tone_samples(level: float) -> np.ndarray:
    speech = level * np.sin(2 * np.pi * 220 * np.arange(11_025) / 22_050)
    return np.concatenate([np.zeros(9_000), speech, np.zeros(9_000)])
