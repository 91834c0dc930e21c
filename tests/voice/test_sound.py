"""The machine's voice, measured: long enough, loud enough, never clipped, with the pauses where they belong."""

from __future__ import annotations

from array import array
from collections.abc import Callable

import pytest

from config import Config, Voice
from tests.voice.sounds import Sound, heard
from voice.machine import machine_job
from voice.making import do, machine_samples
from voice.sentences import announcement, call_sentence
from voice.speaker import Speaker
from voice.spoken import CannotSpeak, Kind, Spoken
from voice.waveform import FULL

REGIONS = ("north", "central", "south")


def sound_of(speaker: Speaker, spoken: Spoken) -> Sound:
    clip = speaker.clips_for(spoken)[-1]
    path = speaker.sound(clip.url_name)
    assert path is not None
    return heard(path)


@pytest.mark.parametrize("region", REGIONS)
def test_a_call_is_a_sentence_that_a_hall_can_hear(make_speaker: Callable[..., Speaker], region: str) -> None:
    sound = sound_of(make_speaker(region=region), Spoken(Kind.CALL, 4, 17, "4"))

    assert 4.0 < sound.seconds < 7.0
    assert 0.6 < sound.peak < 1.0
    assert 0.09 < sound.loudness < 0.3
    before, after = sound.silence_at_the_ends()
    assert before < 0.12
    assert after < 0.2


@pytest.mark.parametrize("region", REGIONS)
def test_the_pause_after_the_series_is_there(make_speaker: Callable[..., Speaker], region: str) -> None:
    silences = sound_of(make_speaker(region=region), Spoken(Kind.CALL, 4, 17, "4")).silences(at_least_s=0.22)

    after_series, before_place = silences
    assert 0.25 <= after_series <= 0.40
    assert 0.22 <= before_place <= 0.40


def test_slower_speech_takes_longer_and_keeps_its_pauses(make_speaker: Callable[..., Speaker]) -> None:
    slow, quick = (sound_of(make_speaker(speed=speed), Spoken(Kind.CALL, 4, 17, "4")) for speed in (90, 170))
    assert slow.seconds > 1.3 * quick.seconds
    assert 0.25 <= max(quick.silences(0.2)) <= 0.45


@pytest.mark.parametrize("region", REGIONS)
def test_no_sound_is_clipped(office: Config, region: str) -> None:
    voice = Voice(region=region)
    peaks = {}
    for kind, number in [(Kind.CALL, 123), (Kind.RECALL, 456), (Kind.NO_SHOW, 789), (Kind.TRANSFER, 100)]:
        for series in (4, 7, 12):
            sentence = call_sentence(Spoken(kind, series, number, "4"), office, "vi")
            samples = array("h", machine_samples(machine_job(sentence, voice) or {}))
            peaks[kind, series, number] = max(max(samples), -min(samples))
    assert [each for each, peak in peaks.items() if peak >= 0.999 * FULL] == []


def test_different_numbers_are_different_sounds(speaker: Speaker) -> None:
    names = {speaker.clips_for(Spoken(Kind.CALL, 4, number, "4"))[0].url_name for number in range(1, 200)}
    assert len(names) == 199


def test_english_is_spoken_by_an_english_voice(speaker: Speaker) -> None:
    sound = sound_of(speaker, Spoken(Kind.CALL, 4, 17, "4", "en"))
    assert 3.0 < sound.seconds < 8.0
    assert sound.loudness > 0.06


def test_an_announcement_of_full_length_is_made(office: Config) -> None:
    job = machine_job(announcement("Mời công dân ngồi chờ, " * 40, "vi"), office.voice)
    assert job is not None
    _, mp3 = do(job)
    assert heard(mp3).seconds > 30


def test_odd_text_is_said_or_skipped_but_never_breaks_the_voice(office: Config) -> None:
    for text in ("", ".", "…", "\0", "😀", "<a>&amp;", "a" * 600, "\u0300" * 50, "[[k]]", "中文", "-" * 300):
        job = machine_job(announcement(text, "vi"), office.voice)
        assert job is not None
        do(job)


def test_a_voice_that_is_not_there_is_named() -> None:
    with pytest.raises(CannotSpeak) as problem:
        do({"do": "say", "voice": "xx-none", "speed": 125, "pitch": 50, "markup": "a"})
    assert (problem.value.code, problem.value.detail) == ("no_voice", "xx-none")
