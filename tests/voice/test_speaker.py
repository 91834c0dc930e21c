"""Sounds by name: made once however many ask, found again after a restart; what cannot be made is told plainly."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent
import pytest

from config import Voice
from tests.voice.sounds import heard
from voice import cache as caches
from voice.cache import Cache, name_of
from voice.machine import machine_job
from voice.sentences import announcement
from voice.speaker import Speaker
from voice.spoken import CannotSpeak, Kind, Spoken

CALL = Spoken(Kind.CALL, 4, 17, "4")


def name(speaker: Speaker, spoken: Spoken = CALL) -> str:
    return speaker.clips_for(spoken)[-1].url_name


def test_names_follow_from_what_is_said_and_how(make_speaker: Callable[..., Speaker]) -> None:
    first = name(make_speaker())
    assert first == name(make_speaker())
    assert len(first) == 32
    others = [make_speaker(**changed) for changed in ({"speed": 100}, {"pitch": 40}, {"region": "south"})]
    assert len({first, *(name(other) for other in others)}) == 4


def test_a_ticket_in_english_is_called_twice(speaker: Speaker) -> None:
    clips = speaker.clips_for(Spoken(Kind.CALL, 4, 17, "4", "en"))
    assert [(clip.language, clip.pause_ms) for clip in clips] == [("vi", 700), ("en", 0)]
    assert clips[1].caption == "Citizen with number 4-017, please come to counter 4."


def test_a_voice_that_is_off_says_nothing(make_speaker: Callable[..., Speaker]) -> None:
    assert make_speaker(source="off").clips_for(CALL) == ()


def test_however_many_ask_a_sound_is_made_once(speaker: Speaker, monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[str] = Counter()
    do = speaker._workshop.do

    def counted(job: Any) -> Any:
        made[name_of(job)] += 1
        return do(job)

    monkeypatch.setattr(speaker._workshop, "do", counted)
    names = [name(speaker, Spoken(Kind.CALL, 4, number, "4")) for number in (1, 2, 3)]
    walls = [gevent.spawn(speaker.sound, each) for each in names * 50]
    gevent.joinall(walls, timeout=60)
    assert {each.value for each in walls} == {speaker.cache.sound(each) for each in names}
    assert made == dict.fromkeys(names, 1)


def test_two_servers_on_one_folder_give_the_same_sounds(make_speaker: Callable[..., Speaker]) -> None:
    one, other = make_speaker(), make_speaker()
    names = [name(one, Spoken(Kind.CALL, 4, number, "4")) for number in range(1, 9)]
    asked = [gevent.spawn(server.sound, each) for each in names for server in (one, other)]
    gevent.joinall(asked, timeout=60)
    assert all(heard(each.value).seconds > 3 for each in asked)
    assert list(one.cache.folder.glob("*.part")) == []


def test_after_a_restart_a_wall_still_gets_what_it_was_told_of(make_speaker: Callable[..., Speaker]) -> None:
    told = name(make_speaker())
    path = make_speaker().sound(told)
    assert path is not None
    assert heard(path).seconds > 3


def test_what_nobody_was_told_of_is_not_made(speaker: Speaker) -> None:
    job = machine_job(announcement("chưa ai nói câu này", "vi"), Voice())
    assert job is not None
    for unknown in (name_of(job), "0" * 32, "", "../../config", "x" * 32, "A" * 32):
        assert speaker.sound(unknown) is None


def test_a_note_that_somebody_changed_is_not_made(speaker: Speaker) -> None:
    told = name(speaker)
    note = speaker.cache.folder / f"{told}.json"
    note.write_text(note.read_text().replace("bốn", "năm"))
    assert speaker.sound(told) is None


def test_prepared_sounds_are_there_before_anybody_asks(speaker: Speaker) -> None:
    clips = speaker.clips_for(CALL)
    speaker.prepare(clips)
    until = time.monotonic() + 60
    while speaker.cache.sound(clips[0].url_name) is None:
        assert time.monotonic() < until
        gevent.sleep(0.01)


def test_a_fault_is_noted_and_goes_when_it_is_mended(speaker: Speaker, monkeypatch: pytest.MonkeyPatch) -> None:
    told, do = name(speaker), speaker._workshop.do

    def broken(_: Any) -> Any:
        raise CannotSpeak("no_machine", "libespeak-ng.so: cannot open shared object file")

    monkeypatch.setattr(speaker._workshop, "do", broken)
    with pytest.raises(CannotSpeak):
        speaker.sound(told)
    assert speaker.fault == "no_machine"
    monkeypatch.setattr(speaker._workshop, "do", do)
    assert speaker.sound(told) is not None
    assert speaker.fault is None


def test_everybody_who_waits_is_told_of_a_fault(speaker: Speaker, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Any) -> Any:
        gevent.sleep(0.05)
        raise CannotSpeak("maker_gone")

    monkeypatch.setattr(speaker._workshop, "do", broken)
    walls = [gevent.spawn(_code, speaker, name(speaker)) for _ in range(20)]
    gevent.joinall(walls, timeout=20)
    assert {each.value for each in walls} == {"maker_gone"}


def test_a_folder_that_cannot_be_written_is_told(make_speaker: Callable[..., Speaker], tmp_path: Path) -> None:
    (tmp_path / "voice").write_text("a file where the folder should be")
    with pytest.raises(CannotSpeak) as problem:
        make_speaker().clips_for(CALL)
    assert problem.value.code == "disk"


def test_too_many_sounds_are_swept_the_longest_unused_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches, "MOST_SOUNDS", 3)
    cache = Cache(tmp_path)
    names = [cache.note({"do": "say", "markup": str(number)}) for number in range(5)]
    for age, each in enumerate(names):
        cache.keep(each, b"sound")
        for ending in ("json", "mp3"):
            os.utime(tmp_path / f"{each}.{ending}", (1_000_000 - age, 1_000_000 - age))
    (tmp_path / "half.part").write_bytes(b"")
    os.utime(tmp_path / "half.part", (1, 1))
    assert cache.sweep() == 2
    assert [cache.sound(each) is not None for each in names] == [True, True, True, False, False]
    assert not (tmp_path / "half.part").exists()


def _code(speaker: Speaker, told: str) -> str:
    try:
        speaker.sound(told)
    except CannotSpeak as problem:
        return problem.code
    return "spoken"
