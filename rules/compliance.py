"""How did each department keep its duty in a period: sittings, first calls, absences, wrong days, waiting?

Plain values in, plain values out; all moments are local wall time without a zone. The evidence holds one period
only: whoever reads it from the log cuts it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median

from rules.cover import NO_TIME, KeptBy, PlannedSitting, Presence, SittingKept, Substitution, sitting_kept

__all__ = [
    "AbsenceReported",
    "Call",
    "Compliance",
    "Evidence",
    "Figures",
    "KeptBy",
    "PlannedSitting",
    "Presence",
    "Refused",
    "SittingKept",
    "Substitution",
    "Terms",
    "TicketWait",
    "WrongDayVisit",
    "compliance",
    "is_wrong_day",
    "refused_for",
]

WRONG_DAY_CODES = frozenset({"off_roster", "makeup_off", "duty_cancelled", "closed_day"})
# Codes that differ only in what the visitor is told to do.
_SAME_REASON = {
    "before_morning": "before",
    "before_sitting": "before",
    "after_morning": "after",
    "after_morning_only": "after",
    "after_afternoon": "after",
    "after_sitting": "after",
    "evening": "after",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What is held against the office: late, and gone, after so long; waiting within the limit of Decision 468/QĐ-TTg.

    `calls_before`: a first call so long before the sitting belongs to it, at its first minute.
    """

    late_after: timedelta = timedelta(minutes=15)
    wait_limit: timedelta = timedelta(minutes=15)
    calls_before: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class AbsenceReported:
    """An absence as its newest record has it; withdrawn ones are none. `absence` is its number."""

    absence: int
    departments: frozenset[str]
    is_late: bool
    is_forbidden: bool


@dataclass(frozen=True, slots=True)
class WrongDayVisit:
    """Somebody asked for a department on a day without its duty, for the reason `code`."""

    department: str
    code: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody got no number of a department that had duty on this day, for the reason `code`."""

    department: str
    code: str


@dataclass(frozen=True, slots=True)
class Call:
    """A number of the department was called, the first time or anew."""

    department: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TicketWait:
    """A ticket given in the period; `called_at` is its first call, None if it had none."""

    department: str
    issued_at: datetime
    called_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one period. `slips` names the department of each reminder slip printed."""

    sittings: tuple[PlannedSitting, ...] = ()
    presences: tuple[Presence, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    absences: tuple[AbsenceReported, ...] = ()
    wrong_days: tuple[WrongDayVisit, ...] = ()
    refused: tuple[Refused, ...] = ()
    slips: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    tickets: tuple[TicketWait, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """One department's row, or all together.

    due = in_charge + substitute + uncovered + pending; `late` and `left` are among the first two. `empty`: time within
    sittings, so far, in which nobody was there. Medians, mean and longest are None where there is nothing.
    """

    due: int
    in_charge: int
    substitute: int
    late: int
    left: int
    uncovered: int
    pending: int
    empty: timedelta
    first_call: timedelta | None
    absences: int
    absences_late: int
    absences_forbidden: int
    wrong_days: int
    refused: int
    slips: int
    issued: int
    called: int
    within_limit: int
    median_wait: timedelta | None
    mean_wait: timedelta | None
    longest_wait: timedelta | None

    @property
    def covered(self) -> int:
        return self.in_charge + self.substitute

    @property
    def share_within(self) -> float | None:
        """Of the tickets called, those called within the limit: 0 to 1."""
        return self.within_limit / self.called if self.called else None


@dataclass(frozen=True, slots=True)
class Compliance:
    """`kept` in the order of the days; `departments` in the order asked for."""

    kept: tuple[SittingKept, ...]
    departments: tuple[tuple[str, Figures], ...]
    total: Figures


def is_wrong_day(code: str) -> bool:
    """Is this refusal one of the day (roster, make-up, cancelled, closed), not of the hour or the staff?"""
    return code.partition(".")[0] in WRONG_DAY_CODES


def refused_for(code: str) -> str:
    """The reason as the report has it: unstaffed, stopped, quota, no_fit, before, lunch, after."""
    reason = code.partition(".")[0]
    return _SAME_REASON.get(reason, reason)


def compliance(
    evidence: Evidence, now: datetime, departments: Sequence[str] = (), terms: Terms | None = None
) -> Compliance:
    """Everything counted, for `departments` and whichever others the evidence names."""
    terms = terms or Terms()
    planned = sorted(evidence.sittings, key=lambda one: (one.day, one.sitting.opens, one.department))
    calls = _calls_by_day(evidence.calls)
    kept = tuple(
        replace(
            sitting_kept(one, evidence.presences, evidence.substitutions, now, terms.late_after),
            first_call=first_call(one, calls[one.department, one.day], terms.calls_before),
        )
        for one in planned
    )
    codes = dict.fromkeys((*departments, *sorted(_named(evidence))))
    rows = tuple((code, _figures(kept, evidence, terms, code)) for code in codes)
    return Compliance(kept, rows, _figures(kept, evidence, terms, None))


def first_call(planned: PlannedSitting, calls: Iterable[Call], before: timedelta) -> timedelta | None:
    """From the sitting's beginning to the first of its department's calls; one shortly before counts as no time."""
    first = min((call.at for call in calls if planned.begins - before <= call.at < planned.ends), default=None)
    return None if first is None else max(first - planned.begins, NO_TIME)


def _calls_by_day(calls: Iterable[Call]) -> defaultdict[tuple[str, date], list[Call]]:
    by_day: defaultdict[tuple[str, date], list[Call]] = defaultdict(list)
    for call in calls:
        by_day[call.department, call.at.date()].append(call)
    return by_day


def _named(evidence: Evidence) -> set[str]:
    return {
        *(one.department for one in evidence.sittings),
        *(one.department for one in evidence.wrong_days),
        *(one.department for one in evidence.refused),
        *(one.department for one in evidence.tickets),
        *(code for absence in evidence.absences for code in absence.departments),
        *evidence.slips,
    }


def _figures(kept: Sequence[SittingKept], evidence: Evidence, terms: Terms, code: str | None) -> Figures:
    """The row of one department; None: of all. An absence in two departments counts once in the total."""
    mine = [one for one in kept if code in (None, one.planned.department)]
    by = [one.kept_by for one in mine]
    absences = [one for one in evidence.absences if code is None or code in one.departments]
    tickets = [one for one in evidence.tickets if code in (None, one.department)]
    waits = [one.called_at - one.issued_at for one in tickets if one.called_at is not None]
    return Figures(
        due=len(mine),
        in_charge=by.count(KeptBy.IN_CHARGE),
        substitute=by.count(KeptBy.SUBSTITUTE),
        late=sum(one.is_late for one in mine),
        left=sum(one.is_left for one in mine),
        uncovered=by.count(KeptBy.NOBODY),
        pending=by.count(KeptBy.PENDING),
        empty=sum((one.empty for one in mine), NO_TIME),
        first_call=_middle([one.first_call for one in mine if one.first_call is not None]),
        absences=len(absences),
        absences_late=sum(one.is_late for one in absences),
        absences_forbidden=sum(one.is_forbidden for one in absences),
        wrong_days=sum(code in (None, one.department) for one in evidence.wrong_days),
        refused=sum(code in (None, one.department) for one in evidence.refused),
        slips=sum(code in (None, one) for one in evidence.slips),
        issued=len(tickets),
        called=len(waits),
        within_limit=sum(wait <= terms.wait_limit for wait in waits),
        median_wait=_middle(waits),
        mean_wait=sum(waits, NO_TIME) / len(waits) if waits else None,
        longest_wait=max(waits, default=None),
    )


def _middle(lengths: list[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(one.total_seconds() for one in lengths)) if lengths else None
