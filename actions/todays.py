"""Which ticket of today is meant: by its key, or by the label that stands on the paper?"""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.here import Here
from actions.lines import keeping_now, takes
from models import Ticket
from rules.refusals import Refusal
from rules.serving import Serving

_LABEL = re.compile(r"\s*(\d{1,2})\s*[-. ⋮]\s*(\d{1,5})\s*")
_DIGITS = re.compile(r"\d{4,7}")


def ticket_of_today(session: Session, here: Here, ticket: int) -> Ticket | Refusal:
    """The ticket with this key, if it is one of this site's and of today (no_ticket)."""
    row = session.get(Ticket, ticket)
    if row is None or row.site_id != here.site_id or row.day != here.today:
        return Refusal("no_ticket", {})
    return row


def tickets_labelled(session: Session, here: Here, typed: str) -> tuple[Ticket, ...]:
    """Today's tickets that may be meant by "4-017" or, on a pad of digits, "4017" (which could be two, past 999)."""
    found = []
    for series, number in _readings(typed):
        row = session.scalars(
            select(Ticket).where(
                Ticket.site_id == here.site_id,
                Ticket.day == here.today,
                Ticket.series == series,
                Ticket.number == number,
            )
        ).first()
        found += [] if row is None else [row]
    return tuple(found)


def is_served_at(session: Session, here: Here, desk: str, serving: Serving, ticket: Ticket) -> bool:
    """Whether the ticket is one of those that this desk may take."""
    return takes(ticket, desk, serving, keeping_now(session, here))


def _readings(typed: str) -> list[tuple[int, int]]:
    parts = _LABEL.fullmatch(typed)
    if parts is not None:
        return [(int(parts[1]), int(parts[2]))]
    digits = typed.strip()
    if _DIGITS.fullmatch(digits) is None:
        return []
    # Three digits are the number, or four that do not begin with a zero; what stands before is the series.
    cuts = [(digits[:-length], digits[-length:]) for length in (3, 4) if 1 <= len(digits) - length <= 2]
    return [(int(a), int(b)) for a, b in cuts if len(b) == 3 or not b.startswith("0")]
