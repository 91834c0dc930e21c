"""How long will somebody wait whose ticket is issued now, or was? One look at the hall answers for everybody.

The look costs a few statements and one pass. So it is taken where somebody reads, and only when something changed that
matters: a desk called, finished, was opened or left. A ticket being issued takes what is at hand; whoever came since is
counted on top.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, literal, select
from sqlalchemy.orm import Session

import clock
from actions.here import Here
from actions.known import Known, Line, known
from actions.lines import as_waiting, everybody, keeping_now, longest_wait, takes
from actions.past_visits import Learned, kind_of, learned
from actions.standing_in import substituted_by_all
from database import connection_of
from models import OfficerDepartment, Opening, Ticket
from models.base import table_of
from models.prepared import Prepared
from rules.calling import order_of_call
from rules.duty import duty_on
from rules.service_times import Times, left_s
from rules.serving import Serving
from rules.states import TicketState
from rules.waiting import Desk, Outlook, Person, Schedule, Wait, outlook, schedule, told

# A look serves so long where nothing is heard of changes: another process may have called somebody.
FRESH = timedelta(seconds=5)
HELD = (TicketState.CALLED, TicketState.SERVING)
# A break that should be over, or just begins, is taken to last so much longer.
SHORTEST_BREAK_S = 60.0
Kind = tuple[str, str | None, str | None]
_T, _O, _D = table_of(Ticket), table_of(Opening), table_of(OfficerDepartment)
_OPEN = Prepared(
    select(_O.c.desk, _O.c.officer_id, _O.c.break_since, _O.c.break_until, _D.c.department)
    .outerjoin(_D, _D.c.officer_id == _O.c.officer_id)
    .where(_O.c.site_id == bindparam("site"), _O.c.closed_at.is_(None))
)
_HELD = Prepared(
    select(_T.c.desk, _T.c.department, _T.c.procedure, _T.c.visit, _T.c.called_at).where(
        _T.c.site_id == bindparam("site"),
        _T.c.day == bindparam("day"),
        _T.c.state.in_([literal(each.value, literal_execute=True) for each in HELD]),
    )
)


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """A desk with its officer there, or back at a told time; `serving` is what both may call."""

    serving: Serving
    back_at: datetime | None


@dataclass(frozen=True, slots=True)
class Hours:
    """A department's sitting that runs, or its next one today: seconds from the look until it opens, and closes."""

    opens_s: float
    closes_s: float


@dataclass(frozen=True, slots=True)
class Waits:
    """The hall at one moment. `lines` and `hours`, by department, fill as they are asked for."""

    at: datetime
    day: date
    stirred: int
    desks: Mapping[str, OpenDesk]
    schedule: Schedule
    learned: Learned
    lines: dict[Kind, Outlook | None] = field(default_factory=dict)
    hours: dict[str, Hours | None] = field(default_factory=dict)

    def outlook(self, line: Line, kind: Kind) -> Outlook | None:
        """For those who wait like a ticket of this kind, in this line; None while nobody serves it."""
        if kind not in self.lines:
            desks = frozenset(code for code, desk in self.desks.items() if desk.serving.serves(*kind))
            visit_s = self.learned.times.visit_s(kind[0])
            self.lines[kind] = outlook(self.schedule, desks, lambda other: line.ahead.serves(*_kind(other)), visit_s)
        return self.lines[kind]


@dataclass(frozen=True, slots=True)
class Expected:
    """A wait and what it was made from; `wait` is what is told of it."""

    seconds: float
    wait: Wait


def look(session: Session, here: Here) -> Waits:
    """The hall as it is, looked at anew if anything changed."""
    waits = here.memory.waits
    if waits is None or not _is_of_now(here, waits) or waits.stirred != here.memory.stirred:
        waits = here.memory.waits = _look(session, here)
    return waits


def at_hand(session: Session, here: Here, line: Line, kind: Kind) -> Waits:
    """For the hot path: the last look, unless it is old, or knew nobody who serves and something changed since."""
    waits = here.memory.waits
    if waits is None or not _is_of_now(here, waits):
        return look(session, here)
    return look(session, here) if waits.outlook(line, kind) is None else waits


def expected(here: Here, waits: Waits, line: Line, kind: Kind, ahead: int, facts: Known) -> Expected | None:
    """What may be told to somebody of this kind with so many ahead; None is "not known"."""
    seconds = until_call_s(here, waits, line, kind, ahead)
    if seconds is None:
        return None
    code = kind[0]
    if code not in waits.hours:
        waits.hours[code] = _hours(here, waits, facts, code)
    hours, since_s = waits.hours[code], (here.now - waits.at).total_seconds()
    left_s = None
    if hours is not None:
        # Nobody is called before the sitting begins.
        seconds += max(0.0, hours.opens_s - since_s)
        left_s = hours.closes_s - since_s
    return Expected(seconds, told(*waits.learned.errors.interval_s(code, seconds), left_s))


def until_call_s(here: Here, waits: Waits, line: Line, kind: Kind, ahead: int) -> float | None:
    """Expected seconds of work until the call; None while nobody serves."""
    found = waits.outlook(line, kind)
    if found is None:
        return None
    return max(0.0, found.expected_s(ahead) - (here.now - waits.at).total_seconds())


def wait_now(session: Session, here: Here, kind: Kind, ahead: int) -> Wait | None:
    """The interval of somebody who waits, or would wait, with so many ahead."""
    facts = known(session, here)
    found = expected(here, look(session, here), facts.line_of(*kind), kind, ahead, facts)
    return None if found is None else found.wait


def minutes_to_serve(session: Session, here: Here, kind: Kind, ahead: int | None) -> float | None:
    """How long the desks need for all who are before a newcomer of this kind; None while nobody serves it.

    `ahead` None: as many as at the last look.
    """
    line = known(session, here).line_of(*kind)
    waits = at_hand(session, here, line, kind)
    found = waits.outlook(line, kind)
    before = len(found.calls) - 1 if found is not None and ahead is None else ahead or 0
    seconds = until_call_s(here, waits, line, kind, before)
    return None if seconds is None else waits.learned.errors.interval_s(kind[0], seconds)[0] / 60


def _is_of_now(here: Here, waits: Waits) -> bool:
    # A clock that was set back makes every look one of the future.
    return waits.day == here.today and timedelta() <= here.now - waits.at < FRESH


def _look(session: Session, here: Here) -> Waits:
    facts, stirred, taught = known(session, here), here.memory.stirred, learned(session, here)
    desks = _open_desks(session, here, facts)
    people = _people(session, here, taught.times, desks) if desks else []
    there = _free(session, here, taught.times, desks, people)
    return Waits(here.now, here.today, stirred, desks, schedule(people, there), taught)


def _people(session: Session, here: Here, times: Times, desks: Mapping[str, OpenDesk]) -> list[Person]:
    """Everybody who waits, in the order of call."""
    rows = {row.id: row for row in everybody(session, here)}
    keeping, alike = keeping_now(session, here), dict[Any, Person]()
    people = []
    for one in order_of_call((as_waiting(here, row) for row in rows.values()), here.now - longest_wait(here)):
        row = rows[one.ticket]
        # Whom no desk was named for are called by the same desks as others of their kind.
        same = (row.department, row.field, row.procedure, row.visit) if row.for_desk is None else row
        if same not in alike:
            alike[same] = _person(here, times, desks, row, keeping)
        people.append(alike[same])
    return people


def _open_desks(session: Session, here: Here, facts: Known) -> dict[str, OpenDesk]:
    on_duty = {*facts.on_duty}
    configured = {desk.code for desk in here.config.desks}
    stand_in = substituted_by_all(session, here)
    sitting: dict[str, tuple[Any, set[str]]] = {}
    for row in _OPEN.all(connection_of(session), {"site": here.site_id}):
        sitting.setdefault(row.desk, (row, set()))[1].add(row.department)
    found = {}
    for code, (row, own) in sitting.items():
        if code in configured and (row.break_since is None or row.break_until is not None):
            may = on_duty & {*own, *stand_in.get(row.officer_id, ())}
            back_at = None if row.break_since is None else row.break_until
            found[code] = OpenDesk(facts.serving[code].within(may), back_at)
    return found


def _person(here: Here, times: Times, desks: Mapping[str, OpenDesk], row: Any, keeping: Any) -> Person:
    may = frozenset(code for code, desk in desks.items() if takes(row, code, desk.serving, keeping))
    helped = frozenset(code for code in may if row.department in here.config.desk(code).helps and row.for_desk != code)
    kind: Kind = (row.department, row.field, row.procedure)
    return Person(kind, may, times.visit_s(row.department, kind_of(row)), helped)


def _free(
    session: Session, here: Here, times: Times, desks: Mapping[str, OpenDesk], people: list[Person]
) -> list[Desk]:
    """When each desk calls again: after its visit, its break, or as soon as its officer presses."""
    held = {row.desk: row for row in _HELD.all(connection_of(session), {"site": here.site_id, "day": here.today})}
    wanted = frozenset(code for person in people for code in person.desks)
    found = []
    for code, desk in desks.items():
        row = held.get(code)
        if row is not None:
            visit_s = times.service_s(row.department, kind_of(row)) * times.pace(code)
            free_s = left_s(visit_s, (here.now - (row.called_at or here.now)).total_seconds()) + times.gap_s
        else:
            free_s = times.gap_s if code in wanted else 0.0
        if desk.back_at is not None:
            free_s = max(free_s, SHORTEST_BREAK_S, (desk.back_at - here.now).total_seconds())
        found.append(Desk(code, free_s, times.pace(code)))
    return found


def _hours(here: Here, waits: Waits, facts: Known, department: str) -> Hours | None:
    at = clock.local(waits.at, here.config.site.zone)
    for each in duty_on(department, here.today, facts.duty):
        opens, closes = (datetime.combine(at.date(), moment) for moment in (each.opens, each.closes))
        if closes > at:
            return Hours((opens - at).total_seconds(), (closes - at).total_seconds())
    return None


def _kind(of: Hashable) -> Kind:
    assert isinstance(of, tuple)
    return of
