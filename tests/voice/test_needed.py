"""Is the list of clips enough for every call, and is every clip on it needed?"""

from __future__ import annotations

import pytest

import config as configuration
from config import Config
from tests.conftest import ROOT
from tests.voice.test_sentences import with_desk, with_voice
from voice.needed import CALLS, Form, Group, needed
from voice.sentences import call_sentence
from voice.spoken import Spoken

NUMBERS = (*range(1, 122), *range(197, 1000, 37), 1000, 1005, 2024, 9999)


def offices() -> dict[str, Config]:
    office = configuration.load(ROOT / "config.toml")
    return {
        "the letter's": office,
        "rooms": with_desk(office, name="Phòng số 205A", place="tầng 2, nhà Đ"),
        "read as numbers": with_voice(office, reading="cardinal"),
        "southern numbers": with_voice(office, reading="cardinal", region="south"),
        "the commune's": configuration.load(ROOT / "samples" / "commune" / "config.toml"),
    }


@pytest.mark.parametrize("name", offices())
@pytest.mark.parametrize("language", ["vi", "en", "tay"])
def test_with_all_clips_every_call_can_be_said_and_none_is_in_vain(name: str, language: str) -> None:
    office = offices()[name]
    clips = {each.code for each in needed(office, language) if each.group is not Group.ANNOUNCEMENTS}
    used = {
        codes[0]
        for kind in CALLS
        for desk in office.desks
        for department in desk.touched
        for number in NUMBERS
        for codes in call_sentence(
            Spoken(kind, office.department(department).series, number, desk.code), office, language
        ).recordings()
    }
    assert used == clips


def test_the_list_is_small(office: Config) -> None:
    clips = needed(office, "vi")
    calls = [each for each in clips if each.group is not Group.ANNOUNCEMENTS]
    assert len(calls) == 29
    assert len(clips) == len({each.code for each in clips})


def test_the_list_says_what_to_say_and_how(office: Config) -> None:
    clips = {each.code: each for each in needed(office, "vi")}
    assert (clips["so-4"].text, clips["so-4"].form) == ("bốn", Form.MIDDLE)
    assert (clips["so-12-cuoi"].text, clips["so-12-cuoi"].form) == ("mười hai", Form.END)
    assert [each.text for each in clips.values()][:2] == ["Mời công dân có số", "đến quầy số"]
    assert all(each.example for each in clips.values())


def test_codes_are_names_for_files_everywhere(office: Config) -> None:
    for language in ("vi", "en"):
        for each in needed(office, language):
            assert each.code.isascii()
            assert each.code == each.code.lower()
            assert len(each.code) <= 60
            assert "/" not in each.code
