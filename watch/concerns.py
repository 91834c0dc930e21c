"""What ails the house now? Kept in memory: whoever notices writes it here, whoever shows or counts reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that somebody must mend: `concern.<code>` and `concern.<code>.how` say it. `since`: UTC."""

    code: str
    since: datetime
    facts: dict[str, Any]


class Concerns:
    """One of each kind at most; it keeps its beginning while its facts change."""

    def __init__(self) -> None:
        self._known: dict[str, Concern] = {}

    def worry(self, code: str, now: datetime, **facts: Any) -> bool:
        """Note it; whether it is new."""
        before = self._known.get(code)
        self._known[code] = Concern(code, before.since if before else now, facts)
        return before is None

    def settle(self, code: str) -> bool:
        """It is mended; whether it was known."""
        return self._known.pop(code, None) is not None

    def now(self) -> tuple[Concern, ...]:
        """All, oldest first."""
        return tuple(sorted(self._known.values(), key=lambda each: each.since))
