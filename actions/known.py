"""What changes so seldom that it is read once and remembered: the duty table, the catalogue, what desks serve.

Every change of them raises the site's `facts_version` in its own transaction, so that each process, and the
command line beside the server, notices at its next action.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from actions.duty_table import read_duty_table
from actions.views import ProcedureView
from database import connection_of, shared_facts
from models import Procedure, Site, Ticket
from models.base import table_of
from models.prepared import Prepared
from rules.duty import DutyTable, duty_on
from rules.finding import Index
from rules.searching import Entry
from rules.serving import Posted, Serving, desks_for, resolved, servings
from rules.serving_gaps import Gap, Part, gaps, parts

if TYPE_CHECKING:
    from actions.here import Here
    from actions.past_visits import Learned
    from actions.waits import Waits

_SITES = table_of(Site)
_VERSION = Prepared(select(_SITES.c.facts_version).where(_SITES.c.id == bindparam("site")))
# So long ago a ticket still tells what people come for.
LATELY = timedelta(days=90)
_CATALOGUE = select(Procedure).where(~Procedure.is_withdrawn).order_by(Procedure.position)


@dataclass(frozen=True, slots=True)
class Line:
    """The desks that may call a ticket, and all that they may call: whoever of it came earlier is called before."""

    desks: tuple[str, ...]
    ahead: Serving


@dataclass(frozen=True, slots=True)
class Known:
    """A site's slow facts as of one version and day; `procedures` by key, `entries` what a search goes through.

    `on_duty`: the departments whose roster holds this day, whatever the hour; `asked`: how many tickets each procedure
    had lately; `index`: the entries ready for the kiosk's search.

    `serving` is what each desk may call, in the configuration's order; `gaps`, where the desks and the catalogue no
    longer fit each other.
    """

    version: int
    day: date
    duty: DutyTable
    on_duty: tuple[str, ...]
    procedures: Mapping[str, ProcedureView]
    entries: tuple[Entry, ...]
    asked: Mapping[str, int]
    index: Index
    serving: Mapping[str, Serving]
    gaps: tuple[Gap, ...]
    lines: dict[tuple[str, str | None, str | None], Line] = field(default_factory=dict)
    parts: dict[str, tuple[Part, ...]] = field(default_factory=dict)

    def line_of(self, department: str, of_field: str | None = None, procedure: str | None = None) -> Line:
        """Where a ticket waits; `procedure` by its key."""
        asked = department, of_field, procedure
        found = self.lines.get(asked)
        if found is None:
            desks = desks_for(self.serving, *asked)
            together = (self.serving[desk] for desk in desks)
            found = self.lines[asked] = Line(desks, reduce(or_, together, Serving()))
        return found

    def line_of_procedure(self, procedure: ProcedureView) -> Line:
        return self.line_of(procedure.department, procedure.field, procedure.key)

    def parts_of(self, department: str) -> tuple[Part, ...]:
        """How a department is divided among the desks."""
        found = self.parts.get(department)
        if found is None:
            found = self.parts[department] = parts(department, map(posted_of, self.procedures.values()), self.serving)
        return found


def posted_of(procedure: ProcedureView) -> Posted:
    """What desks need to know of it."""
    return Posted(procedure.key, procedure.code, procedure.department, procedure.field, procedure.name)


@dataclass(slots=True)
class Memory:
    """Holds what was read last; shared by all actions of a process.

    `stirred` counts what changed the hall (actions/waits.py): somebody was called, a desk was opened …
    """

    known: Known | None = field(default=None)
    learned: Learned | None = field(default=None)
    waits: Waits | None = field(default=None)
    stirred: int = 0


def known(session: Session, here: Here) -> Known:
    """The site's slow facts, read again only if somebody changed them."""
    shared = shared_facts(session)
    if ("forgotten", here.site_id) in shared:
        return _uncommitted(session, here, shared)
    version = shared.get(("facts_version", here.site_id))
    if version is None:
        found = _VERSION.first(connection_of(session), {"site": here.site_id})
        assert found is not None
        version = int(found[0])
        shared["facts_version", here.site_id] = version
    remembered = here.memory.known
    if remembered is None or remembered.version != version or remembered.day != here.today:
        remembered = here.memory.known = _read(session, here, version)
    return remembered


def forget(session: Session, here: Here) -> None:
    """Say that slow facts changed; belongs into the transaction that changes them."""
    session.execute(update(Site).where(Site.id == here.site_id).values(facts_version=Site.facts_version + 1))
    shared_facts(session)["forgotten", here.site_id] = None


def _uncommitted(session: Session, here: Here, shared: dict[Any, Any]) -> Known:
    # May still be rolled back, and then another change gets the same version: so nothing to remember.
    read: Known | None = shared["forgotten", here.site_id]
    if read is None or read.day != here.today:
        read = shared["forgotten", here.site_id] = _read(session, here, version=0)
    return read


def _read(session: Session, here: Here, version: int) -> Known:
    rows = session.scalars(_CATALOGUE.where(Procedure.site_id == here.site_id)).all()
    procedures = {row.key: _view(row) for row in rows}
    posted = [posted_of(each) for each in procedures.values()]
    named = {desk.code: desk.named for desk in here.config.desks}
    serving = servings({desk: resolved(each, posted) for desk, each in named.items()})
    entries = tuple(Entry(row.key, row.name, row.code, row.field, tuple(row.synonyms)) for row in rows)
    asked, duty = _asked(session, here), read_duty_table(session, here)
    return Known(
        version=version,
        day=here.today,
        duty=duty,
        on_duty=tuple(each.code for each in here.config.departments if duty_on(each.code, here.today, duty)),
        procedures=procedures,
        entries=entries,
        asked=asked,
        index=Index(entries, asked),
        serving=serving,
        gaps=gaps(named, posted, serving),
    )


def _asked(session: Session, here: Here) -> Mapping[str, int]:
    counted = (
        select(Ticket.procedure, func.count())
        .where(Ticket.site_id == here.site_id, Ticket.day > here.today - LATELY, Ticket.procedure.is_not(None))
        .group_by(Ticket.procedure)
    )
    return {key: number for key, number in session.execute(counted) if key is not None}


def _view(row: Procedure) -> ProcedureView:
    return ProcedureView(
        key=row.key,
        code=row.code,
        department=row.department,
        field=row.field,
        name=row.name,
        documents=tuple(row.documents),
        time_limit=row.time_limit,
        fee=row.fee,
        legal_basis=row.legal_basis,
        source=row.source,
        is_checked=row.is_checked,
        updated_on=row.updated_on,
    )
