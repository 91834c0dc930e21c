"""How does a child process stand in for this one? (Windows has no execv worth the name.)"""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Sequence
from types import FrameType


def wait_for(command: Sequence[str]) -> int:
    """Run `command` until it ends, pass stop signals on, return its exit code (128 + n after signal n)."""
    child = subprocess.Popen(command)

    def leave_to_child(number: int, frame: FrameType | None) -> None:
        """The console sends Ctrl+C and Ctrl+Break to the child as well; it stops gracefully, we only wait."""

    def pass_on(number: int, frame: FrameType | None) -> None:
        child.terminate()

    signal.signal(signal.SIGINT, leave_to_child)
    if hasattr(signal, "SIGBREAK"):
        signal.signal(signal.SIGBREAK, leave_to_child)
    signal.signal(signal.SIGTERM, pass_on)
    code = child.wait()
    return 128 - code if code < 0 else code
