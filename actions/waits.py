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

from actions.here import Here
from actions.known import Known, Line, known
from actions.lines import as_waiting, everybody, keeping_now, longest_wait, takes
from actions.past_visits import Learned, kind_of, learned
from actions.standing_in import substituted_departments
from models import OfficerDepartment, Opening, Ticket
from models.base import table_of
from rules.calling import order_of_call
from rules.duty import duty_on
from rules.service_times import Times, left_s
from rules.serving import Serving
from rules.states import TicketState
from rules.waiting import Desk, Outlook, Person, Schedule, Wait, outlook, schedule, told
from rules.workdays import Sitting

# A look serves so long where nothing is heard of changes: another process may have called somebody.
FRESH = timedelta(seconds=5)
# A break that should be over, or just begins, is taken to last so much longer.
SHORTEST_BREAK_S = 60.0
Kind = tuple[str, str | None, str | None]
_T, _O, _D = table_of(Ticket), table_of(Opening), table_of(OfficerDepartment)
_OPEN = (
    select(_O.c.desk, _O.c.officer_id, _O.c.break_since, _O.c.break_until, _D.c.department)
    .outerjoin(_D, _D.c.officer_id == _O.c.officer_id)
    .where(_O.c.site_id == bindparam("site"), _O.c.closed_at.is_(None))
)
_HELD = select(_T.c.desk, _T.c.department, _T.c.procedure, _T.c.visit, _T.c.called_at).where(
    _T.c.site_id == bindparam("site"),
    _T.c.day == bindparam("day"),
    _T.c.state.in_([literal(each.value, literal_execute=True) for each in (TicketState.CALLED, TicketState.SERVING)]),
)


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """A desk with its officer there, or back at a told time; `serving` is what both may call."""

    serving: Serving
    back_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waits:
    """The hall at one moment. `lines` fills as it is asked."""

    at: datetime
    day: date
    stirred: int
    desks: Mapping[str, OpenDesk]
    schedule: Schedule
    learned: Learned
    lines: dict[tuple[Line, Kind], Outlook | None] = field(default_factory=dict)

    def outlook(self, line: Line, kind: Kind) -> Outlook | None:
        """For those who wait like a ticket of this kind; None while nobody serves it."""
        asked = line, kind
        if asked not in self.lines:
            desks = frozenset(code for code, desk in self.desks.items() if desk.serving.serves(*kind))
            self.lines[asked] = outlook(self.schedule, desks, lambda other: line.ahead.serves(*_kind(other)))
        return self.lines[asked]


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
    sitting, now = _sitting(here, facts, kind[0]), here.local_now
    seconds += 0.0 if sitting is None else max(0.0, (datetime.combine(now.date(), sitting.opens) - now).total_seconds())
    left = None if sitting is None else (datetime.combine(now.date(), sitting.closes) - now).total_seconds()
    return Expected(seconds, told(*waits.learned.errors.interval_s(kind[0], seconds), left))


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
    facts, stirred, known_times = known(session, here), here.memory.stirred, learned(session, here)
    times, desks = known_times.times, _open_desks(session, here, facts)
    rows = {row.id: row for row in everybody(session, here)}
    keeping = keeping_now(session, here)
    order = order_of_call((as_waiting(here, row) for row in rows.values()), here.now - longest_wait(here))
    people = [_person(here, times, desks, rows[one.ticket], keeping) for one in order]
    there = _free(session, here, times, desks, people)
    return Waits(
        at=here.now,
        day=here.today,
        stirred=stirred,
        desks=desks,
        schedule=schedule(people, there, times.visit_s("")),
        learned=known_times,
    )


def _open_desks(session: Session, here: Here, facts: Known) -> dict[str, OpenDesk]:
    on_duty = {each.code for each in here.config.departments if duty_on(each.code, here.today, facts.duty)}
    configured = {desk.code for desk in here.config.desks}
    sitting: dict[str, tuple[Any, set[str]]] = {}
    for row in session.connection().execute(_OPEN, {"site": here.site_id}):
        sitting.setdefault(row.desk, (row, set()))[1].add(row.department)
    found = {}
    for code, (row, own) in sitting.items():
        if code in configured and (row.break_since is None or row.break_until is not None):
            may = on_duty & {*own, *substituted_departments(session, here, row.officer_id)}
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
    held = {row.desk: row for row in session.connection().execute(_HELD, {"site": here.site_id, "day": here.today})}
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


def _sitting(here: Here, facts: Known, department: str) -> Sitting | None:
    """The department's sitting that runs now, or its next one today."""
    sittings = duty_on(department, here.today, facts.duty)
    return next((each for each in sittings if each.closes > here.local_now.time()), None)


def _kind(of: Hashable) -> Kind:
    assert isinstance(of, tuple)
    return of
