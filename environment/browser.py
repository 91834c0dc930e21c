"""Where is the browser that the tests of the screens drive?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

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
    if found is None and _may_install():
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


def _may_install() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install() -> str | None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *command], env=quiet, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    return installed()


def _advice() -> str:
    if os.name == "nt":
        return "Google Chrome hoặc Microsoft Edge"
    return "sudo apt install chromium"
