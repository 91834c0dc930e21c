"""A voice with empty folders of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from config import Config
from tests.voice.test_sentences import with_voice
from voice.speaker import Speaker


@pytest.fixture
def make_speaker(office: Config, tmp_path: Path) -> Iterator[Callable[..., Speaker]]:
    """Makes a voice; what is named changes [voice]."""
    made: list[Speaker] = []

    def make(config: Config = office, **changed: Any) -> Speaker:
        speaker = Speaker(with_voice(config, **changed), tmp_path / "voice", tmp_path / "recordings")
        made.append(speaker)
        return speaker

    yield make
    for speaker in made:
        speaker.stop()


@pytest.fixture
def speaker(make_speaker: Callable[..., Speaker]) -> Speaker:
    return make_speaker()
