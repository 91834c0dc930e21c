"""How does the very first administrator get in? By a one-time link that the first start prints; no default password."""

from __future__ import annotations

from sqlalchemy.orm import Session

from actions.accounts import AccountView, Role, add_account, created_first
from actions.events import record
from actions.here import Here
from actions.secrets_kept import keep_secret, revoke, token_of
from models import Token
from rules.refusals import Refusal

PURPOSE = "set_up"


def new_set_up_link(session: Session, here: Here) -> str | None:
    """The secret of a fresh link, while there is no account at all; older links end. None once there is one."""
    if created_first(session, here) is not None:
        return None
    revoke(session, here, Token.purpose == PURPOSE)
    secret = keep_secret(session, here, PURPOSE)
    record(session, here, "set_up_link_made", actor="system")
    return secret


def is_set_up_link(session: Session, here: Here, *, secret: str) -> bool:
    """Is this link still good? An account made in another way ends it too: the link stands in old output."""
    return created_first(session, here) is None and token_of(session, here, secret, PURPOSE) is not None


def use_set_up_link(
    session: Session,
    here: Here,
    *,
    secret: str,
    name: str,
    password_hash: str,
    officer_name: str = "",
    departments: tuple[str, ...] = (),
) -> AccountView | Refusal:
    """The first administrator's account; the link is dead from then on.

    Refusals: set_up_used and those of add_account.
    """
    if not is_set_up_link(session, here, secret=secret):
        return Refusal("set_up_used", {})
    account = add_account(
        session,
        here,
        name=name,
        role=Role.ADMINISTRATOR,
        password_hash=password_hash,
        officer_name=officer_name,
        departments=departments,
        actor="set_up",
    )
    if isinstance(account, AccountView):
        revoke(session, here, Token.purpose == PURPOSE)
    return account
