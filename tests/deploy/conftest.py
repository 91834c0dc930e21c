"""The start scripts, run as a PC runs them; whatever they started is ended with the test."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a script with words, and settings as variables."""
    started: list[subprocess.Popen[str]] = []

    def begin(script: Path, *words: str, **settings: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "HOME": str(tmp_path), "MOT_CUA_LOOK_S": "1", **settings}
        made = subprocess.Popen(
            [str(script), *words], env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        started.append(made)
        return made

    yield begin
    for each in started:
        if each.poll() is None:
            os.killpg(each.pid, signal.SIGTERM)
        each.communicate(timeout=60)
