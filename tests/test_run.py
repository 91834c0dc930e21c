"""Does run.py choose the right command, and does an environment come to be whole or not at all?

Each test runs run.py as a person would, in a planted office whose server only tells what it was asked.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import run
from tests.planted_office import ROOT, command, pin, plant_office, start, surroundings, told, wait_until


@pytest.fixture(params=["office", "thư mục Một Cửa"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of what starts the product, once in a path with spaces and Vietnamese letters."""
    return plant_office(tmp_path / request.param)


@pytest.fixture
def plain_office(tmp_path: Path) -> Path:
    return plant_office(tmp_path / "office")


@pytest.fixture
def ready_office(made_office: Path, tmp_path: Path) -> Path:
    """One of its own whose environment is there already: to make one takes seconds."""
    return shutil.copytree(made_office, tmp_path / "office", symlinks=True)


def test_the_first_start_installs_and_the_second_does_not(office: Path) -> None:
    first, second = start(office), start(office)
    assert told(first)["tiny"] == told(second)["tiny"] == "1.0"
    assert told(first)["prefix"] == str(office / ".venv")
    assert "Đang chuẩn bị môi trường" in first.stderr
    assert second.stderr == ""
    assert sorted(path.name for path in office.glob(".venv*")) == [".venv", ".venv.lock"]


def test_installed_scripts_stand_on_their_final_place(office: Path) -> None:
    start(office)
    script = office / ".venv" / "bin" / "tiny"
    assert subprocess.run([str(script)], capture_output=True, text=True, check=True).stdout == "1.0\n"


@pytest.mark.parametrize(
    ("given", "passed_on"),
    [
        ([], ["serve"]),
        (
            ["--port", "8081", "--at", "2017-03-13 08:40"],
            ["serve", "--port", "8081", "--at", "2017-03-13 08:40"],
        ),
        (["serve", "--help"], ["serve", "--help"]),
        (["accounts", "add", "Hoà", "--role", "officer"], ["accounts", "add", "Hoà", "--role", "officer"]),
        (["tokens", "add", "--device", "kiosk-1"], ["tokens", "add", "--device", "kiosk-1"]),
    ],
)
def test_arguments_reach_the_server(made_office: Path, given: list[str], passed_on: list[str]) -> None:
    assert told(start(made_office, *given))["arguments"] == passed_on


def test_the_exit_code_of_the_server_comes_through(made_office: Path) -> None:
    assert start(made_office, EXIT="3").returncode == 3


@pytest.mark.skipif(os.name != "posix", reason="Windows has no exec")
def test_the_server_takes_the_place_of_run(made_office: Path) -> None:
    """Whoever stops the process they started (systemd, a terminal) reaches the server itself."""
    process = subprocess.Popen(command(made_office), stdout=subprocess.PIPE, text=True, env=surroundings(made_office))
    output, _ = process.communicate(timeout=60)
    assert json.loads(output)["pid"] == process.pid


def test_a_changed_lock_remakes_the_environment(ready_office: Path) -> None:
    (ready_office / ".venv" / "left-over").touch()
    pin(ready_office, "2.0")
    assert told(start(ready_office))["tiny"] == "2.0"
    assert not (ready_office / ".venv" / "left-over").exists()


def test_a_wheel_that_is_not_the_pinned_one_is_refused(ready_office: Path) -> None:
    """The old environment stays as it was, so the old lock still starts."""
    good = (ready_office / "requirements.txt").read_text(encoding="utf-8")
    pin(ready_office, "2.0", digest="0" * 64)
    refused = start(ready_office)
    assert refused.returncode == 1
    assert "Không cài được thư viện" in refused.stderr
    assert "Traceback" not in refused.stderr
    (ready_office / "requirements.txt").write_text(good, encoding="utf-8")
    again = start(ready_office)
    assert (told(again)["tiny"], again.stderr) == ("1.0", "")


@pytest.mark.skipif(os.name != "posix", reason="needs process groups")
def test_an_install_killed_half_way_is_repaired(plain_office: Path) -> None:
    process = subprocess.Popen(
        command(plain_office),
        stderr=subprocess.DEVNULL,
        env=surroundings(plain_office),
        start_new_session=True,
    )
    wait_until(lambda: any(plain_office.glob(".venv.new-*/bin/python")))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not (plain_office / ".venv").exists()
    assert told(start(plain_office))["tiny"] == "1.0"
    assert list(plain_office.glob(".venv.new-*")) == []


@pytest.mark.parametrize("lost", [run.STAMP, "bin/python", "bin"])
def test_a_damaged_environment_is_repaired(ready_office: Path, lost: str) -> None:
    path = ready_office / ".venv" / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert told(start(ready_office))["tiny"] == "1.0"


def test_two_first_starts_at_once_make_one_environment(plain_office: Path) -> None:
    both = [
        subprocess.Popen(
            command(plain_office),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=surroundings(plain_office),
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=120) for process in both]
    assert [json.loads(output)["tiny"] for output, _ in outputs] == ["1.0", "1.0"]
    assert sum("Đã chuẩn bị xong" in errors for _, errors in outputs) == 1


def test_the_environment_may_live_elsewhere(plain_office: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "nơi khác" / "env"
    assert told(start(plain_office, MOT_CUA_ENV=str(elsewhere)))["prefix"] == str(elsewhere)
    assert not (plain_office / ".venv").exists()


def test_a_mistyped_environment_folder_loses_nothing(plain_office: Path, tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "letter.txt").touch()
    refused = start(plain_office, MOT_CUA_ENV=str(letters))
    assert refused.returncode == 1
    assert "MOT_CUA_ENV" in refused.stderr
    assert [path.name for path in letters.iterdir()] == ["letter.txt"]


def test_the_development_lock_comes_on_top(ready_office: Path) -> None:
    """`test` adds to what `serve` needs, and `serve` is content with what `test` made."""
    asked = start(ready_office, "test", "-q", "--some-option")
    assert "Đang chuẩn bị môi trường" in asked.stderr
    processes = str(max(2, (os.cpu_count() or 2) * 3 // 2))
    assert told(asked)["arguments"] == ["-n", processes, "--dist", "worksteal", "-q", "--some-option"]
    assert start(ready_office).stderr == ""


def test_benchmarks_are_listed_and_run_by_name(made_office: Path) -> None:
    folder = made_office / "benchmarks"
    folder.mkdir(exist_ok=True)
    (folder / "shared.py").write_text('"""What several measure with."""\n', encoding="utf-8")
    (folder / "issue.py").write_text('"""How fast?"""\nif __name__ == "__main__": ...\n', encoding="utf-8")
    listed = start(made_office, "bench").stdout
    assert "issue" in listed
    assert "How fast?" in listed
    assert "shared" not in listed
    unknown = start(made_office, "bench", "nothing")
    assert (unknown.returncode, "nothing" in unknown.stderr) == (1, True)


def test_help_needs_no_environment(plain_office: Path) -> None:
    asked = start(plain_office, "--help")
    assert asked.returncode == 0
    assert all(word in asked.stdout for word in ("--config", "--at", "accounts", "tokens", "bench", "MOT_CUA_ENV"))
    assert not (plain_office / ".venv").exists()


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert run.main([]) == 1
    assert "Một Cửa cần Python 3.11 trở lên; lệnh này vừa chạy bằng Python 3.9." in capsys.readouterr().err


def test_another_python_or_lock_is_another_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = run.stamp_for(run.DEVELOPMENT)
    assert stamp.startswith(run.stamp_for(run.RUNTIME))
    monkeypatch.setattr(sys, "version_info", (3, 99, 0, "final", 0))
    assert run.stamp_for(run.DEVELOPMENT) != stamp


def test_the_locks_name_no_address_and_hash_everything() -> None:
    for name in run.DEVELOPMENT:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        pins = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
        assert pins
        assert all("==" in pin and pin.endswith("\\") for pin in pins)


@pytest.mark.long
def test_a_fresh_clone_starts_within_a_minute(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Fetches the whole lock, some 50 MB, without any cache: not for every run, nor for a machine offline."""
    if not request.config.getoption("--long"):
        pytest.skip("fetches the whole lock from the network; run with --long")
    fresh = plant_office(tmp_path / "bản sao mới")
    shutil.copy(ROOT / "requirements.txt", fresh)
    began = time.monotonic()
    done = start(fresh, PIP_NO_CACHE_DIR="1", PIP_NO_INDEX="0", PIP_FIND_LINKS="")
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - began < 60


@pytest.fixture(scope="module")
def made_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose environment is there already."""
    folder = plant_office(tmp_path_factory.mktemp("made") / "office")
    start(folder)
    return folder
