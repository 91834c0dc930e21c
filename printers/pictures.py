"""Which pictures of previews are old enough to go? Else five years of tickets lie on the disk."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from rules.outbox import PICTURES_KEPT

log = logging.getLogger("printers.pictures")


def sweep(folder: Path) -> int:
    """Remove what nobody looks at any more; a file that cannot be removed waits for the next time. Returns how many."""
    before, gone = time.time() - PICTURES_KEPT.total_seconds(), 0
    for path in [*folder.glob("*.png"), *folder.glob(".*.part")]:
        try:
            if path.stat().st_mtime < before:
                path.unlink()
                gone += 1
        except OSError as problem:
            log.warning("%s stays: %s", path, problem)
    return gone
