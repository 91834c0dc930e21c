"""What is a citizen promised with the number, and how is it kept, so that its truth can be measured?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from actions.here import Here
from actions.known import Line, known
from actions.waits import Expected, at_hand, expected
from database import connection_of
from models import Ticket
from models.base import table_of
from models.prepared import Prepared
from rules.waiting import Wait

_T = table_of(Ticket)
KEPT = ("promised_ahead", "promised_low_min", "promised_high_min", "expected_s")
_KEEP = Prepared(update(_T).where(_T.c.id == bindparam("ticket")).values({name: bindparam(name) for name in KEPT}))


def promise_to(session: Session, here: Here, row: dict[str, Any], line: Line, ahead: int) -> Expected | None:
    """What is told to a new ticket, from what is at hand; None: "not known"."""
    kind = row["department"], row["field"], row["procedure"]
    return expected(here, at_hand(session, here, line, kind), line, kind, ahead, known(session, here))


def kept(promise: Expected | None, ahead: int | None) -> dict[str, Any]:
    """The promise as columns of the ticket."""
    if promise is None:
        return {"promised_ahead": ahead, "promised_low_min": None, "promised_high_min": None, "expected_s": None}
    low, high = promise.wait.low_min, promise.wait.high_min
    return {"promised_ahead": ahead, "promised_low_min": low, "promised_high_min": high, "expected_s": promise.seconds}


def keep(session: Session, ticket: int, promise: Expected | None, ahead: int) -> None:
    """Write it down where the people ahead are known only once the ticket stands in its line."""
    _KEEP.change(connection_of(session), {"ticket": ticket, **kept(promise, ahead)})


def wait_facts(wait: Wait | None) -> dict[str, Any] | None:
    """An interval as plain values, the same on paper and over every line: {low, high, may_miss}; None: not known."""
    return None if wait is None else {"low": wait.low_min, "high": wait.high_min, "may_miss": wait.may_miss_sitting}
