"""Which days does the office work, and as which weekday? Decree table over holidays over weekdays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import IntEnum, StrEnum
from typing import TypeVar

_T = TypeVar("_T")


class Weekday(IntEnum):
    """Numbered as `date.weekday()` does."""

    MON = 0
    TUE = 1
    WED = 2
    THU = 3
    FRI = 4
    SAT = 5
    SUN = 6

    @property
    def short(self) -> str:
        """The name used in configuration and tables: "mon" to "sun"."""
        return self.name.lower()

    @classmethod
    def named(cls, short: str) -> Weekday:
        """The weekday called "mon" to "sun"; raises KeyError for another name."""
        return _BY_SHORT_NAME[short]

    @classmethod
    def of(cls, day: date) -> Weekday:
        """The weekday in the calendar, whatever is worked on that day."""
        return _WEEK[day.weekday()]


_WEEK = tuple(Weekday)
_BY_SHORT_NAME = {weekday.short: weekday for weekday in _WEEK}

MORNING = "morning"
AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One opening on one day, [opens, closes). Any name does; "morning" and "afternoon" have sentences."""

    name: str
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise ValueError(f"sitting {self.name!r} opens at {self.opens} and closes at {self.closes}")


class DayKind(StrEnum):
    HOLIDAY = "holiday"  # closed by law
    SWAPPED = "swapped"  # closed, and another day is worked for it
    MAKEUP = "makeup"  # worked for another day, as that weekday
    ORDER = "order"  # closed or open by the office's own notice


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day unlike others of its weekday. `works_as` only on open days; `document` may be unknown."""

    day: date
    is_open: bool
    works_as: Weekday | None = None
    kind: DayKind = DayKind.HOLIDAY
    name: str = ""
    document: str = ""
    swapped_to: date | None = None
    name_en: str = ""


def weekday_worked(
    day: date, special: SpecialDay | None, office_weekdays: Collection[Weekday] = _WEEK
) -> Weekday | None:
    """The weekday whose roster holds on `day`, None where the office is closed.

    `special` is the row of `day` itself, if any; `office_weekdays` are those that the office works at all.
    """
    if special is not None and special.day != day:
        raise ValueError(f"the row of {special.day} says nothing about {day}")
    if special is not None and not special.is_open:
        return None
    if special is not None and special.works_as is not None:
        return special.works_as
    weekday = Weekday.of(day)
    # An order that opens a Sunday opens it, though the office works no Sundays.
    return weekday if special is not None or weekday in office_weekdays else None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one cell: `row` counts the table's rows from 1, its heading not among them."""

    row: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.value!r} is not {self.expected}"


class SpecialDayErrors(ValueError):
    """The table cannot be read; `problems` lists every cell to mend, not the first only."""

    def __init__(self, problems: Iterable[RowProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


def read_special_days(rows: Iterable[Mapping[str, str | None]]) -> dict[date, SpecialDay]:
    """The decree table: rows with day, open, works_as, swapped_to, kind, name_vi, name_en, document.

    Days are written 2026-01-10, `open` yes or no, `works_as` mon to sun. Other columns (source) are not read.
    Raises SpecialDayErrors.
    """
    days: dict[date, SpecialDay] = {}
    problems: list[RowProblem] = []
    for number, row in enumerate(rows, start=1):
        cells = _Cells(number, row)
        special = cells.special_day()
        if special is not None and special.day in days:
            cells.wrong("day", "a day that the table does not name twice")
        elif special is not None:
            days[special.day] = special
        problems += cells.problems
    if problems:
        raise SpecialDayErrors(problems)
    return days


class _Cells:
    """One row being read: collects what is wrong instead of stopping at it."""

    def __init__(self, number: int, row: Mapping[str, str | None]) -> None:
        self.number = number
        self.row = row
        self.problems: list[RowProblem] = []

    def special_day(self) -> SpecialDay | None:
        day = self._date("day")
        is_open = self._choice("open", {"yes": True, "no": False})
        kind = self._choice("kind", {kind.value: kind for kind in DayKind})
        works_as = self._choice("works_as", {weekday.short: weekday for weekday in Weekday}, optional=True)
        swapped_to = self._date("swapped_to", optional=True)
        if day is None or is_open is None or kind is None:
            return None
        self._check_sense(is_open, kind, works_as)
        names = self._text("name_vi"), self._text("name_en")
        return SpecialDay(day, is_open, works_as, kind, names[0], self._text("document"), swapped_to, names[1])

    def _check_sense(self, is_open: bool, kind: DayKind, works_as: Weekday | None) -> None:
        if kind is DayKind.MAKEUP and not is_open:
            self.wrong("open", "yes, as a make-up day must be")
        if kind in (DayKind.HOLIDAY, DayKind.SWAPPED) and is_open:
            self.wrong("open", "no, as a day off must be")
        if kind is DayKind.MAKEUP and works_as is None and not self._text("works_as"):
            self.wrong("works_as", "the weekday that a make-up day replaces")
        if works_as is not None and not is_open:
            self.wrong("works_as", "empty, as on a closed day it must be")
        if kind is DayKind.SWAPPED and not self._text("swapped_to"):
            self.wrong("swapped_to", "the day that is worked instead")

    def wrong(self, column: str, expected: str) -> None:
        self.problems.append(RowProblem(self.number, column, self._text(column), expected))

    def _text(self, column: str) -> str:
        return (self.row.get(column) or "").strip()

    def _date(self, column: str, optional: bool = False) -> date | None:
        text = self._text(column)
        if not text and optional:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.wrong(column, "a day such as 2026-01-10")
            return None

    def _choice(self, column: str, choices: Mapping[str, _T], optional: bool = False) -> _T | None:
        text = self._text(column)
        if text not in choices and not (optional and not text):
            self.wrong(column, "one of " + ", ".join(choices))
        return choices.get(text)
