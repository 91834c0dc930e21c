"""What does a cell of somebody else's list say, once stray spaces, line breaks and formats are taken away?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

_NOT_SEEN = {
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufffe\uffff")),
    **dict.fromkeys(n for n in range(32) if chr(n) not in "\t\n\v\f\r"),
}
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_IN_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
# Day 0 of Excel's calendar, which believes in 29 February 1900; right from March 1900 on.
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)  # 1927 to 2119: outside, a number is a mistake rather than a day
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell whose value is not in the file: a formula that nobody calculated, or one that failed (#REF!)."""

    kind: Literal["formula", "error"]
    text: str


Value = str | int | float | bool | date | datetime | time | timedelta | Unreadable | None


class BadDay(ValueError):
    """The text is no date, or one that the calendar does not have; `looks_like_a_day` tells which."""

    def __init__(self, text: str, looks_like_a_day: bool) -> None:
        self.looks_like_a_day = looks_like_a_day
        super().__init__(text)


def lines_of(value: Value) -> tuple[str, ...]:
    """The cell's lines that are not empty: in these lists a line break separates values."""
    text = value if isinstance(value, str) else _written(value)
    if "_x000D_" in text:  # a carriage return as Excel escapes it; openpyxl gives it as it stands
        text = text.replace("_x000D_", "\n")
    if text.isprintable():  # nearly every cell: no line break, no NBSP, nothing that is not seen
        line = " ".join(unicodedata.normalize("NFC", text).split())
        return (line,) if line else ()
    text = unicodedata.normalize("NFC", text.translate(_NOT_SEEN))
    return tuple(line for each in text.splitlines() if (line := " ".join(each.split())))


def text_of(value: Value) -> str:
    """The cell on one line, with single spaces."""
    return " ".join(lines_of(value))


def is_empty(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not text_of(value))


def day_of(value: Value) -> date | None:
    """The day in a cell: a date, a serial number of the calendar, or text; None if empty. Raises BadDay."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = text_of(value)
    if not text:
        return None
    if text.isdecimal() and int(text) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(text))
    return _day_in(text)


def _day_in(text: str) -> date:
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise BadDay(text, looks_like_a_day=False)
    full_year = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        found_day = date(full_year, int(month), int(day))
    except ValueError:
        raise BadDay(text, looks_like_a_day=True) from None
    if full_year not in _YEARS:
        raise BadDay(text, looks_like_a_day=True)
    return found_day


def _written(value: Value) -> str:
    """A value that is no text as a reader of the sheet would write it."""
    match value:
        case None | Unreadable():
            return ""
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() | date():
            return f"{value.day}/{value.month}/{value.year}"
        case _:
            return str(value)
