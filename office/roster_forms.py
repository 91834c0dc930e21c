"""What is asked when the roster changes: an exception, a closed or make-up day, a standing order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Optional

from locales import dates
from office.fields import DayField, OneButton, OneOf, SomeOf
from office.sitting_times import all_names, sittings_for
from office.told import capital
from rules.duty import ExceptionKind
from rules.workdays import DayKind, SpecialDay, Weekday
from theme.forms import Form, at_most, needed
from theme.hall import hall
from theme.language import language, say

DOCUMENT_LENGTH = 120
REASON_LENGTH = 300
CLOSED, WORKED = "closed", "worked"
# Not InputRequired: a day that cannot be read has its own message and no data.
day_needed = DataRequired("field.day")


def departments() -> list[tuple[str, str]]:
    """Choices of departments, by their full names."""
    return [(each.code, each.text("name", language())) for each in hall().config.departments]


class ChangeForm(Form):
    """`seen`: the conflicts that the page has shown, see office/told.py."""

    document = StringField(validators=[needed, at_most(DOCUMENT_LENGTH)])
    seen = HiddenField()


class ExceptionForm(ChangeForm):
    department = OneOf(validators=[needed])
    day = DayField(validators=[day_needed])
    kind = OneButton(validators=[needed], default=ExceptionKind.CANCELLED.value)
    sittings = SomeOf()
    reason = StringField(validators=[at_most(REASON_LENGTH)])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.department.choices = departments()
        self.kind.choices = [(kind.value, say(f"office.roster.kind.{kind.value}")) for kind in ExceptionKind]
        names = all_names(hall().config)
        self.sittings.choices = [(name, capital(dates.sitting_name(language(), name))) for name in names]


class SpecialDayForm(ChangeForm):
    day = DayField(validators=[day_needed])
    kind = OneButton(validators=[needed], default=CLOSED)
    works_as = OneOf(validators=[Optional()])
    name = StringField(validators=[at_most(REASON_LENGTH)])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.kind.choices = [(kind, say(f"office.roster.day.{kind}")) for kind in (CLOSED, WORKED)]
        own = [("", say("office.roster.day.own_weekday"))]
        self.works_as.choices = own + [(each.short, dates.Day(language(), each)) for each in Weekday]

    @property
    def special(self) -> SpecialDay:
        """What the filled form says."""
        name, document = (self.name.data or "").strip(), (self.document.data or "").strip()
        if self.kind.data == CLOSED:
            return SpecialDay(self.day.data, False, None, DayKind.ORDER, name, document)
        works_as = Weekday.named(self.works_as.data) if self.works_as.data else None
        kind = DayKind.MAKEUP if works_as is not None else DayKind.ORDER
        return SpecialDay(self.day.data, True, works_as, kind, name, document)


class OrderForm(ChangeForm):
    """`duty` holds "mon.morning" for each sitting ticked."""

    departments = SomeOf(validators=[needed])
    valid_from = DayField(validators=[day_needed])
    duty = SomeOf()

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.departments.choices = departments()
        names = all_names(hall().config)
        self.duty.choices = [(f"{day.short}.{name}", "") for name in names for day in Weekday]

    def duty_of(self, department: str) -> Mapping[str, tuple[str, ...]]:
        """The sittings by weekday, of those that this department has at all."""
        found: dict[str, tuple[str, ...]] = {}
        own = {each.name for each in sittings_for(hall().config, [department])}
        for ticked in self.duty.data or ():
            weekday, name = ticked.split(".", 1)
            if name in own:
                found[weekday] = (*found.get(weekday, ()), name)
        return found


def ticks_of(department: str, duty: Mapping[Weekday, Any]) -> list[str]:
    """A duty as the form's ticks."""
    return [f"{weekday.short}.{sitting.name}" for weekday, listed in duty.items() for sitting in listed]


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return date.fromordinal(day.toordinal() - day.weekday())
