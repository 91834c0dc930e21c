"""What do the raw rows prove? They become the plain values that rules/compliance.py counts.

Only the rows are read, nothing else: so whoever has the rows can count everything again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from reports.raw import RawRow, histories
from rules.compliance import (
    AbsenceReported,
    Call,
    Evidence,
    PlannedSitting,
    Presence,
    Refused,
    Substitution,
    TicketWait,
    WrongDayVisit,
    is_wrong_day,
)
from rules.workdays import Sitting


def evidence_in(rows: Sequence[RawRow], first: date, last: date) -> Evidence:
    """The values of the period first–last; `rows` in the order of the log."""
    absences = newest_absences(rows, first, last)
    return Evidence(
        sittings=tuple(_sittings(rows)),
        presences=tuple(_presences(rows)),
        substitutions=tuple(_substitutions(rows)),
        absences=tuple(
            AbsenceReported(
                row["absence"], codes_in(row["departments"]), bool(row["is_late"]), bool(row["is_forbidden"])
            )
            for row in absences
        ),
        wrong_days=tuple(WrongDayVisit(row["department"], row["code"]) for row in wrong_day_rows(rows)),
        refused=tuple(Refused(row["department"], row["code"]) for row in refused_rows(rows)),
        slips=tuple(row["department"] for row in _of(rows, "slip_printed") if row["department"]),
        calls=tuple(Call(row["department"], row["at"]) for row in _of(rows, "ticket_called")),
        tickets=tuple(_tickets(rows)),
    )


def newest_absences(rows: Iterable[RawRow], first: date, last: date) -> tuple[RawRow, ...]:
    """The last record of each absence that reaches into the period and was not withdrawn."""
    newest = (history[-1] for history in histories(rows))
    begins, ends = datetime.combine(first, time.min), datetime.combine(last + timedelta(days=1), time.min)
    return tuple(
        row for row in newest if row["kind"] != "absence_withdrawn" and row["since"] < ends and row["until"] > begins
    )


def wrong_day_rows(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """Refusals of a known department because of the day."""
    return (row for row in _of(rows, "ticket_refused") if row["department"] and is_wrong_day(row["code"]))


def refused_rows(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """Refusals of a known department on a day with its duty."""
    return (row for row in _of(rows, "ticket_refused") if row["department"] and not is_wrong_day(row["code"]))


def codes_in(listed: str | None) -> frozenset[str]:
    """The codes of "TP, TCKH"."""
    return frozenset(code for code in (listed or "").split(", ") if code)


def _of(rows: Iterable[RawRow], *kinds: str) -> Iterator[RawRow]:
    return (row for row in rows if row["kind"] in kinds)


def _sittings(rows: Iterable[RawRow]) -> Iterator[PlannedSitting]:
    """What was due, sitting by sitting: a plan written when a sitting has begun says nothing about it any more.

    The first plan of a day holds whenever it was written; a plan without sittings leaves the day without duty.
    """
    plans: defaultdict[tuple[date, str], defaultdict[int, list[RawRow]]] = defaultdict(lambda: defaultdict(list))
    for row in _of(rows, "duty_planned"):
        plans[row["day"], row["department"]][row["seq"]].append(row)
    for (day, department), versions in plans.items():
        for row in _due(day, list(versions.values())):
            hours = (time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"]))
            yield PlannedSitting(department, day, Sitting(row["sitting"], *hours))


def _due(day: date, versions: Sequence[Sequence[RawRow]]) -> Iterable[RawRow]:
    """The rows that hold, of the versions of one department's day in their order."""
    first, *later = versions
    held = _by_sitting(first)
    for version in later:
        new = _by_sitting(version)
        for name in {*held, *new}:
            hours = [plan[name]["opens"] for plan in (held, new) if name in plan]
            if version[0]["at"] >= datetime.combine(day, min(map(time.fromisoformat, hours))):
                continue
            held.pop(name, None)
            held |= {name: new[name]} if name in new else {}
    return held.values()


def _by_sitting(version: Iterable[RawRow]) -> dict[str, RawRow]:
    return {row["sitting"]: row for row in version if row["sitting"]}


def _presences(rows: Iterable[RawRow]) -> Iterator[Presence]:
    """Closing a desk and a break are checking out; coming back from the break is checking in."""
    open_now: dict[str, RawRow] = {}
    since: dict[str, datetime] = {}
    for row in _of(rows, "desk_opened", "desk_closed", "desk_break", "desk_back"):
        desk, kind = row["desk"], row["kind"]
        if desk in since:
            yield _presence(open_now[desk], since.pop(desk), row["at"])
        if kind == "desk_opened":
            open_now[desk] = row
        elif kind == "desk_closed":
            open_now.pop(desk, None)
        if desk in open_now and kind != "desk_break":
            since[desk] = row["at"]
    for desk, came in since.items():
        yield _presence(open_now[desk], came, datetime.max)


def _presence(opened: RawRow, since: datetime, until: datetime) -> Presence:
    # A desk forgotten open is closed when the next day begins; nobody sat there at night.
    midnight = datetime.combine(opened["day"] + timedelta(days=1), time.min)
    own = codes_in(opened["departments"]) - codes_in(opened["as_substitute"])
    return Presence(opened["officer"], own, since, min(until, midnight), codes_in(opened["desk_departments"]))


def _substitutions(rows: Iterable[RawRow]) -> Iterator[Substitution]:
    for history in histories(rows):
        for record, later in pairwise((*history, None)):
            if record is not None and record["kind"] != "absence_withdrawn" and record["substitute"] is not None:
                yield _substitution(record, later)


def _substitution(record: RawRow, later: RawRow | None) -> Substitution:
    """The last word holds for the whole absence; an earlier one from its record to the next."""
    since, until = record["since"], record["until"]
    if later is not None:
        since, until = max(since, record["at"]), min(until, later["at"])
    return Substitution(record["substitute"], codes_in(record["departments"]), since, until, record["at"])


def _tickets(rows: Sequence[RawRow]) -> Iterator[TicketWait]:
    first_call: dict[int, datetime] = {}
    for row in _of(rows, "ticket_called"):
        first_call.setdefault(row["ticket"], row["at"])
    for row in _of(rows, "ticket_issued"):
        yield TicketWait(row["department"], row["at"], first_call.get(row["ticket"]))
