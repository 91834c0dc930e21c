"""Who kept a duty sitting: the officer in charge, a substitute, nobody, and from when on?

All moments are local wall time without a zone. Intervals are [since, until).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from rules.workdays import Sitting

NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class PlannedSitting:
    """A department's duty in one sitting of one day, as the day's plan was frozen."""

    department: str
    day: date
    sitting: Sitting

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.day, self.sitting.opens)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.day, self.sitting.closes)


@dataclass(frozen=True, slots=True)
class Presence:
    """An officer had a desk open. `departments`: those of the officer that this desk serves; `until` None: still.

    `desk_departments` are all that the desk can serve: a substitute covers another's department only there.
    """

    officer: int
    departments: frozenset[str]
    since: datetime
    until: datetime | None = None
    desk_departments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Substitution:
    """The Office's word, since `recorded_at`, that `officer` stands in for somebody of these departments."""

    officer: int
    departments: frozenset[str]
    since: datetime
    until: datetime
    recorded_at: datetime


class KeptBy(StrEnum):
    IN_CHARGE = "in_charge"
    SUBSTITUTE = "substitute"
    NOBODY = "nobody"
    PENDING = "pending"  # still running or to come, and nobody there yet: not judged


@dataclass(frozen=True, slots=True)
class SittingKept:
    """`first_at`: when somebody first covered it, not before its beginning. `empty`: how long nobody did.

    `away`: the longest time in one piece in which nobody did after somebody had; `is_left`: too long.
    `first_call`: from the beginning to the department's first call in it, None where none is known.
    """

    planned: PlannedSitting
    kept_by: KeptBy
    first_at: datetime | None
    is_late: bool
    empty: timedelta
    away: timedelta = NO_TIME
    is_left: bool = False
    first_call: timedelta | None = None

    @property
    def late_by(self) -> timedelta:
        """From the beginning to the first presence; nothing where nobody came."""
        return NO_TIME if self.first_at is None else self.first_at - self.planned.begins


def sitting_kept(
    planned: PlannedSitting,
    presences: Iterable[Presence],
    substitutions: Iterable[Substitution],
    now: datetime,
    late_after: timedelta,
) -> SittingKept:
    """How the sitting was kept until `now`.

    It counts for whoever covered the longer part of it; minutes in which both were there belong to the officer
    in charge, and so does a tie. Left is one that was kept and then by nobody for `late_after` in one piece.
    """
    end = min(planned.ends, now)
    there = [one for one in presences if _may_count(one, planned, end)]
    standing_in = [one for one in substitutions if planned.department in one.departments]
    first_at, time_of = None, {KeptBy.IN_CHARGE: NO_TIME, KeptBy.SUBSTITUTE: NO_TIME, KeptBy.NOBODY: NO_TIME}
    gap = away = NO_TIME
    for since, until in _pieces(planned.begins, end, there, standing_in):
        who = _covered_at(since, planned.department, there, standing_in)
        time_of[who] += until - since
        if first_at is None and who is not KeptBy.NOBODY:
            first_at = since
        gap = gap + (until - since) if first_at is not None and who is KeptBy.NOBODY else NO_TIME
        away = max(away, gap)
    is_late = first_at is not None and first_at - planned.begins > late_after
    kept_by = _kept_by(time_of[KeptBy.IN_CHARGE], time_of[KeptBy.SUBSTITUTE], is_over=now >= planned.ends)
    is_left = away > NO_TIME and away >= late_after
    return SittingKept(planned, kept_by, first_at, is_late, time_of[KeptBy.NOBODY], away, is_left)


def _may_count(presence: Presence, planned: PlannedSitting, end: datetime) -> bool:
    """Only to keep the pieces few: whether it covers is asked for each piece."""
    is_then = presence.since < end and (presence.until is None or presence.until > planned.begins)
    return is_then and planned.department in presence.departments | presence.desk_departments


def _pieces(
    begins: datetime, ends: datetime, there: list[Presence], standing_in: list[Substitution]
) -> Iterator[tuple[datetime, datetime]]:
    """The sitting cut wherever somebody comes, goes, or begins or ceases to stand in: within a piece all is one."""
    cuts = {begins, ends}
    for presence in there:
        cuts |= {presence.since, presence.until or ends}
    for one in standing_in:
        cuts |= {one.since, one.until, one.recorded_at}
    within = sorted(cut for cut in cuts if begins <= cut <= ends)
    return pairwise(within)


def _covered_at(moment: datetime, department: str, there: list[Presence], standing_in: list[Substitution]) -> KeptBy:
    found = KeptBy.NOBODY
    for presence in there:
        if not (presence.since <= moment and (presence.until is None or moment < presence.until)):
            continue
        mine = [one for one in standing_in if one.officer == presence.officer and one.since <= moment < one.until]
        if department in presence.departments and not mine:
            return KeptBy.IN_CHARGE
        # One of the department stands in from the first minute; another's desk opens to it with the record only.
        if department in presence.departments or any(one.recorded_at <= moment for one in mine):
            found = KeptBy.SUBSTITUTE
    return found


def _kept_by(in_charge: timedelta, substitute: timedelta, *, is_over: bool) -> KeptBy:
    if in_charge or substitute:
        return KeptBy.IN_CHARGE if in_charge >= substitute else KeptBy.SUBSTITUTE
    return KeptBy.NOBODY if is_over else KeptBy.PENDING
