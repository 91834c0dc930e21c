"""Of those who wait, who is called next?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """One citizen who waits. `arrived_at` is the first arrival: a transfer or a return does not change it."""

    ticket: int
    department: str
    arrived_at: datetime
    number: int


def order_of_call(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Longest waiting first. The order in which the rows come does not matter: equal sets, equal answers."""
    return sorted(waiting, key=_turn)


def people_ahead(ticket: int, waiting: Iterable[Waiting]) -> int:
    """How many of `waiting` are called before `ticket`, which must be one of them (else LookupError)."""
    line = list(waiting)
    mine = next((_turn(one) for one in line if one.ticket == ticket), None)
    if mine is None:
        raise LookupError(f"ticket {ticket} does not wait")
    return sum(_turn(one) < mine for one in line)


def _turn(one: Waiting) -> tuple[datetime, int, int]:
    # Two departments may give a number in the same instant; the ticket decides, so no two desks disagree.
    return one.arrived_at, one.number, one.ticket
