"""What is asked about an absence: who, when, why, who stands in, and who was told when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from actions.absence_conflicts import AbsenceWish
from actions.absence_views import AbsenceView, Reason
from locales import dates
from office.fields import DayField, MomentField, OneButton, OneOf
from office.sitting_times import all_names, begins, ends, sittings_for, span_of, still_to_choose
from office.told import capital, department_name
from theme.forms import Form, at_most, needed, text_of
from theme.hall import hall
from theme.language import language, say

NOTE_LENGTH = 400
BY_LENGTH = 120
DATES = "dates"


@dataclass(frozen=True, slots=True)
class Person:
    """An officer as the forms list them."""

    id: int
    name: str
    departments: tuple[str, ...]


class SubstituteForm(Form):
    """`substitute` "" is nobody yet. Its choices are drawn by the template, who is free changes with the time."""

    substitute = StringField()
    accepted_note = StringField(validators=[at_most(NOTE_LENGTH)])
    seen = HiddenField()

    @property
    def substitute_id(self) -> int | None:
        """Who is sent; None for nobody or nonsense."""
        text = text_of(self.substitute)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class AbsenceForm(SubstituteForm):
    """`when` is a quick choice, or "dates" for what stands in the four fields of days and sittings.

    A sitting that the officer's departments do not have means the first or last of the day.
    """

    officer = OneOf(validators=[needed])
    when = OneButton(validators=[needed])
    from_day = DayField()
    from_sitting = OneOf(validate_choice=False)
    to_day = DayField()
    to_sitting = OneOf(validate_choice=False)
    reason = OneButton(validators=[needed])
    note = TextAreaField(validators=[at_most(NOTE_LENGTH)])
    reported_by = StringField(validators=[at_most(BY_LENGTH)])
    office_told = MomentField()
    chairman_told = BooleanField()
    chairman_told_at = MomentField()

    def __init__(self, people: Sequence[Person], now: datetime, **more: Any) -> None:
        super().__init__(**more)
        self.people = people
        self.now = now
        config = hall().config
        self.officer.choices = grouped(people)
        self.quick = still_to_choose(now, sittings_for(config, []))
        self.when.choices = [(when, _when(when)) for when in (*self.quick, DATES)]
        self.reason.choices = [(reason.value, say(f"absence.reason.{reason.value}")) for reason in Reason]
        names = [(name, capital(dates.sitting_name(language(), name))) for name in all_names(config)]
        self.from_sitting.choices = self.to_sitting.choices = names

    @property
    def officer_id(self) -> int | None:
        """Who is chosen, if it is one of the list."""
        found = (person.id for person in self.people if str(person.id) == self.officer.data)
        return next(found, None)

    def span(self) -> tuple[datetime, datetime] | None:
        """From–until on the office's wall; None while days are missing."""
        departments = next((each.departments for each in self.people if each.id == self.officer_id), ())
        sittings = sittings_for(hall().config, departments)
        if self.when.data and self.when.data != DATES:
            return span_of(self.when.data, self.now, sittings)
        if self.from_day.data is None:
            return None
        last: date = self.to_day.data or self.from_day.data
        return begins(self.from_day.data, self.from_sitting.data, sittings), ends(last, self.to_sitting.data, sittings)

    def wish(self) -> AbsenceWish | None:
        """What the form asks for; None while the officer or the days are missing."""
        span, officer = self.span(), self.officer_id
        if span is None or officer is None:
            return None
        return AbsenceWish(
            officer=officer,
            since=_aware(span[0]),
            until=_aware(span[1]),
            reason=Reason(self.reason.data),
            note=text_of(self.note),
            substitute=self.substitute_id,
            accepted_note=text_of(self.accepted_note),
            reported_by=text_of(self.reported_by),
            office_told_at=_aware(self.office_told.data) if self.office_told.data else None,
            chairman_told_at=self._chairman(),
        )

    def _chairman(self) -> datetime | None:
        if not self.chairman_told.data:
            return None
        told = self.chairman_told_at.data or self.office_told.data
        return _aware(told) if told is not None else hall().now()

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: the days, where no quick choice was made."""
        fine = bool(super().validate(extra_validators))
        if self.when.data == DATES and self.from_day.data is None and not self.from_day.errors:
            self.from_day.errors = ["field.day"]
            return False
        return fine


class WithdrawForm(Form):
    why = StringField(validators=[needed, at_most(NOTE_LENGTH)])


def filled(view: AbsenceView) -> dict[str, Any]:
    """An absence as the form's first answers."""
    zone = hall().config.site.zone
    since, until = view.since.astimezone(zone), view.until.astimezone(zone)
    told = view.reported_at.astimezone(zone).replace(tzinfo=None)
    chairman = view.chairman_told_at.astimezone(zone).replace(tzinfo=None) if view.chairman_told_at else None
    sittings = sittings_for(hall().config, view.departments)
    first = next((each for each in sittings if each.closes > since.time()), sittings[-1])
    last = next((each for each in reversed(sittings) if each.opens < until.time()), sittings[0])
    return {
        "officer": str(view.officer),
        "when": DATES,
        "from_day": since.date(),
        "from_sitting": first.name,
        "to_day": until.date(),
        "to_sitting": last.name,
        "reason": view.reason.value,
        "note": view.note,
        "substitute": str(view.substitute or ""),
        "accepted_note": view.accepted_note,
        "reported_by": view.reported_by,
        "office_told": told,
        "chairman_told": chairman is not None,
        "chairman_told_at": chairman,
    }


def grouped(people: Sequence[Person]) -> dict[str, list[tuple[str, str]]]:
    """The choices by department, in the configuration's order; who belongs to several stands under the first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    order = {each.code: place for place, each in enumerate(hall().config.departments)}
    for person in sorted(people, key=lambda each: order.get(each.departments[0], 99) if each.departments else 99):
        group = department_name(person.departments[0]) if person.departments else say("office.absence.no_department")
        groups.setdefault(group, []).append((str(person.id), person.name))
    return groups


def _when(when: str) -> str:
    if when.startswith("today."):
        return say("office.absence.when.sitting", sitting=dates.sitting_name(language(), when.removeprefix("today.")))
    return say(f"office.absence.when.{when}")


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=hall().config.site.zone)
