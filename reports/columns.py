"""Which figures stand in the tables of workbook, letter and page, under which headings?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from locales import say, written
from rules.compliance import Figures, Terms

BLANK = "–"
_MINUTE = timedelta(minutes=1)


class Unit(StrEnum):
    COUNT = "count"
    MINUTES = "minutes"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Column:
    """`value` gives a number in the unit (a share is 0 to 1), None where there is nothing to count."""

    key: str
    unit: Unit
    value: Callable[[Figures], float | None]

    def heading(self, language: str, terms: Terms) -> str:
        limit = terms.wait_limit if self.key == "within" else terms.late_after
        return say(language, f"office.report.column.{self.key}", minutes=whole_minutes(limit))

    def shown(self, language: str, figures: Figures) -> str:
        """The figure as paper and page have it: 1.234 or 12,5 or an honest dash."""
        value = self.value(figures)
        if value is None:
            return BLANK
        return written(language, tidy(value * 100 if self.unit is Unit.SHARE else value))


def minutes(length: timedelta | None) -> float | None:
    return None if length is None else length / _MINUTE


def whole_minutes(length: timedelta) -> int:
    return length // _MINUTE


def tidy(value: float) -> int | float:
    """One decimal; none where it would be 0, and none from a hundred on, where it tells nobody anything."""
    rounded = round(value, 1 if abs(value) < 100 else 0)
    return int(rounded) if rounded == int(rounded) else rounded


def _count(key: str, value: Callable[[Figures], int]) -> Column:
    return Column(key, Unit.COUNT, value)


def _minutes(key: str, value: Callable[[Figures], timedelta | None]) -> Column:
    return Column(key, Unit.MINUTES, lambda figures: minutes(value(figures)))


DUTY = (
    _count("due", lambda f: f.due),
    _count("in_charge", lambda f: f.in_charge),
    _count("substitute", lambda f: f.substitute),
    _count("uncovered", lambda f: f.uncovered),
    _count("late", lambda f: f.late),
    _count("left", lambda f: f.left),
)
PENDING = _count("pending", lambda f: f.pending)
PRESENCE = (
    _minutes("empty", lambda f: f.empty),
    _minutes("first_call", lambda f: f.first_call),
)
ABSENCES = (
    _count("absences", lambda f: f.absences),
    _count("absences_late", lambda f: f.absences_late),
    _count("absences_forbidden", lambda f: f.absences_forbidden),
)
WRONG_DAYS = (_count("wrong_days", lambda f: f.wrong_days),)
REFUSED = (_count("refused", lambda f: f.refused),)
SLIPS = (_count("slips", lambda f: f.slips),)
WAITING = (
    _count("issued", lambda f: f.issued),
    _count("called", lambda f: f.called),
    _count("within", lambda f: f.within_limit),
    Column("share", Unit.SHARE, lambda f: f.share_within),
    _minutes("mean", lambda f: f.mean_wait),
    _minutes("median", lambda f: f.median_wait),
    _minutes("longest", lambda f: f.longest_wait),
)
ALL = (*DUTY, PENDING, *PRESENCE, *ABSENCES, *WRONG_DAYS, *REFUSED, *SLIPS, *WAITING)
