"""What holds for every roster, calendar, absence and moment, not only for the office of the letter."""

from __future__ import annotations

import copy
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.duty import (
    Absence,
    Closed,
    ClosingPolicy,
    DutyException,
    DutyTable,
    ExceptionKind,
    Load,
    NextDuty,
    Open,
    Quota,
    StandingOrder,
    Stop,
    duty_on,
    next_duty,
    numbers_from,
    ticket_hours,
    verdict,
)
from rules.workdays import DayKind, Sitting, SpecialDay, Weekday

FIRST = date(2017, 3, 13)
DAYS = 10
STEP = timedelta(minutes=15)
DEPARTMENTS = ("justice", "finance")
NAMES = ("morning", "afternoon", "night")

days = st.integers(0, DAYS - 1).map(lambda number: FIRST + timedelta(number))
quarters = st.integers(0, DAYS * 96 - 1)


def moment(quarter: int) -> datetime:
    return datetime.combine(FIRST, time.min) + quarter * STEP


moments = quarters.map(moment)
any_moment = st.datetimes(moment(0), moment(DAYS * 96 - 1))


@st.composite
def sittings(draw: st.DrawFn) -> tuple[Sitting, ...]:
    """Up to three sittings of a day, at least an hour long, that may touch each other."""
    edges = sorted(draw(st.sets(st.integers(0, 23), max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Sitting(name, time(opens), time(closes)) for name, (opens, closes) in zip(NAMES, pairs, strict=False))


@st.composite
def duties(draw: st.DrawFn) -> dict[Weekday, tuple[Sitting, ...]]:
    return draw(st.dictionaries(st.sampled_from(Weekday), sittings(), max_size=7))


@st.composite
def special_days(draw: st.DrawFn) -> dict[date, SpecialDay]:
    found: dict[date, SpecialDay] = {}
    for day in draw(st.sets(days, max_size=4)):
        works_as = draw(st.none() | st.sampled_from(Weekday))
        kind = DayKind.HOLIDAY if works_as is None else DayKind.MAKEUP
        found[day] = SpecialDay(day, works_as is not None, works_as, kind)
    return found


@st.composite
def spans(draw: st.DrawFn) -> tuple[datetime, datetime]:
    since = draw(quarters)
    return moment(since), moment(since + draw(st.integers(1, 96 * 3)))


@st.composite
def absences(draw: st.DrawFn) -> Absence:
    since, until = draw(spans())
    substitute = draw(st.none() | st.integers(1, 4))
    return Absence(draw(st.integers(1, 3)), since, until, substitute, draw(moments))


@st.composite
def stops(draw: st.DrawFn) -> Stop:
    since, until = draw(spans())
    return Stop(draw(st.sampled_from(DEPARTMENTS)), since, draw(st.sampled_from((until, None))), "power")


exceptions = st.builds(
    DutyException,
    st.sampled_from(DEPARTMENTS),
    days,
    st.sampled_from(ExceptionKind),
    sittings(),
    st.just("1"),
    st.just("reason"),
)


@st.composite
def tables(draw: st.DrawFn, with_stops: bool = False, **changes: Any) -> DutyTable:
    orders = {
        department: (
            StandingOrder(department, date.min, draw(duties())),
            StandingOrder(department, draw(days), draw(duties())),
        )
        for department in DEPARTMENTS
    }
    minutes = st.sampled_from((0, 15, 30))
    given_: dict[str, Any] = {
        "exceptions": tuple(draw(st.lists(exceptions, max_size=3))),
        "absences": tuple(draw(st.lists(absences(), max_size=4))),
        "officers": {"justice": draw(st.frozensets(st.integers(1, 3), max_size=2))},
        "stops": tuple(draw(st.lists(stops(), max_size=2))) if with_stops else (),
        "quotas": {"finance": Quota("finance", 5, 9)},
        "start_before": timedelta(minutes=draw(minutes)),
        "stop_before": timedelta(minutes=draw(minutes)),
        "closing": draw(st.sampled_from(ClosingPolicy)),
        "horizon_days": DAYS,
    }
    return DutyTable(draw(special_days()), orders, **{**given_, **changes})


loads = st.builds(Load, st.integers(0, 10), st.integers(0, 10), st.none() | st.floats(0, 600, allow_nan=False))
departments = st.sampled_from(DEPARTMENTS)

# A busy machine is no failure of a rule.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def told_hours(told: NextDuty, table: DutyTable) -> list[tuple[datetime, datetime]]:
    hours = (ticket_hours(sitting, table) for sitting in told.sittings)
    return [(datetime.combine(told.day, start), datetime.combine(told.day, end)) for start, end in hours]


@patiently
@given(tables(), departments, any_moment, st.floats(0, 0.99))
def test_the_next_sitting_is_open_whenever_its_numbers_are_told(
    table: DutyTable, department: str, now: datetime, part: float
) -> None:
    told = next_duty(department, now, table)
    if told is None:
        return
    assert told.sittings
    for start, end in told_hours(told, table):
        for then in (start, start + (end - start) * part, end - timedelta(microseconds=1)):
            assert isinstance(verdict(department, then, table), Open), then


@patiently
@given(tables(with_stops=True), departments, any_moment)
def test_the_next_sitting_is_never_in_the_past(table: DutyTable, department: str, now: datetime) -> None:
    told = next_duty(department, now, table)
    if told is None:
        return
    assert now.date() <= told.day <= now.date() + timedelta(table.horizon_days)
    assert datetime.combine(told.day, numbers_from(told, table)) > now
    assert all(end > now for _, end in told_hours(told, table))
    names = [sitting.name for sitting in told.sittings]
    assert names == [sitting.name for sitting in duty_on(department, told.day, table) if sitting.name in names]


@patiently
@given(tables(with_stops=True), departments, any_moment)
def test_the_next_sitting_is_open_from_its_first_number_on_even_after_a_stop_that_has_an_end(
    table: DutyTable, department: str, now: datetime
) -> None:
    told = next_duty(department, now, table)
    if told is None or any(stop.until is None for stop in table.stops):
        return
    first = datetime.combine(told.day, numbers_from(told, table))
    assert isinstance(verdict(department, first, table), Open)


def opening_moments(department: str, after: datetime, table: DutyTable) -> datetime | None:
    """The slow, obvious way: ask at every quarter of an hour."""
    then = after
    while then.date() <= after.date() + timedelta(table.horizon_days):
        if isinstance(verdict(department, then, table), Open):
            return then
        then += STEP
    return None


@patiently
@given(tables(absences=(), horizon_days=4), departments, moments)
def test_nobody_is_sent_away_past_an_earlier_opening(table: DutyTable, department: str, now: datetime) -> None:
    answer = verdict(department, now, table)
    if isinstance(answer, Open):
        return
    found = opening_moments(department, now, table)
    told = answer.next and datetime.combine(answer.next.day, numbers_from(answer.next, table))
    assert told == found


@patiently
@given(tables(with_stops=True), departments, any_moment, loads)
def test_equal_arguments_give_equal_verdicts(table: DutyTable, department: str, now: datetime, load: Load) -> None:
    first = verdict(department, now, table, load)
    verdict("finance", now + timedelta(1), table, Load())
    assert verdict(department, now, copy.deepcopy(table), load) == first == verdict(department, now, table, load)


@patiently
@given(tables(with_stops=True), departments, any_moment, loads)
def test_a_verdict_holds_together(table: DutyTable, department: str, now: datetime, load: Load) -> None:
    answer = verdict(department, now, table, load)
    if isinstance(answer, Open):
        assert answer.sitting in duty_on(department, now.date(), table)
        start, end = ticket_hours(answer.sitting, table)
        assert start <= now.time() < end
        return
    assert isinstance(answer, Closed)
    assert answer.refusal.facts["department"] == department
    assert answer.refusal.next == answer.next
    if answer.next is not None:
        assert answer.next.department == department
    if "from" in answer.refusal.facts:
        assert answer.next is not None
        assert datetime.combine(now.date(), answer.refusal.facts["from"]) > now


@patiently
@given(tables(with_stops=True), departments, any_moment, loads)
def test_other_departments_absences_stops_and_orders_do_not_open_or_close_this_one(
    table: DutyTable, department: str, now: datetime, load: Load
) -> None:
    alone = DutyTable(
        table.special_days,
        {department: table.orders[department]},
        tuple(one for one in table.exceptions if one.department == department),
        table.absences,
        {name: officers for name, officers in table.officers.items() if name == department},
        tuple(stop for stop in table.stops if stop.department == department),
        table.quotas,
        table.start_before,
        table.stop_before,
        table.closing,
        table.horizon_days,
    )
    one, other = verdict(department, now, table, load), verdict(department, now, alone, load)
    assert type(one) is type(other)
    if isinstance(one, Closed) and isinstance(other, Closed):
        assert one.next == other.next
