"""Who goes on at a desk when its officer leaves, and who could?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.accounts import AccountView, account_by_id, list_accounts
from actions.counter import counter, held_ticket, opening_to_change, reachable
from actions.desk_view import seen_after
from actions.here import Here
from actions.presence import leave_other_desk, pass_on
from actions.views import DeskView
from models import Opening
from rules.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with an account who may sit at the desk; `desk`: where they sit now; `is_busy`: with a citizen."""

    account: int
    name: str
    desk: str | None
    is_busy: bool


def hand_over(session: Session, here: Here, *, desk: str, account: AccountView, to: int) -> DeskView | Refusal:
    """Give the open desk, with the citizen who is there, to the account `to`.

    Refusals: those of `counter`, no_colleague (the account may not sit here), colleague_busy (name, desk).
    """
    at = counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return at
    colleague = account_by_id(session, here, account_id=to)
    if colleague is None or not _may_sit(session, here, desk, colleague, account):
        return Refusal("no_colleague", {})
    refusal = leave_other_desk(session, here, colleague, at.actor)
    if refusal is not None:
        return Refusal("colleague_busy", {"name": colleague.officer_name, "desk": refusal.facts["desk"]})
    opening = opening_to_change(session, here, desk)
    assert opening is not None
    pass_on(session, here, opening, colleague, at.actor, "handed_over")
    return seen_after(here, desk, account)


def colleagues(session: Session, here: Here, *, desk: str, account: AccountView) -> tuple[Colleague, ...]:
    """Who could go on at this desk, by name."""
    rows = select(Opening.officer_id, Opening.desk).where(Opening.site_id == here.site_id, Opening.closed_at.is_(None))
    sits = {row.officer_id: row.desk for row in session.execute(rows)}
    return tuple(
        Colleague(
            each.id,
            each.officer_name,
            sits.get(each.officer_id),
            each.officer_id is not None and held_ticket(session, here, each.officer_id) is not None,
        )
        for each in list_accounts(session, here)
        if _may_sit(session, here, desk, each, account)
    )


def _may_sit(session: Session, here: Here, desk: str, colleague: AccountView, account: AccountView) -> bool:
    if colleague.is_disabled or colleague.officer_id is None or colleague.officer_id == account.officer_id:
        return False
    return bool(reachable(session, here, desk, colleague))
