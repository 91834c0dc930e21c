"""Does a process grow with what it is asked? Its memory at the end, beside that after the first quarter."""

from __future__ import annotations

import gc
import re
from pathlib import Path

# Fifteen thousand tries that left 1.5 kB each would show. Measured are 0 to 3 MB, and 9 with frames: lines that broke
# are known for a minute and a half.
MOST_MB = 22.0
# In fewer tries what is loaded for the first time outweighs all that they leave.
ENOUGH = 4_000


class Growth:
    """Look at each of `many` tries; of few, or where there is no /proc, nothing is known and nothing claimed."""

    def __init__(self, many: int, pid: int | None = None) -> None:
        self._many, self._first, self._pid = many, many // 4, pid
        self._early_mb = 0.0

    def look(self, number: int) -> None:
        """After this try."""
        if number == self._first:
            self._early_mb = megabytes(self._pid)

    def assert_flat(self) -> None:
        """At the end."""
        if self._many < ENOUGH:
            return
        grown = megabytes(self._pid) - self._early_mb
        print(f"grown by {grown:.1f} MB from {self._early_mb:.0f} MB")
        assert grown < MOST_MB, f"grown by {grown:.0f} MB"


def megabytes(pid: int | None) -> float:
    """What a process, else this one, holds now; here after everything that nobody needs has gone."""
    gc.collect()
    status = Path(f"/proc/{pid or 'self'}/status")
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0
