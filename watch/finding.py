"""What did a check find? A verdict, what is so, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """`WARN`: the office works, but somebody should look."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """`check.<part>.<code>` says what is so; `….how` the remedy, where the verdict is not OK.

    `said` and `how`: sentences that another part of the house has already made.
    """

    part: str
    verdict: Verdict
    code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    said: str = ""
    how: str = ""


def ok(part: str, code: str, /, **facts: Any) -> Finding:
    """All is well."""
    return Finding(part, Verdict.OK, code, facts)


def warn(part: str, code: str, /, **facts: Any) -> Finding:
    """It works, but somebody should look."""
    return Finding(part, Verdict.WARN, code, facts)


def bad(part: str, code: str, /, **facts: Any) -> Finding:
    """It does not work."""
    return Finding(part, Verdict.BAD, code, facts)
