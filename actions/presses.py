"""What does each button of a desk do? One door for the page and for programs: nothing pressed is done twice.

A press that comes again (its sender never got the answer) is known by its `press_id`, also after a restart, and
answers with the desk as it is now. What it did is kept for the undo.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.aside import cancel, park, resume, return_no_show
from actions.call import call_next, call_this, finish_and_call_next, recall
from actions.counter import held_ticket, opening_of
from actions.desk_view import desk_view, seen_after
from actions.handing_over import hand_over
from actions.here import Here
from actions.moves import steps_of
from actions.pauses import end_break, start_break
from actions.presence import close_desk, open_desk
from actions.serve import citizen_is_here, finish, no_show
from actions.take_in import take_in
from actions.todays import tickets_labelled
from actions.transfer import transfer
from actions.undo import undo
from actions.views import DeskView
from actions.visit import add_procedure, change_priority
from database import connection_of
from models import Press, Ticket
from models.base import table_of
from models.prepared import Prepared
from rules.refusals import Refusal

# Named as in the desk's addresses and in DeskView.moves.
VERBS: Mapping[str, Callable[..., DeskView | Refusal]] = {
    "open": open_desk,
    "close": close_desk,
    "break": start_break,
    "back": end_break,
    "next": call_next,
    "call": call_this,
    "recall": recall,
    "serve": citizen_is_here,
    "finish": finish,
    "finish-next": finish_and_call_next,
    "no-show": no_show,
    "return": return_no_show,
    "park": park,
    "resume": resume,
    "transfer": transfer,
    "cancel": cancel,
    "add-procedure": add_procedure,
    "take-in": take_in,
    "hand-over": hand_over,
    "priority": change_priority,
    "undo": undo,
}
_P = table_of(Press)
_KEEP = Prepared(insert(_P))
_KNOWN = Prepared(
    select(_P.c.verb, _P.c.desk).where(
        _P.c.site_id == bindparam("site"), _P.c.account_id == bindparam("account"), _P.c.press_id == bindparam("press")
    )
)
# For these `ticket` is the one that the officer saw at the desk; for the next ones it is the one that is meant.
ABOUT_THE_HELD = frozenset({"recall", "serve", "finish", "finish-next", "no-show", "park", "add-procedure"})
ABOUT_A_NAMED = frozenset({"call", "return", "resume", "cancel", "priority"})
MAY_NAME = frozenset({"transfer"})
# What happened at the desk while its line was cut keeps its moment; a call is made when the hall hears it.
MAY_BE_LATE = frozenset({"close", "break", "back", "serve", "finish", "finish-next", "no-show", "park", "transfer"})
# So long any press may be under way.
PUNCTUAL = timedelta(seconds=1)
_MS = timedelta(milliseconds=1)


def press(
    session: Session,
    here: Here,
    /,
    *,
    verb: str,
    desk: str,
    account: AccountView,
    press_id: str | None = None,
    ticket: int | None = None,
    label: str | None = None,
    age_ms: int = 0,
    **wish: Any,
) -> DeskView | Refusal:
    """Do `verb` at a desk; the desk as it is then. `wish`: what the verb's action takes beside desk and account.

    `age_ms`: how long ago it was pressed; what MAY_BE_LATE happened then.
    `ticket`, or its `label`: see ABOUT_THE_HELD and ABOUT_A_NAMED. Refusals: press_reused (this id was another
    press), desk_moved_on (another ticket is there meanwhile), no_ticket, and those of the verb's action.
    """
    before = _before(session, here, account, press_id)
    if before is not None:
        is_same = (before.verb, before.desk) == (verb, desk)
        return seen_after(here, desk, account) if is_same else Refusal("press_reused", {})
    named = _named(session, here, verb, desk, account, ticket, label)
    if isinstance(named, Refusal):
        return named
    if verb in ABOUT_THE_HELD and ticket is not None and not _holds(session, here, account, ticket):
        return Refusal("desk_moved_on", {})
    at = here
    if verb in MAY_BE_LATE and age_ms >= PUNCTUAL / _MS:
        at = here.when(_pressed_at(session, here, desk, account, named.get("ticket"), age_ms))
    answer = VERBS[verb](session, at, desk=desk, account=account, **named, **wish)
    if not isinstance(answer, Refusal) and (press_id or steps_of(session)):
        _keep(session, here, verb, desk, account, press_id)
    return answer


def forget_presses(session: Session, here: Here, before: datetime) -> None:
    """Drop what was pressed before a moment: nobody sends it again or takes it back."""
    session.execute(delete(Press).where(Press.site_id == here.site_id, Press.at < before))


def _before(session: Session, here: Here, account: AccountView, press_id: str | None) -> Any:
    if not press_id:
        return None
    asked = {"site": here.site_id, "account": account.id, "press": press_id}
    return _KNOWN.first(connection_of(session), asked)


def _named(
    session: Session, here: Here, verb: str, desk: str, account: AccountView, ticket: int | None, label: str | None
) -> dict[str, int] | Refusal:
    """The ticket that is meant, as the verb's action takes it."""
    if verb not in ABOUT_A_NAMED | MAY_NAME:
        return {}
    if ticket is not None:
        return {"ticket": ticket}
    if label is not None:
        found = tickets_labelled(session, here, label)
        return {"ticket": found[0].id} if found else Refusal("no_ticket", {})
    if verb in MAY_NAME:
        return {}
    stands = desk_view(session, here, desk=desk, account=account).moves[verb]
    return stands or Refusal("no_ticket", {})


def _pressed_at(
    session: Session, here: Here, desk: str, account: AccountView, named: int | None, age_ms: int
) -> datetime:
    """As far as the page can be right: today, and not before what went before it at the desk and with the ticket."""
    earliest = [here.midnight]
    opening = opening_of(session, here, desk)
    if opening is not None:
        earliest += [opening.opened_at, opening.break_since or opening.opened_at]
    held = None if account.officer_id is None else held_ticket(session, here, account.officer_id)
    meant = None if named is None else session.get(Ticket, named)
    earliest += [each.since or each.arrived_at for each in (held, meant) if each is not None]
    return min(here.now, max(here.now - age_ms * _MS, *earliest))


def _holds(session: Session, here: Here, account: AccountView, ticket: int) -> bool:
    if account.officer_id is None:
        return True  # the action itself refuses
    held = held_ticket(session, here, account.officer_id)
    return held is not None and held.id == ticket


def _keep(session: Session, here: Here, verb: str, desk: str, account: AccountView, press_id: str | None) -> None:
    steps = steps_of(session)
    row = {
        "site_id": here.site_id, "account_id": account.id, "desk": desk, "verb": verb, "press_id": press_id or None,
        "steps": {"steps": steps}, "is_undoable": bool(steps), "at": here.now, "undone_at": None,
    }  # fmt: skip
    _KEEP.insert(connection_of(session), row)
