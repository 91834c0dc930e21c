"""How are requirements*.txt made from requirements*.in?

One lock for Linux and Windows and every Python from 3.11 on, wheels only, with the hash of each file and not
the address it came from: whoever installs uses their own registry or mirror, and the hashes still decide.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

LOCKS = (("requirements.in", "requirements.txt"), ("requirements-dev.in", "requirements-dev.txt"))
HEADER = "# Pinned from {source} by `python3 run.py lock`; not edited by hand.\n"
COMPILE = (
    *("--universal", "--python-version", "3.11", "--only-binary", ":all:", "--generate-hashes"),
    *("--no-config", "--no-emit-index-url", "--no-annotate", "--no-header", "--quiet"),
)


def renew(root: str, options: Sequence[str]) -> int:
    """Rewrite both locks; `options` go to `uv pip compile` (`--upgrade`, `--upgrade-package NAME`)."""
    uv = shutil.which("uv")
    if uv is None:
        print("Cần uv để ghim lại thư viện: pip install uv", file=sys.stderr)
        return 1
    for source, lock in LOCKS:
        command = [uv, "pip", "compile", *COMPILE, *options, source, "--output-file", lock]
        code = subprocess.call(command, cwd=root, env=_without_mirrors(), stdout=subprocess.DEVNULL)
        if code:
            return code
        _finish(Path(root, lock), HEADER.format(source=source))
    return 0


def _without_mirrors() -> dict[str, str]:
    """A developer's own mirror may hold other files, whose hashes nobody else could match."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_"))}


def _finish(lock: Path, header: str) -> None:
    text = lock.read_text(encoding="utf-8")
    if "://" in text:
        raise SystemExit(f"{lock.name} names an address; pinned files must not depend on one")
    body = text.removeprefix(header)
    lock.write_text(header + body, encoding="utf-8", newline="\n")
