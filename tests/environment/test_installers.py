"""Is a pip found on machines that have none where one looks first?"""

from __future__ import annotations

import os
import shutil
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

import pytest

from environment import installers, make
from environment.installers import Installer

PYTHON = "/env/bin/python"


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the programs of this machine answer, by the first word that is found in their command."""
    known: dict[str, str] = {}

    def answer(command: Sequence[str], cwd: Path | None = None) -> str:
        return next((text for word, text in known.items() if word in command), "")

    monkeypatch.setattr(installers, "_answer", answer)
    return known


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The programs on this machine's PATH."""
    present: set[str] = set()
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in present else None)
    return present


@pytest.fixture
def no_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Debian python3 without python3-venv: no ensurepip, no wheel."""
    monkeypatch.setattr(installers, "_bundle_folders", lambda: iter(()))


def test_the_wheel_of_ensurepip_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, programs: set[str]
) -> None:
    (tmp_path / "pip-23.0-py3-none-any.whl").touch()
    monkeypatch.setattr(installers, "_bundle_folders", lambda: iter([tmp_path]))
    programs.update({"uv", "apt-get", "dpkg-deb"})
    found = find(tmp_path)
    assert found is not None
    assert found.command[:4] == (PYTHON, "-m", "pip", "install")
    assert found.settings["PYTHONPATH"].endswith("pip-23.0-py3-none-any.whl")


@pytest.mark.usefixtures("no_bundle")
def test_without_it_the_pip_of_this_python_installs(
    tmp_path: Path, answers: dict[str, str], programs: set[str]
) -> None:
    answers["pip"] = "pip 23.0.1 from /usr/lib/python3/dist-packages/pip (python 3.11)\n"
    found = find(tmp_path)
    assert found is not None
    assert found.command[1:5] == ("-m", "pip", "--python", PYTHON)


@pytest.mark.usefixtures("no_bundle")
@pytest.mark.parametrize("pip", ["", "pip 20.3.4 from /usr/lib/python3/dist-packages/pip (python 3.9)\n"])
def test_with_no_pip_or_an_old_one_uv_installs(
    tmp_path: Path, answers: dict[str, str], programs: set[str], pip: str
) -> None:
    answers.update({"pip": pip, "--version": "uv 0.5.0\n"})
    programs.add("uv")
    found = find(tmp_path)
    assert found is not None
    assert found.command[:5] == ("/usr/bin/uv", "pip", "install", "--python", PYTHON)


@pytest.mark.usefixtures("no_bundle")
def test_a_uv_that_does_not_start_is_passed_over(tmp_path: Path, answers: dict[str, str], programs: set[str]) -> None:
    programs.add("uv")
    assert find(tmp_path) is None


@pytest.mark.usefixtures("no_bundle", "answers")
def test_at_last_debian_is_asked_for_the_wheel(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, programs: set[str]
) -> None:
    asked: list[str] = []

    def debian(command: Sequence[str], cwd: Path | None = None) -> str:
        asked.append(" ".join(command[:2]))
        if command[:2] == ["apt-get", "download"] and "apt-get update" in asked:
            (tmp_path / "python3-pip-whl_23.0_all.deb").touch()
        if command[0] == "dpkg-deb":
            (tmp_path / "usr/share/python-wheels").mkdir(parents=True)
            (tmp_path / "usr/share/python-wheels/pip-23.0-py3-none-any.whl").touch()
        return ""

    monkeypatch.setattr(installers, "_answer", debian)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    programs.update({"apt-get", "dpkg-deb"})
    found = find(tmp_path)
    assert found is not None
    assert found.settings["PYTHONPATH"].startswith(str(tmp_path))
    assert asked[-4:] == ["apt-get download", "apt-get update", "apt-get download", "dpkg-deb -x"]


@pytest.mark.usefixtures("no_bundle", "answers", "programs")
def test_where_nothing_helps_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(make.CannotMake, match="sudo apt install python3-venv"):
        make.make(str(tmp_path / "env"), [], "stamp", "wanted", lambda folder, wanted: False)
    assert [path.name for path in tmp_path.iterdir()] == ["env.lock"]


def test_this_machines_own_way_installs_into_a_new_environment(tmp_path: Path) -> None:
    """Whichever way it is, pip or uv must understand the command: an empty lock, but for real."""
    env = tmp_path / "môi trường"
    venv.EnvBuilder(with_pip=False, symlinks=True).create(env)
    (tmp_path / "lock.txt").write_text("# nothing\n", encoding="utf-8")
    found = installers.find_installer(str(env / "bin" / "python"), tmp_path)
    assert found is not None
    done = found.install([str(tmp_path / "lock.txt")])
    assert done.returncode == 0, done.stdout


def test_a_program_that_is_missing_or_fails_answers_nothing() -> None:
    assert installers._answer(["no-such-program-here"]) == ""
    assert installers._answer([sys.executable, "-c", "print('half'); raise SystemExit(1)"]) == ""
    assert installers._answer([sys.executable, "-c", "print('whole')"]) == "whole\n"


def find(scratch: Path) -> Installer | None:
    return installers.find_installer(PYTHON, scratch)
