"""Which days does a report speak of? One ISO week (Monday to Sunday) or one month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class PeriodKind(StrEnum):
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """`first` and `last` are both in it."""

    kind: PeriodKind
    first: date
    last: date

    @classmethod
    def week_of(cls, day: date) -> Period:
        first = day - timedelta(days=day.weekday())
        return cls(PeriodKind.WEEK, first, first + timedelta(days=6))

    @classmethod
    def month_of(cls, day: date) -> Period:
        first = day.replace(day=1)
        return cls(PeriodKind.MONTH, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))

    @classmethod
    def named(cls, code: str) -> Period:
        """ "2017-W11" or "2017-03", as in an address. Raises ValueError for anything else."""
        if found := _WEEK.fullmatch(code):
            period = cls.week_of(date.fromisocalendar(int(found[1]), int(found[2]), 1))
        elif found := _MONTH.fullmatch(code):
            period = cls.month_of(date(int(found[1]), int(found[2]), 1))
        else:
            raise ValueError(f"no week or month: {code!r}")
        return period

    @property
    def code(self) -> str:
        """What `named` reads, and what files are called by."""
        if self.kind is PeriodKind.MONTH:
            return f"{self.first:%Y-%m}"
        return f"{self.year}-W{self.number:02}"

    @property
    def year(self) -> int:
        """The week's own year: that of its Thursday (ISO 8601)."""
        return self.first.isocalendar().year if self.kind is PeriodKind.WEEK else self.first.year

    @property
    def number(self) -> int:
        """Which week, or which month, of the year."""
        return self.first.isocalendar().week if self.kind is PeriodKind.WEEK else self.first.month

    @property
    def before(self) -> Period:
        """The week or month just before, for the page's arrows."""
        return self._like_this(self.first - timedelta(days=1))

    @property
    def after(self) -> Period:
        return self._like_this(self.last + timedelta(days=1))

    def _like_this(self, day: date) -> Period:
        return self.week_of(day) if self.kind is PeriodKind.WEEK else self.month_of(day)
