"""The figures as a clerk would count them from the raw rows, with nothing of the product's own reckoning.

Who was there is a set of seconds of the day: slow, and nothing to get wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

Row = Mapping[str, Any]
LATE_S = AWAY_S = WITHIN_S = BEFORE_S = 15 * 60


def figures_by_hand(rows: Sequence[Row], now: datetime, department: str | None) -> dict[str, Any]:
    """Of one department, or (None) of all."""
    mine = [row for row in rows if department in (None, row["department"])]
    kept = [_kept(rows, plan, now) for plan in _plans(mine)]
    waits = _waits(mine)
    firsts = [one["first_call"] for one in kept if one["first_call"] is not None]
    absences = [row for row in _absences(rows) if department is None or department in row["departments"].split(", ")]
    refused = [row["code"].split(".")[0] for row in mine if row["kind"] == "ticket_refused" and row["department"]]
    return {
        "due": len(kept),
        "in_charge": sum(one["by"] == "in_charge" for one in kept),
        "substitute": sum(one["by"] == "substitute" for one in kept),
        "uncovered": sum(one["by"] == "nobody" for one in kept),
        "pending": sum(one["by"] == "pending" for one in kept),
        "late": sum(one["late"] for one in kept),
        "left": sum(one["left"] for one in kept),
        "empty": sum(one["empty"] for one in kept),
        "first_call": median(firsts) if firsts else None,
        "absences": len(absences),
        "absences_late": sum(row["is_late"] for row in absences),
        "absences_forbidden": sum(row["is_forbidden"] for row in absences),
        "wrong_days": sum(code in ("off_roster", "makeup_off", "duty_cancelled", "closed_day") for code in refused),
        "refused": sum(code not in ("off_roster", "makeup_off", "duty_cancelled", "closed_day") for code in refused),
        "slips": sum(row["kind"] == "slip_printed" for row in mine),
        "issued": sum(row["kind"] == "ticket_issued" for row in mine),
        "called": len(waits),
        "within_limit": sum(wait <= WITHIN_S for wait in waits),
        "median_wait": median(waits) if waits else None,
        "mean_wait": sum(waits) / len(waits) if waits else None,
        "longest_wait": max(waits) if waits else None,
    }


def _plans(rows: Iterable[Row]) -> list[Row]:
    """Minute by minute through the day: what was last planned for a sitting when its first minute struck."""
    plans = [row for row in rows if row["kind"] == "duty_planned"]
    found = []
    for day, department in dict.fromkeys((plan["day"], plan["department"]) for plan in plans):
        mine = [plan for plan in plans if (plan["day"], plan["department"]) == (day, department)]
        begun: set[str] = set()
        for minute in range(24 * 60):
            # What was written before this minute; the first plan is the day's whenever it was written.
            first = min(plan["seq"] for plan in mine)
            known = [plan for plan in mine if plan["seq"] == first or _second(day, plan["at"]) < minute * 60]
            newest = max(plan["seq"] for plan in known)
            for plan in known:
                is_now = plan["seq"] == newest and plan["sitting"] and _clock_s(plan["opens"]) == minute * 60
                if is_now and plan["sitting"] not in begun:
                    begun.add(plan["sitting"])
                    found.append(plan)
    return found


def _kept(rows: Sequence[Row], plan: Row, now: datetime) -> dict[str, Any]:
    day, department = plan["day"], plan["department"]
    begins, ends, so_far = _clock_s(plan["opens"]), _clock_s(plan["closes"]), _second(day, now)
    sitting = set(range(begins, min(ends, so_far)))
    in_charge, substitute = set(), set()
    for opened, seconds in _desks(rows, day):
        standing_in, since_recorded = _standing_in(rows, opened["officer"], department, day)
        if department in (opened["departments"] or "").split(", "):
            in_charge |= seconds - standing_in
            substitute |= seconds & standing_in
        elif department in (opened["desk_departments"] or "").split(", "):
            substitute |= seconds & since_recorded
    in_charge &= sitting
    substitute = (substitute & sitting) - in_charge
    there = in_charge | substitute
    by = "in_charge" if len(in_charge) >= len(substitute) else "substitute"
    if not there:
        by = "pending" if so_far < ends else "nobody"
    calls = [
        _second(day, row["at"])
        for row in rows
        if row["kind"] == "ticket_called" and row["department"] == department and row["day"] == day
    ]
    in_sitting = [call for call in calls if begins - BEFORE_S <= call < ends]
    return {
        "by": by,
        "left": bool(there) and any(_nobody_from(second, sitting, there) for second in sitting - there),
        "late": bool(there) and min(there) > begins + LATE_S,
        "empty": len(sitting - there),
        "first_call": max(0, min(in_sitting) - begins) if in_sitting else None,
    }


def _nobody_from(second: int, sitting: set[int], there: set[int]) -> bool:
    """Did nobody come back within the time, after somebody had been there the second before?"""
    return second - 1 in there and all(each in sitting - there for each in range(second, second + AWAY_S))


def _desks(rows: Sequence[Row], day: date) -> Iterable[tuple[Row, set[int]]]:
    """Each opening of a desk on this day, with the seconds in which it was open."""
    for row in rows:
        if row["kind"] == "desk_opened" and row["day"] == day:
            later = [other for other in rows if other["seq"] > row["seq"] and other["desk"] == row["desk"]]
            closing = [other for other in later if other["kind"] in ("desk_opened", "desk_closed")]
            end = min(_second(day, closing[0]["at"]) if closing else 24 * 3600, 24 * 3600)
            there = set(range(_second(day, row["at"]), end))
            for away in (other for other in later if other["kind"] == "desk_break"):
                backs = [other for other in later if other["kind"] == "desk_back" and other["seq"] > away["seq"]]
                there -= set(range(_second(day, away["at"]), _second(day, backs[0]["at"]) if backs else end))
            yield row, there


def _standing_in(rows: Sequence[Row], officer: int, department: str, day: date) -> tuple[set[int], set[int]]:
    """The seconds of the day in which the officer stands in, and of them those after it was recorded."""
    standing_in, since_recorded = set(), set()
    for row in rows:
        is_named = row["kind"] in ("absence_reported", "absence_changed") and row["substitute"] == officer
        if not is_named or department not in row["departments"].split(", "):
            continue
        since, until = row["since"], row["until"]
        later = [other for other in rows if _follows(other, row)]
        if later:
            since, until = max(since, row["at"]), min(until, later[0]["at"])
        seconds = set(range(max(0, _second(day, since)), min(24 * 3600, _second(day, until))))
        standing_in |= seconds
        since_recorded |= {second for second in seconds if second >= _second(day, row["at"])}
    return standing_in, since_recorded


def _absences(rows: Sequence[Row]) -> list[Row]:
    """Records after which nothing came; that all of them touch the period is the exporter's promise."""
    named = [row for row in rows if row["kind"] in ("absence_reported", "absence_changed")]
    return [row for row in named if not any(_follows(other, row) for other in rows)]


def _follows(other: Row, record: Row) -> bool:
    if other["seq"] <= record["seq"] or not other["kind"].startswith("absence_"):
        return False
    return record["absence"] in (other["absence"], other["replaces"])


def _waits(rows: Iterable[Row]) -> list[int]:
    issued: dict[int, datetime] = {}
    waits: dict[int, int] = {}
    for row in rows:
        if row["kind"] == "ticket_issued":
            issued[row["ticket"]] = row["at"]
        if row["kind"] == "ticket_called" and row["ticket"] in issued and row["ticket"] not in waits:
            waits[row["ticket"]] = int((row["at"] - issued[row["ticket"]]).total_seconds())
    return list(waits.values())


def _second(day: date, moment: datetime) -> int:
    return int((moment - datetime(day.year, day.month, day.day)) / timedelta(seconds=1))


def _clock_s(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 3600 + int(minute) * 60
