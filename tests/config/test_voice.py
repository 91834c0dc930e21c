"""The table [voice]: what it may say, and what is told about what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import Config, ConfigErrors, load
from config.values import SPOKEN_LANGUAGES
from locales import has
from locales.config_errors import lines
from tests.config.small_office import GOOD


def office(folder: Path, voice: str) -> Config:
    path = folder / "config.toml"
    path.write_text(f"{GOOD}\n[voice]\n{voice}\n", encoding="utf-8")
    return load(path)


def test_an_office_that_says_nothing_has_a_voice(tmp_path: Path) -> None:
    voice = office(tmp_path, "").voice
    assert (voice.source, voice.region, voice.reading) == ("machine", "north", "digits")
    assert (voice.languages, voice.on_request) == (("vi",), ("en",))
    assert office(tmp_path, "").recordings_path is None


def test_everything_can_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "giọng").mkdir()
    found = office(
        tmp_path,
        'source = "recordings"\nregion = "south"\nspeed = 110\npitch = 40\nreading = "cardinal"\nzero_tens = "lẻ"\n'
        'languages = ["vi", "tay"]\non_request = ["en"]\nrecordings = "giọng"\n',
    )
    assert (found.voice.speed, found.voice.zero_tens) == (110, "lẻ")
    assert found.recordings_path == tmp_path / "giọng"


@pytest.mark.parametrize(
    ("line", "key", "code"),
    [
        ('source = "espeak"', "voice.source", "not_allowed"),
        ('region = "nort"', "voice.region", "not_allowed"),
        ("speed = 20", "voice.speed", "out_of_range"),
        ("speed = 1.5", "voice.speed", "wrong_type"),
        ("pitch = 100", "voice.pitch", "out_of_range"),
        ('reading = "digit"', "voice.reading", "not_allowed"),
        ('zero_tens = "le"', "voice.zero_tens", "not_allowed"),
        ('languages = ["fr"]', "voice.languages", "not_allowed"),
        ("languages = []", "voice.languages", "blank"),
        ('languages = ["vi", "vi"]', "voice.languages", "repeated"),
        ('on_request = ["tày"]', "voice.on_request", "not_allowed"),
        ('recordings = "nowhere"', "voice.recordings", "no_folder"),
        ("loud = true", "voice.loud", "unknown_key"),
    ],
)
def test_a_mistake_is_told_with_its_key(tmp_path: Path, line: str, key: str, code: str) -> None:
    with pytest.raises(ConfigErrors) as wrong:
        office(tmp_path, line)
    assert [(each.key, each.code) for each in wrong.value.problems] == [(key, code)]
    assert len(lines(wrong.value)) == 2


def test_every_spoken_language_has_a_name() -> None:
    assert [each for each in SPOKEN_LANGUAGES if not has("vi", f"voice.language.{each}")] == []
