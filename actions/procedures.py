"""How does the Office keep the catalogue: one procedure in the page, many from a file?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from actions.known import forget
from actions.lists import Confirmed, write_list
from models import Procedure
from rules.refusals import Refusal


@dataclass(frozen=True, slots=True)
class ProcedureWish:
    """A procedure as the Office writes it."""

    key: str
    code: str
    department: str
    field: str
    name: str
    official_name: str = ""
    documents: tuple[str, ...] = ()
    time_limit: str = ""
    fee: str = ""
    legal_basis: str = ""
    source: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcedureEdit:
    """A procedure for editing; `revision` guards against overwriting somebody else's change."""

    wish: ProcedureWish
    revision: int
    is_withdrawn: bool
    is_checked: bool
    updated_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProcedureImport:
    """A procedure as a list has it: new (`revision` None), or one that was there at this revision.

    `updated_on` None: today.
    """

    wish: ProcedureWish
    revision: int | None = None
    is_withdrawn: bool = False
    is_checked: bool = True
    updated_on: date | None = None


def procedures_to_edit(session: Session, here: Here, *, with_withdrawn: bool = True) -> tuple[ProcedureEdit, ...]:
    """The whole catalogue in its order."""
    rows = session.scalars(select(Procedure).where(Procedure.site_id == here.site_id).order_by(Procedure.position))
    return tuple(_edit(row) for row in rows if with_withdrawn or not row.is_withdrawn)


def procedure_to_edit(session: Session, here: Here, *, key: str) -> ProcedureEdit | None:
    """One procedure, withdrawn or not, or None."""
    row = _row(session, here, key)
    return _edit(row) if row is not None else None


def save_procedure(
    session: Session, here: Here, *, wish: ProcedureWish, actor: str, revision: int | None = None
) -> ProcedureEdit | Refusal:
    """Add a procedure (`revision` None) or change it, dated today.

    Refusals: procedure_name_missing, no_department, procedure_exists, no_procedure_found, changed_meanwhile.
    """
    if not wish.name.strip() or not wish.key.strip():
        return Refusal("procedure_name_missing", {})
    if not _is_department(here, wish.department):
        return Refusal("no_department", {"value": wish.department})
    row = _row(session, here, wish.key)
    if revision is None and row is not None:
        return Refusal("procedure_exists", {"key": wish.key})
    if revision is not None and row is None:
        return Refusal("no_procedure_found", {"key": wish.key})
    if row is not None and row.revision != revision:
        return Refusal("changed_meanwhile", {})
    before = asdict(_edit(row).wish) if row is not None else None
    row = _store(session, here, wish, row)
    forget(session, here)
    kind = "procedure_added" if before is None else "procedure_changed"
    record(session, here, kind, actor=actor, department=wish.department, before=before, after=asdict(wish))
    return _edit(row)


def withdraw_procedure(
    session: Session, here: Here, *, key: str, revision: int, is_withdrawn: bool = True, actor: str
) -> ProcedureEdit | Refusal:
    """Take a procedure off the kiosk, or put it back; old tickets keep its name.

    Refusals: no_procedure_found, changed_meanwhile.
    """
    row = _row(session, here, key)
    if row is None:
        return Refusal("no_procedure_found", {"key": key})
    if row.revision != revision:
        return Refusal("changed_meanwhile", {})
    row.is_withdrawn, row.is_edited, row.revision = is_withdrawn, True, row.revision + 1
    row.updated_on = here.today
    session.flush()
    forget(session, here)
    record(
        session,
        here,
        "procedure_withdrawn",
        actor=actor,
        department=row.department,
        before={"key": key, "is_withdrawn": not is_withdrawn},
        after={"key": key, "is_withdrawn": is_withdrawn},
    )
    return _edit(row)


def import_procedures(
    session: Session, here: Here, *, procedures: tuple[ProcedureImport, ...], confirmed: Confirmed
) -> tuple[int, int] | Refusal:
    """Write a confirmed list; returns (added, changed). Whoever is not in it stays.

    Nothing is written if somebody changed one of them meanwhile. Refusals: changed_meanwhile, no_department.
    """
    present = {row.key: row for row in session.scalars(select(Procedure).where(Procedure.site_id == here.site_id))}
    positions = count(max((row.position for row in present.values()), default=0) + 1)

    def refusal_of(each: ProcedureImport) -> Refusal | None:
        if not _is_department(here, each.wish.department):
            return Refusal("no_department", {"value": each.wish.department})
        row = present.get(each.wish.key)
        is_seen = (row.revision if row is not None else None) == each.revision
        return None if is_seen else Refusal("changed_meanwhile", {})

    def write(each: ProcedureImport) -> bool:
        row = present.get(each.wish.key)
        before = _told(row) if row is not None else None
        row = row or _added(session, here, next(positions))
        _write(row, each.wish, each.updated_on or here.today)
        row.is_withdrawn, row.is_checked = each.is_withdrawn, each.is_checked
        if before is not None:
            _record_change(session, here, confirmed.actor, before, _told(row))
            return False
        actor, after = confirmed.actor, _told(row)
        record(session, here, "procedure_added", actor=actor, department=row.department, before=None, after=after)
        return True

    return write_list(session, here, confirmed, "procedures", procedures, refusal_of, write)


def _told(row: Procedure) -> dict[str, Any]:
    return {**asdict(_edit(row).wish), "is_withdrawn": row.is_withdrawn, "is_checked": row.is_checked}


def _record_change(
    session: Session, here: Here, actor: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Only the fields that differ: an import may change thousands of procedures."""
    differ = [field for field, value in after.items() if before[field] != value]
    name = {"key": after["key"], "name": after["name"]}
    record(
        session,
        here,
        "procedure_changed",
        actor=actor,
        department=after["department"],
        before={**name, **{field: before[field] for field in differ}},
        after={**name, **{field: after[field] for field in differ}},
    )


def _store(session: Session, here: Here, wish: ProcedureWish, row: Procedure | None) -> Procedure:
    if row is None:
        last = session.execute(select(func.max(Procedure.position)).where(Procedure.site_id == here.site_id)).scalar()
        row = _added(session, here, (last or 0) + 1)
    _write(row, wish, here.today)
    session.flush()
    return row


def _added(session: Session, here: Here, position: int) -> Procedure:
    row = Procedure(site_id=here.site_id, position=position, revision=0, is_checked=True, is_withdrawn=False)
    session.add(row)
    return row


def _write(row: Procedure, wish: ProcedureWish, updated_on: date) -> None:
    for field in fields(wish):
        value: Any = getattr(wish, field.name)
        setattr(row, field.name, list(value) if isinstance(value, tuple) else value)
    row.is_edited, row.revision = True, row.revision + 1
    row.updated_on = updated_on


def _is_department(here: Here, code: str) -> bool:
    return any(department.code == code for department in here.config.departments)


def _row(session: Session, here: Here, key: str) -> Procedure | None:
    return session.scalars(select(Procedure).where(Procedure.site_id == here.site_id, Procedure.key == key)).first()


def _edit(row: Procedure) -> ProcedureEdit:
    wish = ProcedureWish(
        key=row.key,
        code=row.code,
        department=row.department,
        field=row.field,
        name=row.name,
        official_name=row.official_name,
        documents=tuple(row.documents),
        time_limit=row.time_limit,
        fee=row.fee,
        legal_basis=row.legal_basis,
        source=row.source,
        synonyms=tuple(row.synonyms),
    )
    return ProcedureEdit(wish, row.revision, row.is_withdrawn, row.is_checked, row.updated_on)
