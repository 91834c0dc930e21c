"""Are the programs that check paper found, installed where nobody need be asked, and named where they are missing?"""

from __future__ import annotations

import os
import shutil
import subprocess
from types import SimpleNamespace

import pytest

from environment import printing_tools

PACKAGES = ["tesseract-ocr", "tesseract-ocr-vie", "cups-daemon", "cups-client"]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with none of them, and nobody on it is root."""
    monkeypatch.setattr(shutil, "which", lambda name, path=None: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


@pytest.mark.usefixtures("bare")
def test_a_sentence_says_what_to_install_and_what_is_skipped(capsys: pytest.CaptureFixture[str]) -> None:
    printing_tools.make_ready()
    assert f"sudo apt install {' '.join(PACKAGES)}" in capsys.readouterr().err


@pytest.mark.usefixtures("bare")
def test_root_on_debian_gets_them_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: commands.append(command))
    printing_tools.make_ready()
    assert [command[:2] for command in commands] == [["apt-get", "update"], ["apt-get", "install"]]
    assert commands[-1][-4:] == PACKAGES


def test_a_reader_without_vietnamese_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name, path=None: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", lambda command, **_: SimpleNamespace(stdout="List of …:\neng\nosd\n"))
    assert printing_tools.missing_packages() == PACKAGES[:2]
    monkeypatch.setattr(subprocess, "run", lambda command, **_: SimpleNamespace(stdout="List of …:\neng\nvie\n"))
    assert printing_tools.missing_packages() == []
