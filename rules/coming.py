"""When does a department give numbers again: which sittings are still to come, and is somebody there?

All moments are local wall time without a zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from rules.roster import Absence, DutyTable, Stop, duty_on
from rules.workdays import Sitting


@dataclass(frozen=True, slots=True)
class NextDuty:
    """The day and sittings to come back for; on the current day only those whose numbers are still to come.

    A sitting that begins late, as the officer returns or a stop ends within it, is told with its true hours.
    """

    department: str
    day: date
    sittings: tuple[Sitting, ...]


def ticket_hours(sitting: Sitting, table: DutyTable) -> tuple[time, time]:
    """From when, and until when exclusively, numbers are given. Never across midnight."""
    start = max(0, _second(sitting.opens) - int(table.start_before.total_seconds()))
    end = max(0, _second(sitting.closes) - int(table.stop_before.total_seconds()))
    return _time(start), _time(end)


def is_staffed(department: str, moment: datetime, table: DutyTable) -> bool:
    """Is anybody there at `moment`: an officer of the department, or one's reported substitute?"""
    officers = table.officers.get(department)
    return not officers or not table.absences or any(_covers(one, moment, table) for one in officers)


def gives_staffed_tickets(department: str, sitting: Sitting, now: datetime, table: DutyTable) -> bool:
    """Will the officer be there for who takes a number now?

    As numbers start some minutes before a sitting, so they start some minutes before an officer's return.
    """
    if not table.absences:
        return True
    opening = datetime.combine(now.date(), sitting.opens)
    soon = now + table.start_before
    return is_staffed(department, max(now, opening), table) or (
        soon.date() == now.date() and soon.time() < sitting.closes and is_staffed(department, soon, table)
    )


def stop_at(department: str, moment: datetime, table: DutyTable) -> Stop | None:
    """The stop that holds at `moment`; of several the one that ends last."""
    stops = [s for s in table.stops_of.get(department, ()) if _holds(s, moment)]
    return max(stops, key=lambda stop: stop.until or datetime.max, default=None)


def next_duty(department: str, after: datetime, table: DutyTable) -> NextDuty | None:
    """The first day, within the table's horizon, with a sitting whose numbers start after `after`.

    Closed days, exceptions, absences and stops are counted in. A stop without an end counts until the end of
    the day (of its first day, if that is still to come): nobody knows more, and tomorrow the roster holds.
    """
    for days in range(table.horizon_days + 1):
        day = after.date() + timedelta(days)
        planned = duty_on(department, day, table)
        parts = (_first_part(department, day, sitting, after, table) for sitting in planned)
        sittings = tuple(part for part in parts if part is not None)
        if sittings:
            return NextDuty(department, day, sittings)
    return None


def numbers_from(upcoming: NextDuty, table: DutyTable) -> time:
    """When the first numbers are given on that day: some minutes before the sitting, or as a stop ends."""
    return _starts(upcoming.department, upcoming.day, upcoming.sittings[0], table).time()


def _first_part(department: str, day: date, sitting: Sitting, after: datetime, table: DutyTable) -> Sitting | None:
    """The first stretch of `sitting` that gives numbers, whole or cut, if they start after `after`."""
    for part in _parts(department, day, sitting, after, table):
        starts = _starts(department, day, part, table)
        if after < starts < datetime.combine(day, ticket_hours(part, table)[1]):
            return part
    return None


def _starts(department: str, day: date, part: Sitting, table: DutyTable) -> datetime:
    starts = datetime.combine(day, ticket_hours(part, table)[0])
    # Some minutes before an officer's return are well; before the end of a stop no number is given.
    for stop in sorted(table.stops_of.get(department, ()), key=lambda stop: stop.since):
        if stop.until is not None and _holds(stop, starts):
            starts = stop.until
    return starts


def _parts(department: str, day: date, sitting: Sitting, after: datetime, table: DutyTable) -> Iterator[Sitting]:
    """`sitting` cut to the stretches in which somebody is there and nothing is stopped."""
    if department not in table.stops_of and not (table.absences and table.officers.get(department)):
        yield sitting
        return
    opens, closes = datetime.combine(day, sitting.opens), datetime.combine(day, sitting.closes)
    for begins, ends in _stretches(department, opens, closes, after, table):
        if (begins, ends) == (opens, closes):
            yield sitting
        elif ends - begins > table.start_before:
            # A shorter stretch would be over for those who come for it.
            yield Sitting(sitting.name, begins.time(), ends.time())


def _stretches(
    department: str, opens: datetime, closes: datetime, after: datetime, table: DutyTable
) -> list[tuple[datetime, datetime]]:
    stops = table.stops_of.get(department, ())
    inner = {edge for edge in _edges(stops, after, table) if opens < edge < closes}
    stretches: list[tuple[datetime, datetime]] = []
    for begins, ends in pairwise(sorted({opens, closes} | inner)):
        stopped = any(stop.since <= begins < _end(stop, after) for stop in stops)
        if stopped or not is_staffed(department, begins, table):
            continue
        joins = stretches and stretches[-1][1] == begins
        stretches.append((stretches.pop()[0] if joins else begins, ends))
    return stretches


def _edges(stops: tuple[Stop, ...], after: datetime, table: DutyTable) -> set[datetime]:
    """Every moment at which the answer may change: who is away, and what is stopped."""
    ends = {moment for absence in table.absences for moment in (absence.since, absence.until)}
    return ends | {moment for stop in stops for moment in (stop.since, _end(stop, after))}


def _covers(officer: int, moment: datetime, table: DutyTable) -> bool:
    absence = _absence_at(officer, moment, table)
    if absence is None:
        return True
    # A substitute who is away too covers nobody; a substitute's substitute sits for the substitute only.
    return absence.substitute is not None and _absence_at(absence.substitute, moment, table) is None


def _absence_at(officer: int, moment: datetime, table: DutyTable) -> Absence | None:
    held = None
    for absence in table.absences_of.get(officer, ()):
        if absence.since <= moment < absence.until and (held is None or absence.reported_at >= held.reported_at):
            held = absence
    return held


def _holds(stop: Stop, moment: datetime) -> bool:
    return stop.since <= moment and (stop.until is None or moment < stop.until)


def _end(stop: Stop, after: datetime) -> datetime:
    if stop.until is not None:
        return stop.until
    return datetime.combine(max(stop.since, after).date() + timedelta(days=1), time.min)


def _second(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def _time(second: int) -> time:
    return time(second // 3600, second // 60 % 60, second % 60)
