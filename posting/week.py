"""How does the week's roster stand in a table? Departments down, days across, and what is unlike other weeks below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from actions.here import Here
from actions.orders import ExceptionView, list_exceptions
from actions.roster import RosterDay, roster_days
from config import Config
from locales import dates, say
from locales.catalogue import written
from rules.duty import ExceptionKind
from rules.workdays import Sitting, SpecialDay, Weekday

WEEK = 7
WEEKS_AHEAD = 8
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A day at the head of the table. `note`: why it is unlike others of its weekday."""

    day: date
    weekday: str
    short: str
    brief: str
    is_today: bool
    is_closed: bool
    note: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A department on one day; `parts` are its sittings, empty where it is there for all of the office's."""

    is_on: bool
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    series: int
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Friday, and the days of the weekend on which somebody is there."""

    first: date
    last: date
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    before: date | None
    after: date | None


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def chosen_monday(wished: str | None, today: date) -> date:
    """The Monday of a wished day's week, from this week on and no further than a roster is planned; else this one."""
    this = monday_of(today)
    try:
        monday = monday_of(date.fromisoformat(wished or ""))
    except (ValueError, OverflowError):
        return this
    return monday if this <= monday <= this + timedelta(weeks=WEEKS_AHEAD) else this


def week(session: Session, here: Here, *, monday: date, language: str) -> Week:
    """The roster of the week that begins on `monday`, in the words of a language."""
    config = here.config
    days = _shown(roster_days(session, here, since=monday, days=WEEK))
    exceptions = list_exceptions(session, here, since=monday, until=monday + timedelta(days=WEEK - 1))
    this = monday_of(here.today)
    return Week(
        first=days[0].day,
        last=days[-1].day,
        columns=tuple(_column(each, here.today, language) for each in days),
        rows=tuple(
            Row(
                department.code,
                department.series,
                department.text("name", language),
                tuple(_cell(each.on_duty.get(department.code, ()), config, language) for each in days),
            )
            for department in config.departments
        ),
        notes=(*_special_notes(days, language), *(_exception_note(each, config, language) for each in exceptions)),
        before=monday - timedelta(weeks=1) if monday > this else None,
        after=monday + timedelta(weeks=1) if monday < this + timedelta(weeks=WEEKS_AHEAD) else None,
    )


def sitting_words(sittings: Iterable[Sitting], config: Config, language: str) -> tuple[str, ...]:
    """ "Sáng" where the sitting has the office's hours, "Sáng 8:00–11:00" where it has its own."""
    usual = set(config.hours.sittings)
    return tuple(
        _capital(dates.sitting_short(language, each.name)) if each in usual else dates.hours_lines(language, [each])[0]
        for each in sittings
    )


def _shown(days: Sequence[RosterDay]) -> list[RosterDay]:
    return [each for each in days if each.day.weekday() < SATURDAY or each.on_duty]


def _column(day: RosterDay, today: date, language: str) -> Column:
    return Column(
        day=day.day,
        weekday=dates.Day(language, day.day),
        short=dates.day_brief(language, day.day),
        brief=dates.date_brief(language, day.day),
        is_today=day.day == today,
        is_closed=day.works_as is None,
        note=_note(day.special, language) if day.special is not None else "",
    )


def _cell(sittings: tuple[Sitting, ...], config: Config, language: str) -> Cell:
    if sittings == config.hours.sittings:
        return Cell(True, ())
    return Cell(bool(sittings), sitting_words(sittings, config, language))


def _note(special: SpecialDay, language: str) -> str:
    if not special.is_open:
        name = special.name_en if language == "en" and special.name_en else special.name
        return say(language, "posting.closed", name=name) if name else say(language, "posting.closed.plain")
    if special.works_as is None or special.works_as is Weekday.of(special.day):
        return ""
    return say(language, "posting.makeup", as_day=dates.day(language, special.works_as))


def _special_notes(days: Iterable[RosterDay], language: str) -> Iterable[str]:
    """Each special day with the document that ordered it."""
    for each in days:
        if each.special is None or not (note := _note(each.special, language)):
            continue
        document = f" ({each.special.document})" if each.special.document else ""
        yield f"{_dated(each.day, language)}: {note}{document}."


def _exception_note(exception: ExceptionView, config: Config, language: str) -> str:
    department = config.department(exception.department).text("name", language)
    parts = ", ".join(dates.sitting_short(language, name) for name in exception.sittings)
    is_extra = exception.kind is ExceptionKind.EXTRA
    said = say(language, "posting.extra" if is_extra else "posting.cancelled", department=department)
    when = f"{_dated(exception.day, language)}{f' ({parts})' if parts else ''}"
    why = "; ".join(filter(None, (exception.order, exception.reason)))
    return f"{when}: {said}{f' ({why})' if why else ''}."


def _dated(day: date, language: str) -> str:
    return f"{dates.Day(language, day)}, {written(language, day)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
