"""How is an absence told in a line? Its time in sittings, its marks, and what it was before it was changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from actions.absence_views import AbsenceView, absence_history, list_absences
from actions.accounts import list_accounts
from actions.here import Here
from actions.missed_duty import sittings_between
from config import Config
from locales import dates
from office.sitting_times import sittings_for
from theme.language import language, say

PAST_DAYS = 30
AHEAD_DAYS = 366


class Section(StrEnum):
    TODAY = "today"
    COMING = "coming"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Line:
    """An absence with what it was before. `missed`: how many duty sittings fall into it, None for past ones.

    `is_over`: its time is over; an absence that was withdrawn or replaced has ended_at.
    """

    view: AbsenceView
    history: tuple[AbsenceView, ...]
    missed: int | None
    is_over: bool

    @property
    def is_open(self) -> bool:
        """Whether anything about it can still be changed with an effect."""
        return self.view.ended_at is None and not self.is_over

    @property
    def needs_substitute(self) -> bool:
        """Duty is missed and nobody was sent."""
        return self.is_open and not self.view.is_substituted and bool(self.missed)


def lines(session: Session, here: Here) -> dict[Section, list[Line]]:
    """All absences of the last month and to come, by section; each change told under its newest row."""
    first, last = here.today - timedelta(days=PAST_DAYS), here.today + timedelta(days=AHEAD_DAYS)
    views = list_absences(session, here, since=first, until=last, with_ended=True)
    replaced = {view.replaces for view in views}
    found: dict[Section, list[Line]] = {section: [] for section in Section}
    for view in views:
        if view.id not in replaced:
            found[_section(here, view)].append(line(session, here, view))
    found[Section.PAST].reverse()
    return found


def line(session: Session, here: Here, view: AbsenceView) -> Line:
    """One absence with its history."""
    history = absence_history(session, here, absence_id=view.id)[:-1] if view.replaces is not None else ()
    is_over = view.until <= here.now
    missed = None
    if not is_over:
        since = max(view.since, here.now)
        missed = sum(1 for _ in sittings_between(session, here, view.departments, since, view.until))
    return Line(view, history, missed, is_over)


def time_said(config: Config, view: AbsenceView) -> str:
    """ "sáng thứ Hai, 13/3/2017", "từ sáng 13/3 đến chiều 15/3/2017"; hours where they are no sitting's."""
    zone = config.site.zone
    since, until = view.since.astimezone(zone), view.until.astimezone(zone)
    sittings = sittings_for(config, view.departments)
    opening = next((each.name for each in sittings if each.opens == since.time()), None)
    closing = next((each.name for each in sittings if each.closes == until.time()), None)
    begins, ends = _moment(opening, since), _moment(closing, until)
    if since.date() != until.date():
        return say("office.absence.time.days", since=begins, first=since.date(), until=ends, last=until.date())
    facts = {"day": dates.Day(language(), since.date()), "date": since.date()}
    if (opening, closing) == (sittings[0].name, sittings[-1].name):
        return say("office.absence.time.whole", **facts)
    if opening is not None and opening == closing:
        return say("office.absence.time.sitting", sitting=dates.sitting_name(language(), opening), **facts)
    return say("office.absence.time.hours", hours=dates.span(language(), since, until), **facts)


def moment_said(config: Config, moment: datetime, today: date) -> str:
    """8:20 for today, else 8:20, 13/3/2017."""
    local = moment.astimezone(config.site.zone)
    clock = dates.clock_time(language(), local)
    return clock if local.date() == today else f"{clock}, {dates.date_short(language(), local.date())}"


def writers(session: Session, here: Here) -> dict[str, str]:
    """Actor → the name of the person."""
    return {account.actor: account.officer_name for account in list_accounts(session, here)}


def _moment(sitting: str | None, moment: datetime) -> str:
    return dates.sitting_short(language(), sitting) if sitting else dates.clock_time(language(), moment)


def _section(here: Here, view: AbsenceView) -> Section:
    zone = here.config.site.zone
    first, last = view.since.astimezone(zone).date(), (view.until - timedelta(seconds=1)).astimezone(zone).date()
    if last < here.today:
        return Section.PAST
    return Section.TODAY if first <= here.today else Section.COMING


def waiting_for_somebody(found: Iterable[Line]) -> int:
    """How many need a substitute."""
    return sum(each.needs_substitute for each in found)
