"""How are a department, a closed door and the next duty day shown on the kiosk?

From the values of the actions to what the templates print: words in the page's language, all decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from babel.dates import format_date

import locales
from actions import views
from actions.views import DepartmentToday
from config import Config
from config.office import Department
from locales import dates, waits
from locales.catalogue import cldr
from locales.places import Place, full_place, place
from locales.refusals import Said, words
from rules.duty import Closed, NextDuty, Open
from rules.refusals import Refusal
from rules.workdays import Sitting
from theme.typography import tied

# Refusals that say "not a duty day": the roster's own, told neutrally.
_OFF_CODES = ("off_roster", "makeup_off", "duty_cancelled", "closed_day")
# Refusals whose sentence is about one department only.
_NAMING_CODES = frozenset(
    {
        "off_roster",
        "makeup_off",
        "duty_cancelled",
        "after_morning_only",
        "unstaffed",
        "stopped",
        "quota.session",
        "quota.day",
        "no_fit",
    }
)
_SHORT_REASONS = {
    "unstaffed": "kiosk.home.unstaffed",
    "stopped": "kiosk.home.paused",
    "quota.session": "kiosk.home.full",
    "quota.day": "kiosk.home.full",
    "no_fit": "kiosk.home.full",
}


class Door(StrEnum):
    """How a department stands now."""

    OPEN = "open"
    LATER = "later"
    OFF = "off"
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class Card:
    """A department on the start page. `line` stands where an open one has its `queue` (locales/waits.py).

    `brief` is when it can be had, in a word or two: "Hôm nay", "Thứ Ba, 14/3".
    """

    code: str
    series: int
    icon: str
    name: str
    examples: str
    door: Door
    queue: tuple[str, str]
    line: str
    brief: str


@dataclass(frozen=True, slots=True)
class Coming:
    """The next duty sitting as a leaf of a calendar."""

    is_today: bool
    headline: str
    date_line: str
    weekday: str
    day: int
    month: str
    hours: list[str]
    place: str
    where: str


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of the roster strip; `note` names the sitting where the department is there for only a part."""

    label: str
    weekday: str
    is_on: bool
    is_today: bool
    note: str


def card(language: str, config: Config, today: DepartmentToday, now: datetime) -> Card:
    department = config.department(today.code)
    return Card(
        code=today.code,
        series=department.series,
        icon=department.icon,
        name=tied(department.text("short_name", language)),
        examples=department.text("description", language),
        door=door(today.verdict, now),
        queue=waits.tile(language, today.waiting, today.wait),
        line=_line(language, today.verdict, now),
        brief=_brief(language, today.verdict, now),
    )


def door(answer: Open | Closed, now: datetime) -> Door:
    if isinstance(answer, Open):
        return Door.OPEN
    if answer.refusal.code.startswith(_OFF_CODES):
        return Door.OFF
    returns_today = answer.next is not None and answer.next.day == now.date()
    return Door.LATER if returns_today and answer.refusal.code not in _SHORT_REASONS else Door.SHUT


def same_reason(language: str, config: Config, todays: Sequence[DepartmentToday], now: datetime) -> str | None:
    """The sentence that holds for the whole office, when nobody on duty today gives numbers for one reason.

    "Hôm nay nghỉ Quốc khánh." or "Đang giờ nghỉ trưa …" says more than twelve cards.
    """
    closed = [today.verdict.refusal for today in todays if isinstance(today.verdict, Closed)]
    if len(closed) < len(todays):
        return None
    told = [refusal for refusal in closed if refusal.code not in _NAMING_CODES]
    if len({(refusal.code, refusal.facts.get("from")) for refusal in told}) != 1:
        return None
    return words(language, told[0], config, now).sentence


def makeup_weekday(todays: Sequence[DepartmentToday]) -> int | None:
    """The weekday whose roster a make-up day inherits: told by those who are off because of it."""
    refusals = (today.verdict.refusal for today in todays if isinstance(today.verdict, Closed))
    return next((refusal.facts.get("as_day") for refusal in refusals if refusal.code == "makeup_off"), None)


def refused(language: str, config: Config, refusal: Refusal, department: str, now: datetime) -> Said:
    return words(language, refusal, config, now, department)


def coming(
    language: str, config: Config, following: NextDuty | None, now: datetime, desks: Sequence[str] | None = None
) -> Coming | None:
    """`desks`: those for the procedure that is asked for, if one is."""
    if following is None:
        return None
    day = following.day
    # "Quầy 4, tầng 1" above "Bộ phận Một cửa": the house is the widest part.
    name, _, where = full_place(language, config, following.department, desks).rpartition(", ")
    return Coming(
        is_today=day == now.date(),
        headline=dates.relative_day(language, day, now.date()) or dates.Day(language, day),
        date_line=dates.day_and_date(language, day),
        weekday=dates.Day(language, day),
        day=day.day,
        month=format_date(day, "LLLL", locale=cldr(language)),
        hours=dates.hours_lines(language, following.sittings),
        place=tied(name),
        where=tied(Place(where)),
    )


def week(language: str, days: Sequence[tuple[date, tuple[Sitting, ...]]], full: int, today: date) -> list[WeekDay]:
    """The strip of days; `full` is how many sittings a whole day has."""
    return [
        WeekDay(
            label=locales.say(language, "date.today") if day == today else dates.date_brief(language, day),
            weekday=dates.day_brief(language, day),
            is_on=bool(sittings),
            is_today=day == today,
            note=dates.sitting_short(language, sittings[0].name) if 0 < len(sittings) < full else "",
        )
        for day, sittings in days
    ]


def apology(language: str, config: Config, department: str, *, is_part: bool) -> str:
    """Nobody of an open department, or of a part of it, is there yet: an apology, and the Office's telephone."""
    site = config.site
    facts = {"Department": config.department(department).text("name", language), "office_phone": site.office_phone}
    room = place(site.text("office_room", language))
    key = "kiosk.uncovered.part" if is_part else "kiosk.uncovered"
    return locales.say(language, key if site.office_phone else f"{key}.no_phone", **facts, office_room=room)


def full_name(language: str, department: Department) -> str:
    return tied(department.text("name", language))


def place_name(language: str, where: views.Place) -> str:
    """A ticket's place as a line of its own: "Quầy 4"."""
    return Place(where.name_en if language == "en" else where.name)


def _brief(language: str, answer: Open | Closed, now: datetime) -> str:
    if isinstance(answer, Open):
        return locales.say(language, "kiosk.search.today")
    if answer.next is None or answer.next.day == now.date() or answer.refusal.code in _SHORT_REASONS:
        return _line(language, answer, now)
    day = dates.Day(language, answer.next.day) if language != "en" else dates.day_brief(language, answer.next.day)
    return tied(f"{day}, {dates.date_brief(language, answer.next.day)}")


def _line(language: str, answer: Open | Closed, now: datetime) -> str:
    if isinstance(answer, Open):
        return ""
    if answer.refusal.code in _SHORT_REASONS:
        return locales.say(language, _SHORT_REASONS[answer.refusal.code])
    if answer.next is None:
        return locales.say(language, "kiosk.home.no_next")
    if answer.next.day == now.date():
        begins = answer.refusal.facts.get("from") or answer.next.sittings[0].opens
        return locales.say(language, "kiosk.home.again_at", time=begins)
    # "Trực thứ Ba, 14/3", but "On duty Tue, 14/3": the card is narrow, and "Ba" alone is no weekday.
    day = dates.day(language, answer.next.day) if language != "en" else dates.day_brief(language, answer.next.day)
    date_ = dates.date_brief(language, answer.next.day)
    return locales.say(language, "kiosk.home.next_duty", day=tied(day), date=date_)
