"""How are days, hours and duty times written?

"Thứ Ba" starts a line, "thứ Ba" stands inside a sentence (Decree 30/2020/NĐ-CP); 14/3/2017; 7:30–11:30. CLDR,
through Babel, supplies what agrees with that; tests/locales/test_dates.py shows where it does not. All days
and moments are local: the office's wall clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol

from babel.dates import format_date
from babel.lists import format_list

from locales.catalogue import cldr, clock_time, date_short, say

__all__ = [
    "Day",
    "clock_time",
    "date_brief",
    "date_letter",
    "date_long",
    "date_short",
    "day",
    "day_and_date",
    "day_brief",
    "days_joined",
    "hours",
    "hours_lines",
    "joined",
    "relative_day",
    "sitting_name",
    "sitting_short",
    "span",
]

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# CLDR's full date in Vietnamese lacks "ngày" and "năm".
_LONG = {"vi": "EEEE, 'ngày' d 'tháng' M 'năm' y", "en": "EEEE, d MMMM y"}


class Opening(Protocol):
    """What is asked of a sitting here: rules.workdays.Sitting has it."""

    @property
    def name(self) -> str: ...
    @property
    def opens(self) -> time: ...
    @property
    def closes(self) -> time: ...


def Day(language: str, when: date | int) -> str:
    """ "Thứ Ba": the weekday (a date, or 0 = Monday … 6) where it starts a line or a sentence."""
    return say(language, f"weekday.{_weekday(when)}.Day")


def day(language: str, when: date | int) -> str:
    """ "thứ Ba": the weekday inside a sentence."""
    return say(language, f"weekday.{_weekday(when)}.day")


def day_brief(language: str, when: date | int) -> str:
    """ "Ba": the weekday as the roster strip has it."""
    return say(language, f"weekday.{_weekday(when)}.short")


def date_brief(language: str, when: date) -> str:
    """14/3: where the year goes without saying."""
    return format_date(when, "d/M", locale=cldr(language))


def date_long(language: str, when: date) -> str:
    """Thứ Ba, ngày 14 tháng 3 năm 2017."""
    return _capital(format_date(when, _LONG[language], locale=cldr(language)).replace("Chủ Nhật", "Chủ nhật"))


def date_letter(language: str, when: date) -> str:
    """ngày 06 tháng 3 năm 2017, ngày 10 tháng 02 năm 2017, as letters and reports have it.

    Decree 30/2020/NĐ-CP: a 0 before days under 10 and before months 1 and 2.
    """
    if language == "en":
        return format_date(when, "d MMMM y", locale=cldr(language))
    month = f"{when.month:02}" if when.month <= 2 else str(when.month)
    return f"ngày {when.day:02} tháng {month} năm {when.year}"


def day_and_date(language: str, when: date) -> str:
    """Thứ Hai, 13/3/2017: beside the clock on every screen."""
    return f"{Day(language, when)}, {date_short(language, when)}"


def relative_day(language: str, when: date, today: date) -> str | None:
    """ "Hôm nay", "Ngày mai", or None for any other day."""
    if when == today:
        return say(language, "date.today")
    return say(language, "date.tomorrow") if when == today + timedelta(days=1) else None


def span(language: str, opens: time | datetime, closes: time | datetime) -> str:
    """7:30–11:30."""
    return f"{clock_time(language, opens)}–{clock_time(language, closes)}"


def sitting_name(language: str, name: str) -> str:
    """ "buổi sáng"."""
    return say(language, f"sitting.{name}.full")


def sitting_short(language: str, name: str) -> str:
    """ "sáng": the fact {session} of "buổi {session}"."""
    return say(language, f"sitting.{name}")


def hours(language: str, sittings: Iterable[Opening]) -> str:
    """ "sáng 7:30–11:30, chiều 13:30–17:00": the fact {hours} inside a sentence."""
    return ", ".join(_hours_of(language, each, each.name) for each in sittings)


def hours_lines(language: str, sittings: Iterable[Opening]) -> list[str]:
    """["Sáng 7:30–11:30", "Chiều 13:30–17:00"]: one line for each sitting."""
    return [_hours_of(language, each, each.name.capitalize()) for each in sittings]


def days_joined(language: str, weekdays: Iterable[int]) -> str:
    """ "thứ Hai, thứ Tư và thứ Sáu", in the order of the week."""
    return joined(language, [day(language, each) for each in sorted(weekdays)])


def joined(language: str, words: Sequence[str]) -> str:
    return format_list(words, locale=cldr(language))


def _hours_of(language: str, sitting: Opening, form: str) -> str:
    return say(language, f"sitting.{form}.hours", hours=span(language, sitting.opens, sitting.closes))


def _weekday(when: date | int) -> str:
    return _WEEKDAYS[when.weekday() if isinstance(when, date) else when]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
