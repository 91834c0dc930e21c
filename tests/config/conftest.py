"""A way to spoil the configuration of a small office."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import config
from tests.config.small_office import GOOD

Spoilt = Callable[..., Path]


@pytest.fixture
def spoilt(tmp_path: Path) -> Spoilt:
    """Writes the good file with some texts replaced, each of which must be in it exactly once."""

    def write(*changes: tuple[str, str]) -> Path:
        text = GOOD
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def problems(spoilt: Spoilt) -> Callable[..., tuple[config.Problem, ...]]:
    """The problems of the file with these changes."""

    def found(*changes: tuple[str, str]) -> tuple[config.Problem, ...]:
        with pytest.raises(config.ConfigErrors) as wrong:
            config.load(spoilt(*changes))
        return wrong.value.problems

    return found
