"""Where does an uploaded list wait until the Office has looked at its preview?

A file is named by the digest of its bytes, so that the confirmation means the very bytes that were shown. One that
was written stays as evidence; one that nobody confirmed goes after a day.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from pathlib import Path

from flask import current_app

WAITS_S = 24 * 3600
_DIGEST = re.compile(r"[0-9a-f]{64}")
_WAITING = ".waiting"


def keep(content: bytes) -> str:
    """Keep a file until tomorrow; returns its digest. Raises OSError."""
    folder, digest = _folder(), hashlib.sha256(content).hexdigest()
    _sweep(folder)
    # Under another name first: two people may send the same list at the same moment.
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(name, folder / f"{digest}{_WAITING}")
    return digest


def kept(digest: str) -> bytes | None:
    """The bytes, or None if they are gone or the digest is none of ours."""
    if not _DIGEST.fullmatch(digest):
        return None
    for path in (_folder() / f"{digest}{_WAITING}", _folder() / digest):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            continue
    return None


def keep_for_good(digest: str) -> None:
    """It has been written into the lists: the event log names it by its digest."""
    waiting = _folder() / f"{digest}{_WAITING}"
    if waiting.exists():
        os.replace(waiting, _folder() / digest)


def _folder() -> Path:
    configured = current_app.config.get("IMPORTS")
    folder = Path(configured) if configured else Path(tempfile.gettempdir()) / f"mot-cua-imports-{os.getpid()}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _sweep(folder: Path) -> None:
    eldest = time.time() - WAITS_S
    for path in (*folder.glob(f"*{_WAITING}"), *folder.glob("*.part")):
        if path.stat().st_mtime < eldest:
            path.unlink(missing_ok=True)
