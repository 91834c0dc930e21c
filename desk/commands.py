"""What does each button of the desk do? Its action, guarded against a screen that shows an older state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.call import call_next, recall
from actions.counter import held_ticket
from actions.here import Here
from actions.presence import close_desk, open_desk
from actions.serve import citizen_is_here, finish, no_show
from actions.views import DeskView
from rules.refusals import Refusal
from rules.states import Outcome


def finish_and_call_next(
    session: Session,
    here: Here,
    *,
    desk: str,
    account: AccountView,
    outcome: Outcome,
    dossier: str | None = None,
) -> DeskView | Refusal:
    """Both in one write; when nobody waits, the finish stands and the desk is ready."""
    finished = finish(session, here, desk=desk, account=account, outcome=outcome, dossier=dossier)
    if isinstance(finished, Refusal):
        return finished
    called = call_next(session, here, desk=desk, account=account)
    return finished if isinstance(called, Refusal) else called


VERBS: Mapping[str, Callable[..., DeskView | Refusal]] = {
    "open": open_desk,
    "close": close_desk,
    "next": call_next,
    "recall": recall,
    "serve": citizen_is_here,
    "finish": finish,
    "finish-next": finish_and_call_next,
    "no-show": no_show,
}
WITH_OUTCOME = frozenset({"finish", "finish-next"})
ABOUT_A_TICKET = frozenset({"recall", "serve", "finish", "finish-next", "no-show"})


def command(
    session: Session,
    here: Here,
    /,
    *,
    verb: str,
    ticket: int | None,
    desk: str,
    account: AccountView,
    **wish: Any,
) -> DeskView | Refusal:
    """Do `verb` for the `ticket` that the officer saw.

    Refusals: desk_moved_on (another ticket is there meanwhile) and those of the verb's action.
    """
    if verb in ABOUT_A_TICKET and ticket is not None and account.officer_id is not None:
        held = held_ticket(session, here, account.officer_id)
        if held is None or held.id != ticket:
            return Refusal("desk_moved_on", {})
    return VERBS[verb](session, here, desk=desk, account=account, **wish)
