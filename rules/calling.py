"""Of those who wait, who is called next?

Longest waiting first. A citizen of a priority class may pass the ordinary citizen who has waited longest, but only
while fewer than the class allows have passed that one, and not once that one has waited past the maximum. So an
ordinary citizen before whom `a` ordinary ones wait is passed by at most (a + 1) x the largest allowance, at all desks
together; nobody with priority is passed by somebody who came later; and whoever is past the maximum is only passed by
those who came before.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """One citizen who waits. `arrived_at` is the first arrival: a transfer or a return does not change it.

    `in_a_row`: how many of this one's priority class may pass an ordinary citizen; 0 for an ordinary citizen.
    `passed`: how often this ordinary citizen, waiting longest, was passed already.
    `is_helped`: of a department that the desk helps only while nobody of its own waits.
    """

    ticket: int
    department: str
    arrived_at: datetime
    number: int
    in_a_row: int = 0
    passed: int = 0
    is_helped: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, and the ordinary citizen who is passed by it."""

    one: Waiting
    passes: Waiting | None = None


def turns(waiting: Iterable[Waiting], overdue: datetime | None = None) -> Iterator[Turn]:
    """All turns, the next one first, as they will come if nobody else arrives.

    `overdue`: who arrived then or earlier has waited past the maximum; None: there is no maximum. The order in which
    the rows come does not matter: equal sets, equal answers.
    """
    line = sorted(waiting, key=_turn)
    # Past the maximum, a citizen whom the desk only helps counts as its own: else a desk never idle would starve them.
    yield from _interleaved([one for one in line if not one.is_helped or _is_past(one, overdue)], overdue)
    yield from _interleaved([one for one in line if one.is_helped and not _is_past(one, overdue)], overdue)


def order_of_call(waiting: Iterable[Waiting], overdue: datetime | None = None) -> list[Waiting]:
    """Everybody who waits, in the order of their turns."""
    return [turn.one for turn in turns(waiting, overdue)]


def people_ahead(ticket: int, waiting: Iterable[Waiting], overdue: datetime | None = None) -> int:
    """How many of `waiting` are called before `ticket`, which must be one of them (else LookupError)."""
    for place, turn in enumerate(turns(waiting, overdue)):
        if turn.one.ticket == ticket:
            return place
    raise LookupError(f"ticket {ticket} does not wait")


def _interleaved(line: list[Waiting], overdue: datetime | None) -> Iterator[Turn]:
    ordinary = deque(one for one in line if not one.in_a_row)
    preferred = deque(one for one in line if one.in_a_row)
    passed = ordinary[0].passed if ordinary else 0
    while ordinary and preferred:
        head, other = ordinary[0], preferred[0]
        if _turn(other) < _turn(head):
            yield Turn(preferred.popleft())
        elif _is_past(head, overdue) or passed >= other.in_a_row:
            yield Turn(ordinary.popleft())
            passed = ordinary[0].passed if ordinary else 0
        else:
            passed += 1
            yield Turn(preferred.popleft(), passes=head)
    yield from (Turn(one) for one in (*ordinary, *preferred))


def _is_past(one: Waiting, overdue: datetime | None) -> bool:
    return overdue is not None and one.arrived_at <= overdue


def _turn(one: Waiting) -> tuple[datetime, int, int]:
    # Two departments may give a number in the same instant; the ticket decides, so no two desks disagree.
    return one.arrived_at, one.number, one.ticket
