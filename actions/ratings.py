"""How was somebody served? Asked once for each finished ticket, never with a name.

At the desk's own screen right away; on the citizen's own phone (actions/own_rating.py) as long as it shows the ticket.

The question is a row before there is an answer: how many do not answer is as telling as what the others say. When the
finish is undone the question goes, and is asked anew after the next one, of whoever served then. An answer that was
given stays with the officer it was given for: nobody gets rid of one by an undo.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from models import Rating, Ticket
from rules.refusals import Refusal
from rules.states import TicketState

# From the best to the worst face.
SCORES = (4, 3, 2, 1)
# What the surveys of the administration ask about.
REASONS = ("waiting", "attitude", "guidance", "papers", "place")
# Soon the next citizen stands there, whose answer would be told of another.
OPEN_FOR = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Question:
    """A finished ticket about which nobody has answered yet."""

    token: str
    language: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The answers at a desk: `scores` and `reasons` count how often each was given."""

    desk: str
    asked: int
    answered: int
    scores: Counter[int]
    reasons: Counter[str]


def open_question(session: Session, here: Here, *, desk: str) -> Question | None:
    """About whom the desk's screen should ask now: the one who was served last, if that was just now."""
    ticket = _last_finished(session, here, desk)
    if ticket is None or _refusal(session, here, ticket) is not None:
        return None
    return Question(ticket.token, ticket.language)


def ask(session: Session, here: Here, *, desk: str, token: str) -> Refusal | None:
    """The question stands on the screen now. Refusals: rating_over, rated_already."""
    ticket = _rated(session, here, desk, token)
    if isinstance(ticket, Refusal):
        return ticket
    row_of(session, here, ticket)
    return None


def rate(
    session: Session, here: Here, *, desk: str, token: str, score: int, reasons: Iterable[str] = (), actor: str
) -> Refusal | None:
    """One of SCORES for a finished ticket; the same score may come once more, with REASONS.

    Refusals: rating_over (not finished here, or too long ago), rated_already (another score), rating_unknown.
    """
    named = sorted(set(reasons))
    if not is_answer(score, named):
        return Refusal("rating_unknown", {})
    ticket = _rated(session, here, desk, token, score)
    if isinstance(ticket, Refusal):
        return ticket
    note_answer(session, here, ticket, score, named, actor)
    return None


def is_answer(score: int, reasons: Iterable[str]) -> bool:
    """Whether the question has this answer."""
    return score in SCORES and set(reasons) <= set(REASONS)


def note_answer(session: Session, here: Here, ticket: Ticket, score: int, reasons: list[str], actor: str) -> None:
    """Write down what was answered; the same touch once more changes nothing."""
    row = row_of(session, here, ticket)
    if row.score is not None and not reasons:
        return
    row.score, row.reasons, row.answered_at = score, reasons, here.now
    session.flush()
    record(
        session, here, "rating_given", actor=actor, desk=ticket.desk, department=ticket.department,
        ticket_id=ticket.id, score=score, reasons=reasons,
    )  # fmt: skip


def withdraw_question(session: Session, ticket: Ticket) -> None:
    """The service goes on after all: a question that nobody has answered was never asked."""
    session.execute(delete(Rating).where(Rating.ticket_id == ticket.id, Rating.score.is_(None)))


def rating_figures(session: Session, here: Here, *, since: date, until: date) -> tuple[Figures, ...]:
    """For each desk that asked anybody in these days, in the configuration's order."""
    rows = session.scalars(
        select(Rating).where(Rating.site_id == here.site_id, Rating.day >= since, Rating.day <= until)
    ).all()
    desks = [desk.code for desk in here.config.desks]
    named = sorted(
        {row.desk for row in rows}, key=lambda code: (code not in desks, desks.index(code) if code in desks else 0)
    )
    return tuple(_figures(code, [row for row in rows if row.desk == code]) for code in named)


def _figures(desk: str, rows: list[Rating]) -> Figures:
    scores = Counter(row.score for row in rows if row.score is not None)
    reasons = Counter(reason for row in rows for reason in row.reasons)
    return Figures(desk, len(rows), sum(scores.values()), scores, reasons)


def _last_finished(session: Session, here: Here, desk: str) -> Ticket | None:
    return session.scalars(
        select(Ticket)
        .where(
            Ticket.site_id == here.site_id,
            Ticket.day == here.today,
            Ticket.desk == desk,
            Ticket.state == TicketState.FINISHED.value,
            Ticket.ended_at > here.now - OPEN_FOR,
            Ticket.ended_at <= here.now,  # later only where the clock was set back: then it is long ago
        )
        .order_by(Ticket.ended_at.desc(), Ticket.id.desc())
        .limit(1)
    ).first()


def _rated(session: Session, here: Here, desk: str, token: str, score: int | None = None) -> Ticket | Refusal:
    ticket = session.scalars(select(Ticket).where(Ticket.site_id == here.site_id, Ticket.token == token)).first()
    if ticket is None or ticket.desk != desk:
        return Refusal("rating_over", {})
    return _refusal(session, here, ticket, score) or ticket


def _refusal(session: Session, here: Here, ticket: Ticket, score: int | None = None) -> Refusal | None:
    """`score`: the one that was given already may be said once more."""
    is_finished = ticket.state == TicketState.FINISHED and ticket.ended_at is not None
    if not is_finished or ticket.ended_at is None or not timedelta() <= here.now - ticket.ended_at <= OPEN_FOR:
        return Refusal("rating_over", {})
    row = rating_of(session, ticket)
    if row is not None and row.score is not None and row.score != score:
        return Refusal("rated_already", {})
    return None


def rating_of(session: Session, ticket: Ticket) -> Rating | None:
    """The question about a ticket, if it was asked."""
    return session.scalars(select(Rating).where(Rating.ticket_id == ticket.id)).first()


def row_of(session: Session, here: Here, ticket: Ticket) -> Rating:
    """The question about a ticket; asked now, if it was not before."""
    row = rating_of(session, ticket)
    if row is None:
        row = Rating(
            site_id=here.site_id, ticket_id=ticket.id, day=ticket.day, desk=ticket.desk, department=ticket.department,
            officer_id=ticket.officer_id, asked_at=here.now, answered_at=None, score=None, reasons=[],
        )  # fmt: skip
        session.add(row)
        session.flush()
    return row
