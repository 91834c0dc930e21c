"""What may each desk call, as a value and as a condition on tickets? The only place where desks meet the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, bindparam, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from actions.here import Here
from actions.known import known
from database import connection_of
from models import Ticket
from models.base import table_of
from models.prepared import Prepared
from rules.serving import Serving
from rules.states import TicketState

Column = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
FEW = 8
_T = table_of(Ticket)
_SAME = (_T.c.department, _T.c.field, _T.c.procedure)
_WAIT_FOR_THE_SAME = Prepared(
    select(*_SAME, func.count())
    .where(_T.c.site_id == bindparam("site"), _T.c.day == bindparam("day"), _T.c.state == TicketState.WAITING.value)
    .group_by(*_SAME)
)


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """People who wait for the same: as many as `count`; the desks that may call one may call all."""

    department: str
    field: str | None
    procedure: str | None
    count: int

    def is_for(self, serving: Serving) -> bool:
        return serving.serves(self.department, self.field, self.procedure)


def serving_of(session: Session, here: Here, desk: str, departments: Iterable[str]) -> Serving:
    """What a desk may call for an officer of these departments. Raises KeyError for an unknown desk."""
    return known(session, here).serving[desk].within(departments)


def may_call(serving: Serving) -> ColumnElement[bool]:
    """The tickets that `serving` serves, as a condition: `Serving.serves` in SQL."""
    if not serving.touched:
        return false()
    whole = _among(Ticket.department, serving.touched)
    if serving.touched == serving.departments:
        return whole
    # The departments first, for the index of the queues knows only them.
    return and_(whole, or_(*_ways(serving)))


def waiting_groups(session: Session, here: Here) -> tuple[WaitingGroup, ...]:
    """Everybody who waits today, once."""
    rows = _WAIT_FOR_THE_SAME.all(connection_of(session), {"site": here.site_id, "day": here.today})
    return tuple(WaitingGroup(*row) for row in rows)


def _ways(serving: Serving) -> list[ColumnElement[bool]]:
    ways = [_among(Ticket.department, serving.departments)] if serving.departments else []
    ways += [_in_department(code, Ticket.field, names) for code, names in _by_department(serving.fields)]
    ways += [_in_department(code, Ticket.procedure, keys) for code, keys in _by_department(serving.procedures)]
    if serving.without:
        ways.append(and_(_among(Ticket.department, serving.without), Ticket.procedure.is_(None)))
    for rest in sorted(serving.unnamed, key=lambda each: each.department):
        others = [_not_among(Ticket.procedure, rest.procedures), _not_among(Ticket.field, rest.fields)]
        ways.append(and_(Ticket.department == rest.department, Ticket.procedure.is_not(None), *others))
    return ways


def _in_department(department: str, column: Column, values: Collection[str]) -> ColumnElement[bool]:
    return and_(Ticket.department == department, _among(column, values))


def _among(column: Column, values: Collection[str]) -> ColumnElement[bool]:
    # Few values as plain comparisons: a list would be written into the statement anew at each use.
    return column.in_(sorted(values)) if len(values) > FEW else or_(*(column == value for value in sorted(values)))


def _not_among(column: Column, values: Collection[str]) -> ColumnElement[bool]:
    return or_(column.is_(None), ~_among(column, values)) if values else true()


def _by_department(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for department, name in sorted(pairs):
        found[department].append(name)
    return list(found.items())
