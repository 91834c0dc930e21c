"""Who may sign in, and with which secret? Passwords come in as Argon2 hashes, tokens are kept as SHA-256.

Hashing a password takes long on purpose, so it happens outside: before the transaction, off the event loop.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from actions.known import forget
from actions.secrets_kept import keep_secret, revoke
from models import Account, Officer, OfficerDepartment, Opening, Token
from rules.refusals import Refusal


class Role(StrEnum):
    """Who somebody is to the system; `anyone` has shown nothing."""

    ANYONE = "anyone"
    KIOSK = "kiosk"
    WALL = "wall"
    DESK_DISPLAY = "desk_display"
    PRINTER = "printer"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


PEOPLE = (Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR)
_GONE = select(Officer.id).where(Officer.left_at.is_not(None))


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as surfaces see it: no password, no hash. `departments` are its officer's.

    `revision`: its officer's, 0 without one; guards against overwriting what somebody else has changed meanwhile.
    """

    id: int
    name: str
    role: Role
    officer_id: int | None
    officer_name: str
    departments: tuple[str, ...]
    epoch: int
    is_disabled: bool
    revision: int = 0

    @property
    def actor(self) -> str:
        """How events name who acted."""
        return f"account:{self.id}"


def account_by_name(session: Session, here: Here, *, name: str) -> tuple[AccountView, str] | None:
    """The account of that sign-in name with its password's hash, or None."""
    row = session.scalars(
        select(Account).where(Account.site_id == here.site_id, Account.name == folded_name(name))
    ).first()
    return None if row is None else (_view(session, row), row.password_hash)


def account_by_id(session: Session, here: Here, *, account_id: int) -> AccountView | None:
    """The account of a session cookie or a token, or None."""
    row = session.scalars(select(Account).where(Account.site_id == here.site_id, Account.id == account_id)).first()
    return None if row is None else _view(session, row)


def account_of(session: Session, here: Here, *, officer_id: int) -> AccountView | None:
    """The account of an officer in the directory, or None."""
    row = session.scalars(
        select(Account).where(Account.site_id == here.site_id, Account.officer_id == officer_id)
    ).first()
    return None if row is None else _view(session, row)


def list_accounts(session: Session, here: Here) -> tuple[AccountView, ...]:
    """All accounts by name."""
    rows = session.scalars(select(Account).where(Account.site_id == here.site_id).order_by(Account.name)).all()
    return tuple(_view(session, row) for row in rows)


def add_account(
    session: Session,
    here: Here,
    *,
    name: str,
    role: Role,
    password_hash: str,
    officer: int | None = None,
    officer_name: str = "",
    departments: tuple[str, ...] = (),
    actor: str = "system",
) -> AccountView | Refusal:
    """A new account: of `officer` in the directory, else with departments or a name of a new officer.

    Refusals: name_taken, name_bad, no_department, no_officer_found, officer_has_account.
    """
    folded = folded_name(name)
    if not folded or len(folded) > 40 or any(not (c.isalnum() or c in "._-") for c in folded):
        return Refusal("name_bad", {"name": name})
    if account_by_name(session, here, name=folded) is not None:
        return Refusal("name_taken", {"name": folded})
    unknown = _unknown_department(here, departments)
    if unknown is not None:
        return unknown
    if officer is not None:
        refusal = _not_free(session, here, officer)
        if refusal is not None:
            return refusal
    elif departments or officer_name:
        officer = _add_officer(session, here, officer_name or folded, departments)
    row = Account(
        site_id=here.site_id,
        name=folded,
        password_hash=password_hash,
        role=role.value,
        officer_id=officer,
        epoch=1,
        created_at=here.now,
    )
    session.add(row)
    session.flush()
    view = _view(session, row)
    after = {"name": folded, "person": view.officer_name, "role": role.value, "departments": list(view.departments)}
    record(session, here, "account_added", actor=actor, account=row.id, officer=officer, before=None, after=after)
    return view


def set_departments(
    session: Session,
    here: Here,
    *,
    account_id: int,
    departments: tuple[str, ...],
    actor: str,
    revision: int | None = None,
) -> AccountView | Refusal:
    """Say anew to which departments the account's officer belongs, if its `revision` was seen.

    Refusals: no_account, no_department, changed_meanwhile.
    """
    row = _account(session, here, account_id)
    if row is None:
        return Refusal("no_account", {})
    unknown = _unknown_department(here, departments)
    if unknown is not None:
        return unknown
    seen = _view(session, row)
    if revision is not None and revision != seen.revision:
        return Refusal("changed_meanwhile", {})
    before = {"departments": list(seen.departments)}
    if row.officer_id is None:
        row.officer_id = _add_officer(session, here, row.name, departments)
    else:
        session.execute(delete(OfficerDepartment).where(OfficerDepartment.officer_id == row.officer_id))
        for code in dict.fromkeys(departments):
            session.add(OfficerDepartment(officer_id=row.officer_id, department=code))
        # Whoever has the officer's page open must see it; and who belongs where decides who is on duty.
        session.get_one(Officer, row.officer_id).revision += 1
        forget(session, here)
    session.flush()
    after = {"departments": list(departments)}
    record(session, here, "account_departments", actor=actor, account=row.id, before=before, after=after)
    return _view(session, row)


def set_password(
    session: Session, here: Here, *, account_id: int, password_hash: str, actor: str
) -> AccountView | Refusal:
    """A new password; every sign-in with the old one ends. Refusals: no_account."""
    row = _account(session, here, account_id)
    if row is None:
        return Refusal("no_account", {})
    row.password_hash = password_hash
    row.epoch += 1
    session.flush()
    # Neither password is anybody's to read: that it was changed is all that can be told.
    record(session, here, "password_set", actor=actor, account=row.id)
    return _view(session, row)


def disable_account(
    session: Session, here: Here, *, account_id: int, is_disabled: bool = True, actor: str
) -> AccountView | Refusal:
    """Let an account in no more, or again.

    Refusals: no_account, last_administrator, at_a_desk, no_officer_found (of one who has left).
    """
    row = _account(session, here, account_id)
    if row is None:
        return Refusal("no_account", {})
    if is_disabled and row.role == Role.ADMINISTRATOR and _administrators(session, here) == [row.id]:
        return Refusal("last_administrator", {})
    if not is_disabled and _has_left(session, row):
        return Refusal("no_officer_found", {})
    if is_disabled and row.officer_id is not None and sits(session, here, officer_id=row.officer_id):
        return Refusal("at_a_desk", {})
    _let_in(session, here, row, is_disabled, actor)
    return _view(session, row)


def disable_account_of(session: Session, here: Here, *, officer_id: int, actor: str) -> Refusal | None:
    """Let nobody in any more for an officer who leaves; without an account there is nothing to do.

    Refusals: last_administrator.
    """
    held = account_of(session, here, officer_id=officer_id)
    if held is None or held.is_disabled:
        return None
    answer = disable_account(session, here, account_id=held.id, actor=actor)
    return answer if isinstance(answer, Refusal) else None


def _let_in(session: Session, here: Here, row: Account, is_disabled: bool, actor: str) -> None:
    before, after = {"is_disabled": row.disabled_at is not None}, {"is_disabled": is_disabled}
    row.disabled_at = here.now if is_disabled else None
    row.epoch += 1
    if is_disabled:
        revoke(session, here, Token.account_id == row.id)
    session.flush()
    kind = "account_disabled" if is_disabled else "account_enabled"
    record(session, here, kind, actor=actor, account=row.id, before=before, after=after)


def add_account_token(
    session: Session, here: Here, *, account_id: int, actor: str = "system", secret: str | None = None
) -> str:
    """A personal token for software that acts as this account; told once, kept as its hash."""
    secret = keep_secret(session, here, "account", account_id=account_id, secret=secret)
    record(session, here, "token_added", actor=actor, account=account_id)
    return secret


def folded_name(name: str) -> str:
    """Sign-in names are compared without capitals and spaces around them, however the keyboard makes its accents."""
    return unicodedata.normalize("NFC", name).strip().casefold()


def _account(session: Session, here: Here, account_id: int) -> Account | None:
    return session.scalars(select(Account).where(Account.site_id == here.site_id, Account.id == account_id)).first()


def _administrators(session: Session, here: Here) -> list[int]:
    return list(
        session.scalars(
            select(Account.id).where(
                Account.site_id == here.site_id,
                Account.role == Role.ADMINISTRATOR.value,
                Account.disabled_at.is_(None),
                Account.officer_id.is_(None) | Account.officer_id.not_in(_GONE),
            )
        )
    )


def _has_left(session: Session, row: Account) -> bool:
    return row.officer_id is not None and session.get_one(Officer, row.officer_id).left_at is not None


def sits(session: Session, here: Here, *, officer_id: int) -> bool:
    """Whether the officer has a desk open."""
    return (
        session.scalars(
            select(Opening.id).where(
                Opening.site_id == here.site_id,
                Opening.officer_id == officer_id,
                Opening.closed_at.is_(None),
            )
        ).first()
        is not None
    )


def _not_free(session: Session, here: Here, officer: int) -> Refusal | None:
    """May this officer get an account? Each has one at most."""
    row = session.get(Officer, officer)
    if row is None or row.site_id != here.site_id or row.left_at is not None:
        return Refusal("no_officer_found", {})
    taken = session.scalars(select(Account.name).where(Account.officer_id == officer)).first()
    return Refusal("officer_has_account", {"name": taken}) if taken is not None else None


def _unknown_department(here: Here, departments: tuple[str, ...]) -> Refusal | None:
    known = {department.code for department in here.config.departments}
    unknown = [code for code in departments if code not in known]
    return Refusal("no_department", {"value": ", ".join(unknown)}) if unknown else None


def _add_officer(session: Session, here: Here, name: str, departments: tuple[str, ...]) -> int:
    officer = Officer(site_id=here.site_id, name=name, is_on_list=False, created_at=here.now)
    session.add(officer)
    session.flush()
    for code in dict.fromkeys(departments):
        session.add(OfficerDepartment(officer_id=officer.id, department=code))
    session.flush()
    return officer.id


def _view(session: Session, row: Account) -> AccountView:
    name, revision, has_left = row.name, 0, False
    departments: tuple[str, ...] = ()
    if row.officer_id is not None:
        officer = session.get_one(Officer, row.officer_id)
        name, revision, has_left = officer.name, officer.revision, officer.left_at is not None
        departments = tuple(
            session.scalars(select(OfficerDepartment.department).where(OfficerDepartment.officer_id == row.officer_id))
        )
    return AccountView(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        officer_id=row.officer_id,
        officer_name=name,
        departments=departments,
        epoch=row.epoch,
        # Those who left before their account went with them.
        is_disabled=row.disabled_at is not None or has_left,
        revision=revision,
    )


def created_first(session: Session, here: Here) -> datetime | None:
    """When the first account was made; None while nobody can sign in."""
    return session.scalars(
        select(Account.created_at).where(Account.site_id == here.site_id).order_by(Account.id).limit(1)
    ).first()
