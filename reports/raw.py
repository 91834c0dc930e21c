"""What stands in the event log about a period, as flat rows from which everybody can count again?

Rows are dicts of plain values: whole numbers, words, days, local wall times of whole seconds; lists are written
"TP, TCKH". A plan gives one row for each sitting. No row leads to a citizen: tokens stay in the log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Row as Fetched
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

import clock
from actions.here import Here
from models import Event

RawRow = Mapping[str, Any]
Row = TypeVar("Row", bound=RawRow)

COMMON = ("seq", "at", "day", "kind", "actor", "desk", "department", "ticket")
PLAN = ("version", "sitting", "opens", "closes", "late")
DESK = ("officer", "departments", "as_substitute", "desk_departments")
ABSENCE = (
    "absence", "replaces", "officer", "officer_name", "departments", "since", "until", "reason", "note",
    "substitute", "substitute_name", "accepted_note",
    "reported_by", "reported_at", "chairman_told_at",
    "is_late", "is_chairman_late", "is_forbidden", "why",
)  # fmt: skip
TICKET = ("series", "number", "procedure", "visit")
REFUSAL = ("code", "procedure", "visit")

# Which columns a kind of event has beside the common ones.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "duty_planned": PLAN,
    "desk_opened": DESK,
    "desk_closed": DESK,
    "desk_break": DESK,
    "desk_back": DESK,
    "absence_reported": ABSENCE,
    "absence_changed": ABSENCE,
    "absence_withdrawn": ABSENCE,
    "ticket_issued": TICKET,
    "ticket_called": TICKET,
    "ticket_refused": REFUSAL,
    "slip_printed": REFUSAL,
}
ABSENCE_KINDS = tuple(kind for kind, columns in COLUMNS.items() if columns is ABSENCE)
DAILY_KINDS = tuple(kind for kind in COLUMNS if kind not in ABSENCE_KINDS)
_MOMENTS = frozenset({"since", "until", "reported_at", "chairman_told_at"})


def read_raw(session: Session, here: Here, first: date, last: date) -> tuple[RawRow, ...]:
    """The rows of first–last, both included, in the order of the log.

    Absences may be reported long before or after: all records of those that touch the period are there.
    """
    daily = _events(here, DAILY_KINDS).where(Event.day >= first, Event.day <= last)
    rows = [row for event in session.execute(daily) for row in _flat(here, event)]
    absences = [row for event in session.execute(_events(here, ABSENCE_KINDS)) for row in _flat(here, event)]
    rows += _touching(absences, first, last)
    return tuple(sorted(rows, key=lambda row: int(row["seq"])))


def histories(rows: Iterable[Row]) -> list[list[Row]]:
    """The records of absences, oldest first, one list for each absence: a change has a number of its own."""
    root: dict[int, int] = {}
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row["kind"] in ABSENCE_KINDS:
            before: int = row["absence"] if row["replaces"] is None else row["replaces"]
            root[row["absence"]] = root.get(before, before)
            found[root[row["absence"]]].append(row)
    return list(found.values())


def _events(here: Here, kinds: tuple[str, ...]) -> Select[Any]:
    columns = (
        Event.seq, Event.at, Event.day, Event.kind, Event.actor,
        Event.desk, Event.department, Event.ticket_id, Event.facts,
    )  # fmt: skip
    return select(*columns).where(Event.site_id == here.site_id, Event.kind.in_(kinds)).order_by(Event.seq)


def _flat(here: Here, event: Fetched[Any]) -> Iterator[dict[str, Any]]:
    common = {
        "seq": event.seq,
        "at": _wall(here, event.at),
        "day": event.day,
        "kind": event.kind,
        "actor": event.actor,
        "desk": event.desk,
        "department": event.department,
        "ticket": event.ticket_id,
    }
    for facts in _facts(here, event):
        own = {column: _plain(here, column, facts.get(column)) for column in COLUMNS[event.kind]}
        yield common | own


def _facts(here: Here, event: Fetched[Any]) -> Iterable[Mapping[str, Any]]:
    facts: dict[str, Any] = event.facts
    if event.kind == "duty_planned":
        # A day without duty is a row too: it may be the newest word about a day that had some.
        sittings: list[dict[str, str]] = facts["sittings"] or [{}]
        return [facts | each | {"sitting": each.get("name")} for each in sittings]
    if event.kind == "absence_changed":
        return [facts | {"replaces": (facts.get("before") or {}).get("absence")}]
    if event.kind == "desk_opened" and "desk_departments" not in facts:
        # An old event does not say what the desk was made for.
        served = [desk.touched for desk in here.config.desks if desk.code == event.desk]
        return [facts | {"desk_departments": [code for codes in served for code in codes]}]
    return [facts]


def _plain(here: Here, column: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if column in _MOMENTS and isinstance(value, str):
        return _wall(here, datetime.fromisoformat(value))
    return value


def _wall(here: Here, moment: datetime) -> datetime:
    # Whole seconds, so that who counts again in a spreadsheet gets the same.
    return clock.local(moment, here.config.site.zone).replace(microsecond=0)


def _touching(absences: list[dict[str, Any]], first: date, last: date) -> list[dict[str, Any]]:
    """All records of each absence of which at least one record reaches into the period."""
    return [row for history in histories(absences) if any(map(_reaches(first, last), history)) for row in history]


def _reaches(first: date, last: date) -> Callable[[RawRow], bool]:
    return lambda row: row["since"] is not None and row["since"].date() <= last and row["until"].date() >= first
