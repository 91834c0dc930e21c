"""Where is the browser that the tests of the screens drive?"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from environment import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
WINDOWS_PLACES = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


def chromium() -> str | None:
    """Path of a Chromium, installed now where that needs no question; None after saying what to install."""
    found = installed()
    if found is None and debian.may_install():
        print("Chưa có Chromium để kiểm thử màn hình; đang cài bằng apt-get …", file=sys.stderr, flush=True)
        found = _install()
    if found is None:
        print(f"Chưa có Chromium để kiểm thử màn hình. Hãy cài: {_advice()}", file=sys.stderr, flush=True)
    return found


def installed() -> str | None:
    """`MOT_CUA_CHROMIUM` if set, else the first known name on the PATH or in Windows' usual places."""
    named = os.environ.get("MOT_CUA_CHROMIUM")
    if named and os.path.exists(named):
        return named
    roots = [os.environ[name] for name in WINDOWS_ROOTS if name in os.environ]
    places = [str(Path(root, place)) for root in roots for place in WINDOWS_PLACES]
    on_path = (shutil.which(name) for name in NAMES)
    return next((path for path in (*on_path, *places) if path and os.path.exists(path)), None)


def _install() -> str | None:
    debian.install("chromium")
    return installed()


def _advice() -> str:
    if os.name == "nt":
        return "Google Chrome hoặc Microsoft Edge"
    return "sudo apt install chromium"
