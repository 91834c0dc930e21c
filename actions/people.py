"""Who serves, where do they belong, and how are they reached? The officers' directory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from actions.accounts import disable_account_of
from actions.events import record
from actions.here import Here
from actions.known import forget
from actions.lists import Confirmed, write_list
from models import Account, Officer, OfficerDepartment, Opening
from models.base import table_of
from rules.name_order import name_order
from rules.refusals import Refusal
from rules.searching import fold

FIELDS = ("name", "position", "office_phone", "mobile", "note")
_OFFICERS = table_of(Officer).c
_SHOWN = tuple(_OFFICERS[name] for name in ("id", *FIELDS, "is_on_list", "revision"))


@dataclass(frozen=True, slots=True)
class OfficerView:
    """An officer as the directory shows them; telephone numbers as E.164 or "".

    `revision` guards against overwriting what somebody else has changed meanwhile.
    """

    id: int
    name: str
    departments: tuple[str, ...]
    position: str
    office_phone: str
    mobile: str
    note: str
    is_on_list: bool
    accounts: tuple[str, ...]
    revision: int


@dataclass(frozen=True, slots=True)
class OfficerWish:
    """What the Office writes about an officer; telephone numbers already normalised to E.164 or ""."""

    name: str
    departments: tuple[str, ...]
    position: str = ""
    office_phone: str = ""
    mobile: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OfficerImport:
    """An officer as a list has them: a new one, or one that was there at this `revision`."""

    wish: OfficerWish
    officer_id: int | None = None
    revision: int | None = None


def list_officers(
    session: Session, here: Here, *, query: str = "", on_list_only: bool = False
) -> tuple[OfficerView, ...]:
    """Officers who have not left, by name; `query` is searched without accents in name, department and position."""
    # Plain rows: the overview asks for everybody each time, and objects would cost as much as the rest of it.
    listed = session.execute(select(*_SHOWN).where(Officer.site_id == here.site_id, Officer.left_at.is_(None)))
    rows = sorted(listed, key=lambda row: (name_order(row.name), row.id))
    departments, accounts = _departments(session, here), _accounts(session, here)
    views = tuple(
        _view(row, departments[row.id], accounts[row.id]) for row in rows if row.is_on_list or not on_list_only
    )
    words = fold(query).split()
    return tuple(view for view in views if all(word in _haystack(here, view) for word in words))


def officer(session: Session, here: Here, *, officer_id: int) -> OfficerView | None:
    """One officer, or None."""
    return next((view for view in list_officers(session, here) if view.id == officer_id), None)


def save_officer(
    session: Session,
    here: Here,
    *,
    wish: OfficerWish,
    actor: str,
    officer_id: int | None = None,
    revision: int | None = None,
) -> OfficerView | Refusal:
    """Add an officer to the list, or change one whose `revision` was seen.

    Refusals: no_officer_found, changed_meanwhile, no_department, officer_name_missing.
    """
    refusal = _refusal(here, wish)
    if refusal is not None:
        return refusal
    row = session.get(Officer, officer_id) if officer_id is not None else None
    if officer_id is not None:
        if row is None or row.site_id != here.site_id or row.left_at is not None:
            return Refusal("no_officer_found", {})
        if revision is not None and row.revision != revision:
            return Refusal("changed_meanwhile", {})
    row = _store(session, here, wish, row, _departments(session, here)[row.id] if row is not None else (), actor)
    forget(session, here)
    return _view(row, wish.departments, _accounts(session, here)[row.id])


def import_officers(
    session: Session, here: Here, *, officers: tuple[OfficerImport, ...], confirmed: Confirmed
) -> tuple[int, int] | Refusal:
    """Write a confirmed list; returns (added, changed). Whoever is not in it stays.

    Nothing is written if somebody changed one of them meanwhile. Refusals: as `save_officer`.
    """
    rows = {row.id: row for row in session.scalars(select(Officer).where(Officer.site_id == here.site_id))}
    departments = _departments(session, here)

    def refusal_of(each: OfficerImport) -> Refusal | None:
        row = rows.get(each.officer_id or 0)
        is_seen = row is not None and row.left_at is None and row.revision == each.revision
        if each.officer_id is not None and not is_seen:
            return Refusal("changed_meanwhile", {})
        return _refusal(here, each.wish)

    def write(each: OfficerImport) -> bool:
        known = each.officer_id or 0
        _store(session, here, each.wish, rows.get(known), departments[known], confirmed.actor)
        return each.officer_id is None

    return write_list(session, here, confirmed, "people", officers, refusal_of, write)


def officer_left(
    session: Session, here: Here, *, officer_id: int, actor: str, revision: int | None = None
) -> Refusal | None:
    """Take an officer off the list, and their account with them; the past keeps the name.

    Refusals: no_officer_found, changed_meanwhile, at_a_desk, last_administrator.
    """
    row = session.get(Officer, officer_id)
    if row is None or row.site_id != here.site_id or row.left_at is not None:
        return Refusal("no_officer_found", {})
    if revision is not None and row.revision != revision:
        return Refusal("changed_meanwhile", {})
    open_desk = select(Opening.id).where(Opening.officer_id == officer_id, Opening.closed_at.is_(None))
    if session.execute(open_desk).first() is not None:
        return Refusal("at_a_desk", {})
    refusal = disable_account_of(session, here, officer_id=officer_id, actor=actor)
    if refusal is not None:
        return refusal
    row.left_at = here.now
    row.revision += 1
    session.flush()
    forget(session, here)
    before = _written(row, _departments(session, here)[row.id])
    record(session, here, "officer_left", actor=actor, officer=row.id, before=before, after=None)
    return None


def _store(
    session: Session, here: Here, wish: OfficerWish, row: Officer | None, departments: tuple[str, ...], actor: str
) -> Officer:
    """Write a new officer, or over `row` of these `departments`, with its event."""
    before = _written(row, departments) if row is not None else None
    if row is None:
        row = Officer(site_id=here.site_id, is_on_list=True, created_at=here.now, name=wish.name, revision=0)
        session.add(row)
    for field in FIELDS:
        setattr(row, field, getattr(wish, field))
    row.is_on_list = True
    row.revision += 1
    session.flush()
    session.execute(delete(OfficerDepartment).where(OfficerDepartment.officer_id == row.id))
    session.add_all(OfficerDepartment(officer_id=row.id, department=code) for code in wish.departments)
    session.flush()
    kind = "officer_added" if before is None else "officer_changed"
    record(session, here, kind, actor=actor, officer=row.id, before=before, after=_written(row, wish.departments))
    return row


def _refusal(here: Here, wish: OfficerWish) -> Refusal | None:
    if not wish.name.strip():
        return Refusal("officer_name_missing", {})
    unknown = [code for code in wish.departments if not any(d.code == code for d in here.config.departments)]
    return Refusal("no_department", {"value": ", ".join(unknown)}) if unknown else None


def _departments(session: Session, here: Here) -> Mapping[int, tuple[str, ...]]:
    order = {department.code: place for place, department in enumerate(here.config.departments)}
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(OfficerDepartment.officer_id, OfficerDepartment.department)
        .join(Officer, Officer.id == OfficerDepartment.officer_id)
        .where(Officer.site_id == here.site_id)
    )
    for officer_id, code in rows:
        found[officer_id].append(code)
    sorted_ones = {key: tuple(sorted(codes, key=lambda c: order.get(c, 99))) for key, codes in found.items()}
    return defaultdict(tuple, sorted_ones)


def _accounts(session: Session, here: Here) -> Mapping[int, tuple[str, ...]]:
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = session.execute(
        select(Account.officer_id, Account.name).where(Account.site_id == here.site_id, Account.officer_id.is_not(None))
    )
    for officer_id, name in rows:
        found[officer_id or 0] += (name,)
    return found


def _haystack(here: Here, view: OfficerView) -> str:
    names = [here.config.department(code).name for code in view.departments if _known(here, code)]
    return fold(" ".join((view.name, view.position, *names, view.office_phone, view.mobile)))


def _known(here: Here, code: str) -> bool:
    return any(department.code == code for department in here.config.departments)


def _written(row: Officer, departments: tuple[str, ...]) -> dict[str, Any]:
    return {**{field: getattr(row, field) for field in FIELDS}, "departments": list(departments)}


def _view(row: Officer | Row[Any], departments: tuple[str, ...], accounts: tuple[str, ...]) -> OfficerView:
    return OfficerView(
        id=row.id,
        name=row.name,
        departments=departments,
        position=row.position,
        office_phone=row.office_phone,
        mobile=row.mobile,
        note=row.note,
        is_on_list=row.is_on_list,
        accounts=accounts,
        revision=row.revision,
    )
