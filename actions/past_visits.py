"""What do the visits that are over teach about the next ones? Read once a day; today's as they end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import bindparam, literal, select
from sqlalchemy.orm import Session

import clock
from actions.here import Here
from database import connection_of
from models import Ticket
from models.base import table_of
from models.prepared import Prepared
from rules.service_times import LONGEST_GAP_S, Service, Times, adjusted, learn
from rules.states import TicketState
from rules.waiting_errors import Errors, Outcome, learn_errors

# Twenty working days; of a busy office fewer: no more visits than can be read while somebody waits for a page.
DAYS, MOST = 28, 6_000
# Today's visits are looked through so often.
TODAY_EVERY = timedelta(minutes=1)
# Somebody who was put back or returned waited more than once.
ONE_WAIT_S = 5.0
OVERTIME = timedelta(minutes=30)
_STATES = [literal(each.value, literal_execute=True) for each in (TicketState.FINISHED, TicketState.NO_SHOW)]
_T = table_of(Ticket)
_OVER = Prepared(
    select(
        _T.c.day, _T.c.sitting, _T.c.department, _T.c.procedure, _T.c.visit, _T.c.desk, _T.c.state, _T.c.issued_at,
        _T.c.arrived_at, _T.c.called_at, _T.c.ended_at, _T.c.since, _T.c.waited_s, _T.c.served_s, _T.c.parked_s,
        _T.c.sent_from, _T.c.expected_s,
    )
    .where(
        _T.c.site_id == bindparam("site"),
        _T.c.day == bindparam("day"),
        _T.c.state.in_(_STATES),
        _T.c.called_at.is_not(None),
        _T.c.desk.is_not(None),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Learned:
    """As of one day: what the last weeks taught, and that with today's visits, as of `at`."""

    day: date
    past: Times
    errors: Errors
    times: Times
    at: datetime


def learned(session: Session, here: Here) -> Learned:
    """What is known of service times now; anew each day, with today's visits anew each minute."""
    known = here.memory.learned
    if known is None or known.day != here.today:
        rows = _before_today(session, here)
        stated = {each.code: each.visit_min * 60.0 for each in here.config.departments if each.visit_min is not None}
        past = learn(_services(rows), stated)
        known = Learned(here.today, past, learn_errors(_outcomes(here, rows)), past, here.now - TODAY_EVERY)
    if abs(here.now - known.at) >= TODAY_EVERY:
        today = _services(_of_day(session, here, here.today))
        known = Learned(known.day, known.past, known.errors, adjusted(known.past, today), here.now)
    here.memory.learned = known
    return known


def kind_of(row: Any) -> str:
    """What decides how long a visit lasts: the procedure, or what one came for without one."""
    return str(row.visit if row.procedure is None else row.procedure)


def _before_today(session: Session, here: Here) -> list[Any]:
    """Visits of the last weeks, oldest day first."""
    days: list[Sequence[Any]] = []
    for back in range(1, DAYS + 1):
        if sum(map(len, days)) < MOST:
            days.append(_of_day(session, here, here.today - timedelta(days=back)))
    return [row for rows in reversed(days) for row in rows]


def _of_day(session: Session, here: Here, day: date) -> Sequence[Any]:
    """Visits that are over. Day by day: asked for the newest of all, SQLite would walk through all tickets ever."""
    return _OVER.all(connection_of(session), {"site": here.site_id, "day": day})


def _services(rows: Collection[Any]) -> Iterator[Service]:
    by_desk: defaultdict[tuple[date, str], list[Any]] = defaultdict(list)
    for row in rows:
        by_desk[row.day, row.desk].append(row)
    for at_desk in by_desk.values():
        ordered = sorted(at_desk, key=lambda row: row.called_at)
        for row, following in pairwise([*ordered, None]):
            yield Service(
                row.department, kind_of(row), row.desk, _lasted_s(row), _gap_s(row, following), _is_no_show(row)
            )


def _lasted_s(row: Any) -> float:
    # Parked, the desk was free for others meanwhile.
    return float(row.served_s) if row.parked_s else float((_end(row) - row.called_at).total_seconds())


def _gap_s(row: Any, following: Any | None) -> float | None:
    """Until the desk called the next one, if that one waited already; a longer gap is the end of a sitting."""
    if following is None or following.arrived_at > _end(row):
        return None
    gap_s = float((following.called_at - _end(row)).total_seconds())
    return gap_s if 0 <= gap_s <= LONGEST_GAP_S else None


def _end(row: Any) -> datetime:
    end: datetime = row.ended_at or row.since or row.called_at
    return end


def _is_no_show(row: Any) -> bool:
    return bool(row.state == TicketState.NO_SHOW)


def _outcomes(here: Here, rows: Collection[Any]) -> Iterator[Outcome]:
    """Of those who were told something, waited once, and were called in the sitting for which they came."""
    for row in rows:
        waited_s = (row.called_at - row.issued_at).total_seconds()
        if row.expected_s is None or row.sent_from is not None or waited_s <= 0:
            continue
        if abs(waited_s - row.waited_s) <= ONE_WAIT_S and _is_within(here, row):
            yield Outcome(row.department, row.expected_s, waited_s)


def _is_within(here: Here, row: Any) -> bool:
    called = clock.local(row.called_at, here.config.site.zone)
    department = next((each for each in here.config.departments if each.code == row.department), None)
    sittings = () if department is None else department.sittings
    closes = next((each.closes for each in sittings if each.name == row.sitting), None)
    return closes is None or called <= datetime.combine(called.date(), closes) + OVERTIME
