"""A folder of human recordings: partly filled, complete, changed while the server runs, spoilt."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent
import pytest

from config import Config
from tests.voice.sounds import heard, tone, wav
from voice.needed import Group, needed
from voice.sentence import ending
from voice.speaker import Speaker
from voice.spoken import CannotSpeak, Kind, Spoken
from voice.studio import Studio

CALL = Spoken(Kind.CALL, 4, 17, "4")
LENGTH_S = 0.3


def record_all(speaker: Speaker, office: Config, language: str = "vi", without: str = "") -> None:
    """Every clip that calls need, each a tone of its own height."""
    for at, each in enumerate(needed(office, language)):
        if each.group is not Group.ANNOUNCEMENTS and each.code != without:
            put(speaker, language, each.code, 200 + 20 * at)
    speaker.recorded.refresh()


def put(speaker: Speaker, language: str, code: str, hz: float = 220, source: bytes | None = None) -> Path:
    path = speaker.recorded.path(language, code)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(source if source is not None else tone(LENGTH_S, hz=hz, rate=22_050))
    return path


def source_of(speaker: Speaker, spoken: Spoken = CALL) -> str:
    return speaker.source_of(speaker.clips_for(spoken)[0])


def test_without_recordings_the_machine_speaks(speaker: Speaker) -> None:
    assert source_of(speaker) == "machine"


def test_recordings_win_as_soon_as_a_sentence_is_whole(speaker: Speaker, office: Config) -> None:
    record_all(speaker, office, without="chuyen-den-quay-so-4b1d")
    assert source_of(speaker) == "recordings"
    assert source_of(speaker, Spoken(Kind.TRANSFER, 4, 17, "4")) == "machine"


def test_recorded_clips_stand_in_a_row_with_their_pauses(speaker: Speaker, office: Config) -> None:
    record_all(speaker, office)
    path = speaker.sound(speaker.clips_for(CALL)[0].url_name)
    assert path is not None
    sound = heard(path)

    # Seven clips of 0.3 s, each with 90 ms of quiet left around it, 300 + 60 + 60 + 250 ms of pauses; an MP3 begins
    # and ends with up to a tenth of a second of its own.
    assert sound.seconds == pytest.approx(7 * 0.39 + 0.67 + 0.1, abs=0.1)
    silences = sound.silences(at_least_s=0.07)
    expected = [0.09, 0.39, 0.15, 0.15, 0.34, 0.09]
    assert silences == pytest.approx(expected, abs=0.03)
    assert sound.loudness == pytest.approx(0.1, abs=0.03)


def test_a_clip_in_the_other_form_stands_in_for_one_that_is_missing(speaker: Speaker, office: Config) -> None:
    record_all(speaker, office, without=ending("so-7"))
    assert source_of(speaker) == "recordings"
    speaker.recorded.path("vi", "so-7").unlink()
    speaker.recorded.refresh()
    assert source_of(speaker) == "machine"


def test_a_new_recording_is_a_new_sound(speaker: Speaker, office: Config) -> None:
    record_all(speaker, office)
    before = speaker.clips_for(CALL)[0].url_name
    put(speaker, "vi", "so-1", hz=990)
    speaker.recorded.refresh()
    assert speaker.clips_for(CALL)[0].url_name != before


def test_the_same_file_is_not_made_into_a_clip_again(
    speaker: Speaker, office: Config, make_speaker: Callable[..., Speaker]
) -> None:
    record_all(speaker, office)
    clips = {path: path.stat().st_mtime_ns for path in speaker.recorded.clips.glob("*.wav")}
    again = make_speaker()
    again.recorded.refresh()
    assert source_of(again) == "recordings"
    assert {path: path.stat().st_mtime_ns for path in again.recorded.clips.glob("*.wav")} == clips


@pytest.mark.parametrize("source", [b"no wav", b"", wav([0.0] * 20_000, 22_050)], ids=["text", "empty", "silence"])
def test_a_spoilt_file_is_named_and_not_played(speaker: Speaker, office: Config, source: bytes) -> None:
    record_all(speaker, office)
    put(speaker, "vi", "den-quay-so-633c", source=source)
    speaker.recorded.refresh()
    assert speaker.recorded.state("vi", "den-quay-so-633c") == "useless"
    assert source_of(speaker) == "machine"


def test_a_file_that_cannot_be_cut_hides_no_other(
    speaker: Speaker, office: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    do = speaker.recorded._do

    def slow_at_first(job: Any) -> Any:
        if "cong-dan-co-so" in job["source"]:
            raise CannotSpeak("too_slow")
        return do(job)

    monkeypatch.setattr(speaker.recorded, "_do", slow_at_first)
    with pytest.raises(CannotSpeak):
        record_all(speaker, office)
    assert speaker.recorded.state("vi", "so-9-cuoi") == "ready"
    monkeypatch.undo()
    speaker.recorded.refresh()
    assert source_of(speaker) == "recordings"


def test_other_files_in_the_folder_do_no_harm(speaker: Speaker, office: Config) -> None:
    record_all(speaker, office)
    (speaker.recorded.recordings / "vi" / "doc.txt").write_text("x")
    (speaker.recorded.recordings / "vi" / "folder.wav").mkdir()
    put(speaker, "vi", "khong-ai-can")
    speaker.recorded.refresh()
    assert source_of(speaker) == "recordings"


def test_recordings_only_is_silent_until_all_is_recorded(make_speaker: Callable[..., Speaker], office: Config) -> None:
    speaker = make_speaker(source="recordings")
    assert speaker.clips_for(CALL) == ()
    record_all(speaker, office)
    assert source_of(speaker) == "recordings"


def test_tay_is_said_from_recordings_after_vietnamese(make_speaker: Callable[..., Speaker], office: Config) -> None:
    speaker = make_speaker(languages=("vi", "tay"))
    assert [clip.language for clip in speaker.clips_for(CALL)] == ["vi"]
    record_all(speaker, office, "tay")
    clips = speaker.clips_for(CALL)
    assert [clip.language for clip in clips] == ["vi", "tay"]
    assert [clip.pause_ms for clip in clips] == [700, 0]


def test_an_announcement_that_was_recorded_is_played(speaker: Speaker) -> None:
    spoken = Spoken(Kind.ANNOUNCEMENT, text="Đây là thông báo thử. Công dân không phải làm theo.")
    assert source_of(speaker, spoken) == "machine"
    put(speaker, "vi", "day-la-thong-bao-thu-cong-dan-khong-phai-d91e")
    speaker.recorded.refresh()
    assert source_of(speaker, spoken) == "recordings"


def test_a_draft_counts_only_once_it_is_accepted(speaker: Speaker, office: Config) -> None:
    record_all(speaker, office, without="so-4-cuoi")
    speaker.recorded.path("vi", "so-4").unlink()
    speaker.recorded.refresh()
    studio = Studio(speaker)

    recording = studio.draft("vi", "so-4-cuoi", tone(0.4))
    assert recording.faults == ()
    draft = studio.drafted("vi", "so-4-cuoi")
    assert draft is not None
    assert heard(draft).seconds == pytest.approx(0.49, abs=0.03)
    assert source_of(speaker) == "machine"

    assert studio.accept("vi", "so-4-cuoi")
    assert source_of(speaker) == "recordings"
    assert studio.drafted("vi", "so-4-cuoi") is None
    assert not studio.accept("vi", "so-4-cuoi")

    assert studio.remove("vi", "so-4-cuoi")
    assert source_of(speaker) == "machine"
    assert speaker.recorded.path("vi", "so-4-cuoi").with_suffix(".wav.old").exists()


def test_a_silent_draft_cannot_be_accepted(speaker: Speaker) -> None:
    studio = Studio(speaker)
    studio.draft("vi", "so-4", tone(0.4))
    assert studio.draft("vi", "so-4", tone(0.4, level=0.0)).faults == ("silent",)
    assert not studio.accept("vi", "so-4")


def test_an_emptied_folder_of_sounds_fills_again(speaker: Speaker, office: Config) -> None:
    record_all(speaker, office)
    shutil.rmtree(speaker.cache.folder)
    with pytest.raises(CannotSpeak) as problem:
        speaker.sound(speaker.clips_for(CALL)[0].url_name)
    assert problem.value.code == "no_clip"
    speaker.recorded.refresh()
    path = speaker.sound(speaker.clips_for(CALL)[0].url_name)
    assert path is not None
    assert speaker.fault is None


def test_a_call_does_not_wait_for_a_long_recording(speaker: Speaker) -> None:
    speaker.sound(speaker.clips_for(Spoken(Kind.CALL, 4, 1, "4"))[0].url_name)
    cutting = gevent.spawn(Studio(speaker).draft, "vi", "so-4", tone(12.0))
    gevent.sleep(0.2)
    speaker.sound(speaker.clips_for(CALL)[0].url_name)
    assert not cutting.ready()
    assert cutting.get(timeout=120).seconds == pytest.approx(12, abs=0.2)


def test_recordings_that_sound_do_not_hide_that_the_machine_is_mute(speaker: Speaker, office: Config) -> None:
    record_all(speaker, office)
    speaker.fault = "no_machine"
    speaker.sound(speaker.clips_for(CALL)[0].url_name)
    assert speaker.fault == "no_machine"
