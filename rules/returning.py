"""Until when may a citizen who missed their turn come back by themselves? As long as the sitting lasts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rules.workdays import Sitting


def returns_until(missed_at: datetime, sittings: Sequence[Sitting]) -> datetime | None:
    """The end of the sitting in which the turn was missed (wall time), or of the next one after it; None after all.

    `sittings`: those of the department on the day of `missed_at`.
    """
    ends = sorted(datetime.combine(missed_at.date(), each.closes) for each in sittings)
    return next((end for end in ends if missed_at < end), None)
