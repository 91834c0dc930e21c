"""How was it, says the citizen's own phone? As long as it shows the ticket, for nobody else can answer there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.here import Here
from actions.ratings import is_answer, note_answer, rating_of, row_of
from actions.ticket_view import SEEN_FOR
from models import Ticket
from rules.refusals import Refusal
from rules.states import TicketState


@dataclass(frozen=True, slots=True)
class OwnRating:
    """What was answered so far; `score` None: nothing."""

    score: int | None
    reasons: tuple[str, ...]


def own_rating(session: Session, here: Here, *, token: str) -> OwnRating | None:
    """The question that the phone may show; None where nobody was served, or long ago."""
    ticket = _served(session, here, token)
    if ticket is None:
        return None
    row = rating_of(session, ticket)
    return OwnRating(row.score, tuple(row.reasons)) if row is not None else OwnRating(None, ())


def ask_on_phone(session: Session, here: Here, *, token: str) -> Refusal | None:
    """The question stands before its citizen now. Refusals: rating_over."""
    ticket = _served(session, here, token)
    if ticket is None:
        return Refusal("rating_over", {})
    row_of(session, here, ticket)
    return None


def rate_on_phone(
    session: Session, here: Here, *, token: str, score: int, reasons: Iterable[str] = (), actor: str
) -> Refusal | None:
    """As `rate` at a desk's screen; reasons may follow later. Refusals: rating_over, rated_already, rating_unknown."""
    named = sorted(set(reasons))
    if not is_answer(score, named):
        return Refusal("rating_unknown", {})
    ticket = _served(session, here, token)
    if ticket is None:
        return Refusal("rating_over", {})
    row = rating_of(session, ticket)
    if row is not None and row.score not in (None, score):
        return Refusal("rated_already", {})
    note_answer(session, here, ticket, score, named, actor)
    return None


def _served(session: Session, here: Here, token: str) -> Ticket | None:
    return session.scalars(
        select(Ticket).where(
            Ticket.site_id == here.site_id,
            Ticket.token == token,
            Ticket.day >= here.today - SEEN_FOR,
            Ticket.state == TicketState.FINISHED.value,
            Ticket.desk.is_not(None),
        )
    ).first()
