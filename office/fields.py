"""Days, moments and numbers of rows as the Office's forms ask for them. Messages are keys of the words."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from wtforms import Field, RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, TextInput

from locales import dates
from theme.hall import hall
from theme.language import DEFAULT

_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2}))?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"(\d{1,2})(?:[:h.g](\d{2})?)")


class DayField(Field):
    """A day of the calendar, written 14/3/2017 or 14/3; `data` is a date or None. What was typed stays in the field.

    Not the browser's own field: on a PC in English that shows 03/14/2017 and takes 3/4 for March.
    """

    widget: Any = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self._written(self.data) if self.data is not None else ""

    def process_formdata(self, values: list[str]) -> None:
        self.data = None
        text = values[0].strip() if values else ""
        if text:
            self.data = self._read(text)

    def _written(self, data: Any) -> str:
        return dates.date_short(DEFAULT, data)

    def _read(self, text: str) -> Any:
        found = day_written(text)
        if found is None:
            raise ValueError("field.day")
        return found


class MomentField(DayField):
    """An hour and a day on the office's wall, written "8:20, 14/3/2017" or "8:20" for today; `data` is naive."""

    def _written(self, data: Any) -> str:
        return f"{dates.clock_time(DEFAULT, data)}, {dates.date_short(DEFAULT, data.date())}"

    def _read(self, text: str) -> Any:
        clock, _, rest = text.replace(",", " ").partition(" ")
        hour = _CLOCK.fullmatch(clock)
        day = day_written(rest.strip()) if rest.strip() else _today()
        if hour is None or day is None:
            raise ValueError("field.moment")
        try:
            return datetime.combine(day, time(int(hour[1]), int(hour[2] or 0)))
        except ValueError as wrong:
            raise ValueError("field.moment") from wrong


def day_written(text: str) -> date | None:
    """14/3/2017, 14-3-2017, 14.3.17, 14/3 (of this year, or the next time it comes), 2017-03-14."""
    try:
        if _ISO.fullmatch(text):
            return date.fromisoformat(text)
        parts = _DAY.fullmatch(text)
        if parts is None:
            return None
        if parts[3]:
            year = int(parts[3])
            return date(year if year > 99 else 2000 + year, int(parts[2]), int(parts[1]))
        return _nearest(int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def _nearest(day: int, month: int) -> date:
    """In December, 5/1 is next month; three months ago is still this year."""
    today = _today()
    found = date(today.year, month, day)
    return found.replace(year=today.year + 1) if (today - found).days > 180 else found


def _today() -> date:
    return hall().local_now().date()


class OneOf(SelectField):
    """A list from which one is chosen."""


class OneButton(RadioField):
    """Buttons of which one is pressed."""


class SomeOf(SelectMultipleField):
    """Boxes to tick."""

    option_widget = CheckboxInput()
