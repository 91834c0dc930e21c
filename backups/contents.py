"""What is in a database or a back-up of one, and what can be wrong with it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class BackupProblem(Exception):
    """Why no back-up was made or none is restored: `backup.problem.<code>` and the facts of its sentence.

    Codes: no_data, no_file, no_space, not_written, not_there, busy, not_ours, other_office, wrong_kind, damaged,
    newer_schema, no_program, failed, in_use, would_lose, would_lose_tickets.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Contents:
    """What was counted. `sites`: codes of the offices; `last_event`, `last_ticket`: of the newest, UTC."""

    schema: str
    sites: tuple[str, ...]
    tickets: int
    events: int
    last_event: datetime | None
    last_ticket: datetime | None = None

    def has_later_tickets_than(self, other: Contents) -> bool:
        """Whether numbers were given that `other` cannot know, however much more it holds."""
        return self.last_ticket is not None and (other.last_ticket is None or self.last_ticket > other.last_ticket)

    def is_newer_than(self, other: Contents) -> bool:
        """Whether putting `other` in its place would lose something."""
        if self.has_later_tickets_than(other):
            return True
        if self.events != other.events:
            return self.events > other.events
        return self.tickets > other.tickets or self.schema > other.schema
