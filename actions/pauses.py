"""When is an officer away from an open desk, and when back?"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.call import free_counter
from actions.counter import counter, opening_to_change
from actions.desk_view import seen_after
from actions.events import record
from actions.here import Here
from actions.moves import note_step
from actions.views import DeskView
from models import Opening
from rules.refusals import Refusal

LONGEST_MIN = 240


def start_break(
    session: Session,
    here: Here,
    *,
    desk: str,
    account: AccountView,
    until: time | None = None,
    minutes: int | None = None,
    reason: str = "",
) -> DeskView | Refusal:
    """Pause an open desk until a time of today's wall clock, for some minutes, or (neither) until one is back.

    Refusals: those of `free_counter`, break_too_long (n minutes at most), break_over (until: already past).
    """
    at = free_counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return at
    back = _back_at(here, until, minutes)
    if isinstance(back, Refusal):
        return back
    opening = opening_to_change(session, here, desk)
    assert opening is not None
    _note(session, opening)
    opening.break_since, opening.break_until = here.now, back
    session.flush()
    record(
        session, here, "desk_break", actor=at.actor, desk=desk, officer=at.officer_id,
        until=back.isoformat() if back else None, reason=reason.strip()[:200],
    )  # fmt: skip
    return seen_after(here, desk, account)


def end_break(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView | Refusal:
    """Back at the desk. Refusals: those of `counter`, not_on_break."""
    at = counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return at
    opening = opening_to_change(session, here, desk)
    if opening is None or opening.break_since is None:
        return Refusal("not_on_break", {})
    _note(session, opening)
    lasted = max(0.0, (here.now - opening.break_since).total_seconds())
    opening.break_since, opening.break_until = None, None
    session.flush()
    record(session, here, "desk_back", actor=at.actor, desk=desk, officer=at.officer_id, lasted_s=round(lasted))
    return seen_after(here, desk, account)


def _back_at(here: Here, until: time | None, minutes: int | None) -> datetime | Refusal | None:
    if until is None and minutes is None:
        return None
    if minutes is not None:
        back = here.now + timedelta(minutes=minutes)
    else:
        assert until is not None
        wall = datetime.combine(here.today, until.replace(tzinfo=None), here.config.site.zone)
        back = wall.astimezone(here.now.tzinfo)
    if back <= here.now:
        return Refusal("break_over", {"until": until} if until is not None else {"until": here.local_now.time()})
    if back - here.now > timedelta(minutes=LONGEST_MIN):
        return Refusal("break_too_long", {"n": LONGEST_MIN})
    return back


def _note(session: Session, opening: Opening) -> None:
    moments: dict[str, Any] = {"break_since": opening.break_since, "break_until": opening.break_until}
    before = {name: moment.isoformat() if moment else None for name, moment in moments.items()}
    note_step(session, {"opening": opening.id, "before": {"closed_at": None, **before}})
