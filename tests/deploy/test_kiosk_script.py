"""Does the start script keep a kiosk on its touchscreen, with no way out, and dark at night?"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.test_wall_script import ROOT, pretended, wait_until

SCRIPT = ROOT / "deploy" / "kiosk.sh"


@pytest.fixture
def run(begin: Callable[..., subprocess.Popen[str]]) -> Callable[..., subprocess.Popen[str]]:
    return partial(begin, SCRIPT)


def test_the_kiosk_is_started_without_ways_out_and_again_when_it_ends(tmp_path: Path, run: Callable[..., Any]) -> None:
    browser, notes = pretended(tmp_path)
    run("http://10.0.0.5:8080/", "12345678", MOT_CUA_BROWSER=str(browser), NOTES=str(notes))
    wait_until(lambda: notes.exists() and len(notes.read_text().splitlines()) == 2, 15, "started twice")
    first, second = notes.read_text().splitlines()
    for flag in (
        "--kiosk",
        "--disable-pinch",
        "--overscroll-history-navigation=0",
        "--touch-events=enabled",
        "--unsafely-treat-insecure-origin-as-secure=http://10.0.0.5:8080",
        "--user-data-dir=" + str(tmp_path / ".mot-cua-kiosk"),
    ):
        assert f"{flag} " in first
    assert first.endswith("deploy/waiting.html#http://10.0.0.5:8080/pair?code=12345678")
    assert second.endswith("deploy/waiting.html#http://10.0.0.5:8080/kiosk/")


def test_a_wrong_start_names_this_script(tmp_path: Path, run: Callable[..., Any]) -> None:
    browser, notes = pretended(tmp_path)
    begun = run("192.168.1.10", MOT_CUA_BROWSER=str(browser), NOTES=str(notes))
    assert begun.wait(timeout=10) == 2
    assert begun.communicate()[1].startswith("kiosk.sh: ")
    assert not notes.exists()


@pytest.mark.parametrize(
    ("now", "hours", "is_lit"),
    [
        ("06:44", "6:45-17:30", False),
        ("17:30", "6:45-17:30", False),
        ("08:09", "06:45-17:30", True),
        ("00:10", "0:00-24:00", True),
    ],
)
def test_the_screen_is_lit_in_the_offices_hours_only(
    tmp_path: Path, run: Callable[..., Any], now: str, hours: str, is_lit: bool
) -> None:
    browser, notes = pretended(tmp_path)
    seen = tmp_path / "screen"
    run(
        "http://10.0.0.5:8080",
        MOT_CUA_BROWSER=str(browser), NOTES=str(notes), MOT_CUA_NOW=now, MOT_CUA_SCREEN_ON=hours,
        MOT_CUA_SCREEN_ON_COMMAND=f"echo on >> {seen}", MOT_CUA_SCREEN_OFF_COMMAND=f"echo off >> {seen}",
    )  # fmt: skip
    wait_until(seen.exists, 10, "the screen was told")
    assert seen.read_text().split()[0] == ("on" if is_lit else "off")
