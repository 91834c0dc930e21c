"""Is the browser found, installed where nobody need be asked, and named where it is missing?"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from environment import browser


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any browser, and nobody on it is root."""
    monkeypatch.delenv("MOT_CUA_CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


def test_a_named_browser_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    named = tmp_path / "trình duyệt"
    named.touch()
    monkeypatch.setenv("MOT_CUA_CHROMIUM", str(named))
    assert browser.chromium() == str(named)


@pytest.mark.usefixtures("bare")
def test_without_one_a_sentence_says_what_to_install(capsys: pytest.CaptureFixture[str]) -> None:
    assert browser.chromium() is None
    assert "sudo apt install chromium" in capsys.readouterr().err


@pytest.mark.usefixtures("bare")
def test_root_on_debian_gets_it_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[str] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: commands.append(" ".join(command)))
    browser.chromium()
    assert [command.split()[:2] for command in commands] == [["apt-get", "update"], ["apt-get", "install"]]
    assert commands[-1].endswith(" chromium")
