"""Does a child process stand in for run.py where exec does not exist?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WAIT = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from environment.child import wait_for"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are sent the POSIX way here")


def test_its_exit_code_comes_through() -> None:
    assert subprocess.call(stand_in("raise SystemExit(7)")) == 7


@pytest.mark.parametrize(("number", "sent_to_both"), [(signal.SIGTERM, False), (signal.SIGINT, True)])
def test_a_stop_signal_lets_the_child_finish(number: signal.Signals, sent_to_both: bool) -> None:
    """A terminal sends Ctrl+C to both; SIGTERM reaches the parent only and is passed on."""
    child = (
        "import signal, sys, time\n"
        f"signal.signal({int(number)}, lambda *_: (print('finished', flush=True), sys.exit(5)))\n"
        "print('ready', flush=True)\n"
        "time.sleep(30)\n"
    )
    parent = subprocess.Popen(stand_in(child), stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert parent.stdout is not None
    with parent.stdout:
        assert parent.stdout.readline() == "ready\n"
        os.killpg(parent.pid, number) if sent_to_both else parent.send_signal(number)
        assert parent.stdout.read() == "finished\n"
    assert parent.wait(timeout=30) == 5


def stand_in(source: str) -> list[str]:
    return [sys.executable, "-c", f"{WAIT}; sys.exit(wait_for({[sys.executable, '-c', source]!r}))"]
