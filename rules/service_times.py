"""How long does a visit last here, by procedure, desk and day? Learned from visits that are over.

A mean of few visits says little, so each is drawn towards that of the wider circle: the procedure's towards its
department's, the department's towards the office's, and that towards a prior of ten minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import erfc, log, sqrt
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

PRIOR_S = 600.0
# So many visits of the wider circle are mixed in.
FOR_OFFICE, FOR_DEPARTMENT, FOR_PROCEDURE, FOR_DESK, FOR_TODAY, FOR_DESK_TODAY = 5, 6, 8, 12, 10, 14
# Somebody forgot to press: longer visits and gaps count as so long.
LONGEST_S, LONGEST_GAP_S = 3_600.0, 2_400.0
# Before anything is learned: from a visit's end to the next call, a call that nobody follows, the share of those.
PRIOR_GAP_S, PRIOR_NO_SHOW_S, PRIOR_NO_SHOWS = 45.0, 90.0, 0.05
# Of a visit's logarithm: service times are about lognormal everywhere.
SPREAD = 0.6
_FASTEST, _SLOWEST = 0.4, 2.5


@dataclass(frozen=True, slots=True)
class Service:
    """One visit that is over, from its call to its end.

    `gap_s`: until the desk called again, if somebody waited for it all the while; None if nobody did.
    """

    department: str
    procedure: str | None
    desk: str
    lasted_s: float
    gap_s: float | None = None
    is_no_show: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """What was learned. `desks`: how many times the average a visit lasts there; `of_day`: the same of today."""

    office_s: float = PRIOR_S
    departments: Mapping[str, float] = field(default_factory=dict)
    procedures: Mapping[tuple[str, str | None], float] = field(default_factory=dict)
    desks: Mapping[str, float] = field(default_factory=dict)
    of_day: float = 1.0
    gap_s: float = PRIOR_GAP_S
    no_show_s: float = PRIOR_NO_SHOW_S
    no_shows: float = PRIOR_NO_SHOWS

    def service_s(self, department: str, procedure: str | None = None) -> float:
        """A visit of somebody who comes when called, at the average desk on the average day."""
        found = self.procedures.get((department, procedure))
        return self.departments.get(department, self.office_s) if found is None else found

    def visit_s(self, department: str, procedure: str | None = None) -> float:
        """From a call to the desk's next call; some do not come."""
        come = (1 - self.no_shows) * self.service_s(department, procedure)
        return come + self.no_shows * self.no_show_s + self.gap_s

    def pace(self, desk: str) -> float:
        """How many times the average a visit lasts at this desk today."""
        return self.desks.get(desk, 1.0) * self.of_day


def learn(services: Iterable[Service], stated: Mapping[str, float] | None = None) -> Times:
    """From the visits of the last weeks. `stated`: what the installer said of a department's, until enough is known."""
    past = list(services)
    served = [each for each in past if not each.is_no_show]
    missed = [_lasted(each) for each in past if each.is_no_show]
    gaps = [min(max(each.gap_s, 0.0), LONGEST_GAP_S) for each in past if each.gap_s is not None]
    said = stated or {}
    office = _drawn([_lasted(each) for each in served], PRIOR_S, FOR_OFFICE)
    by_department = _grouped((each.department, _lasted(each)) for each in served)
    departments = {
        code: _drawn(by_department.get(code, []), said.get(code, office), FOR_DEPARTMENT)
        for code in {*by_department, *said}
    }
    by_procedure = _grouped(((each.department, each.procedure), _lasted(each)) for each in served)
    times = Times(
        office_s=office,
        departments=departments,
        procedures={key: _drawn(of, departments[key[0]], FOR_PROCEDURE) for key, of in by_procedure.items()},
        gap_s=_drawn(gaps, PRIOR_GAP_S, FOR_OFFICE),
        no_show_s=_drawn(missed, PRIOR_NO_SHOW_S, FOR_OFFICE),
        no_shows=(len(missed) + 20 * PRIOR_NO_SHOWS) / (len(past) + 20),
    )
    return replace(times, desks=_paces(times, served, FOR_DESK))


def adjusted(times: Times, today: Iterable[Service]) -> Times:
    """With what today shows: the whole office may be slow, and some of its desks more so."""
    served = [each for each in today if not each.is_no_show]
    if not served:
        return times
    of_day = replace(times, of_day=_pace(times, served, FOR_TODAY))
    today_too = _paces(of_day, served, FOR_DESK_TODAY)
    both = {code: times.desks.get(code, 1.0) * today_too.get(code, 1.0) for code in {*times.desks, *today_too}}
    return replace(of_day, desks=both)


def left_s(expected_s: float, lasted_s: float) -> float:
    """How long a visit goes on, of one that lasts `expected_s` on average and so long already.

    The mean of what is left of a lognormal time: whoever is there for long will rather stay longer.
    """
    if lasted_s <= 0:
        return expected_s
    z = (log(lasted_s / expected_s) + SPREAD**2 / 2) / SPREAD
    still = _above(z)
    # Far out the two tails cannot be told from nothing any more.
    return lasted_s / 2 if still < 1e-6 else max(0.0, expected_s * _above(z - SPREAD) / still - lasted_s)


def _paces(times: Times, served: Iterable[Service], weight: int) -> dict[str, float]:
    by_desk = _grouped((each.desk, each) for each in served)
    return {desk: _pace(times, of, weight) for desk, of in by_desk.items()}


def _pace(times: Times, served: Collection[Service], weight: int) -> float:
    """Time taken over time expected, drawn towards one."""
    expected = sum(times.service_s(each.department, each.procedure) * times.pace(each.desk) for each in served)
    extra = weight * times.office_s
    ratio = (sum(map(_lasted, served)) + extra) / (expected + extra)
    return min(max(ratio, _FASTEST), _SLOWEST)


def _drawn(values: Collection[float], towards: float, weight: int) -> float:
    return (sum(values) + weight * towards) / (len(values) + weight)


def _grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    groups: defaultdict[K, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


def _lasted(service: Service) -> float:
    return min(max(service.lasted_s, 0.0), LONGEST_S)


def _above(z: float) -> float:
    """The share of a normal distribution beyond `z`."""
    return erfc(z / sqrt(2)) / 2
