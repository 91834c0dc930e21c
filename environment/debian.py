"""May a package of Debian or Ubuntu be installed here without a question, and how?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def may_install() -> bool:
    """As root, where apt-get is."""
    return sys.platform != "win32" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> None:
    """Try to; whoever wanted the package looks whether it is there now."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *command], env=quiet, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
