"""Which hours and which duty do the words of config.toml mean?

Sittings are written `morning = "7:30-11:30"`; duty either as weekdays (`["mon", "wed"]`: every sitting) or as
a table with the sittings of each weekday (`{ mon = ["morning", "afternoon"], sat = ["morning"] }`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from itertools import combinations
from typing import Any

from config.problems import Problem, choice
from rules.workdays import Sitting, Weekday

SITTING_NAMES = ("morning", "afternoon", "evening")
WEEKDAY_NAMES = tuple(day.short for day in Weekday)

Sittings = tuple[Sitting, ...]
Duty = dict[Weekday, Sittings]

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


def sittings_from(raw: Any, key: str, problems: list[Problem]) -> Sittings:
    """The sittings in the order of the day; what cannot be understood goes to `problems`."""
    if not isinstance(raw, dict):
        problems.append(Problem(key, "wrong_type", raw, {"type": "table"}))
        return ()
    if not raw:
        problems.append(Problem(key, "blank", raw))
    found = [_sitting(name, hours, key, problems) for name, hours in raw.items()]
    sittings = sorted((each for each in found if each), key=lambda each: each.opens)
    problems.extend(_overlaps(sittings, key))
    return tuple(sittings)


def duty_from(raw: Any, sittings: Sittings, key: str, problems: list[Problem]) -> Duty:
    """Weekday → its sittings; what cannot be understood goes to `problems`."""
    if not isinstance(raw, list | tuple | dict):
        problems.append(Problem(key, "wrong_type", raw, {"type": "duty"}))
        return {}
    if not raw:
        problems.append(Problem(key, "blank", raw))
    if isinstance(raw, dict):
        return _duty_by_sitting(raw, sittings, key, problems)
    days = [_weekday(name, key, problems) for name in raw]
    problems.extend(Problem(key, "repeated", name) for name in _repeated(raw))
    return dict.fromkeys(sorted(day for day in days if day is not None), sittings)


def _duty_by_sitting(raw: Mapping[str, Any], sittings: Sittings, key: str, problems: list[Problem]) -> Duty:
    duty: Duty = {}
    for name, wanted in raw.items():
        day = _weekday(name, key, problems)
        chosen = _chosen(wanted, sittings, f"{key}.{name}", problems)
        if day is not None:
            duty[day] = chosen
    return dict(sorted(duty.items()))


def _chosen(raw: Any, sittings: Sittings, key: str, problems: list[Problem]) -> Sittings:
    if not isinstance(raw, list | tuple):
        problems.append(Problem(key, "wrong_type", raw, {"type": "list"}))
        return ()
    if not raw:
        problems.append(Problem(key, "blank", raw))
    names = [sitting.name for sitting in sittings]
    problems.extend(choice(key, "sitting", name, names) for name in raw if name not in names)
    problems.extend(Problem(key, "repeated", name) for name in _repeated(raw))
    return tuple(sitting for sitting in sittings if sitting.name in raw)


def _weekday(name: Any, key: str, problems: list[Problem]) -> Weekday | None:
    if name in WEEKDAY_NAMES:
        return Weekday.named(name)
    problems.append(choice(key, "weekday", name, WEEKDAY_NAMES))
    return None


def _sitting(name: str, raw: Any, table: str, problems: list[Problem]) -> Sitting | None:
    key = f"{table}.{name}"
    if name not in SITTING_NAMES:
        problems.append(choice(key, "sitting", name, SITTING_NAMES, raw))
        return None
    if not isinstance(raw, str):
        problems.append(Problem(key, "wrong_type", raw, {"type": "text"}))
        return None
    hours = hours_from(raw)
    if hours is None:
        problems.append(Problem(key, "hours_form", raw))
        return None
    if hours[0] >= hours[1]:
        problems.append(Problem(key, "ends_before_begins", raw))
        return None
    return Sitting(name, *hours)


def hours_from(raw: str) -> tuple[time, time] | None:
    """ "7:30-11:30" as two times of day; None if it is not written so."""
    parts = _SPAN.fullmatch(raw.strip())
    if parts is None:
        return None
    try:
        return time(int(parts[1]), int(parts[2])), time(int(parts[3]), int(parts[4]))
    except ValueError:  # 25:00
        return None


def _overlaps(sittings: list[Sitting], key: str) -> list[Problem]:
    return [
        Problem(
            f"{key}.{later.name}",
            "overlap",
            _written(later),
            {"other": earlier.name, "other_hours": _written(earlier)},
        )
        for earlier, later in combinations(sittings, 2)
        if later.opens < earlier.closes
    ]


def _written(sitting: Sitting) -> str:
    return f"{_clock(sitting.opens)}-{_clock(sitting.closes)}"


def _clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"


def _repeated(names: Any) -> list[Any]:
    return [name for at, name in enumerate(names) if name in names[:at]]
