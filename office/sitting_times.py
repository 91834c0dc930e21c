"""From when until when is "this morning", "tomorrow", "from Wednesday afternoon to Friday"? Wall time, naive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from config import Config
from rules.workdays import Sitting


def sittings_for(config: Config, departments: Iterable[str]) -> tuple[Sitting, ...]:
    """One sitting for each name, as wide as any of these departments has it; the office's own if they are none."""
    known = {each.code: each for each in config.departments}
    hours = [known[code].sittings or config.hours.sittings for code in departments if code in known]
    found: dict[str, Sitting] = {}
    for sitting in (each for listed in hours or [config.hours.sittings] for each in listed):
        other = found.get(sitting.name, sitting)
        opens, closes = min(sitting.opens, other.opens), max(sitting.closes, other.closes)
        found[sitting.name] = Sitting(sitting.name, opens, closes)
    return tuple(sorted(found.values(), key=lambda sitting: sitting.opens))


def all_names(config: Config) -> tuple[str, ...]:
    """Every sitting that some department has, in the order of the day."""
    return tuple(sitting.name for sitting in sittings_for(config, [each.code for each in config.departments]))


def begins(day: date, name: str, sittings: tuple[Sitting, ...]) -> datetime:
    """When the sitting of this name begins; of an unknown one: the first of the day."""
    found = next((each for each in sittings if each.name == name), sittings[0])
    return datetime.combine(day, found.opens)


def ends(day: date, name: str, sittings: tuple[Sitting, ...]) -> datetime:
    """When the sitting of this name ends; of an unknown one: the last of the day."""
    found = next((each for each in sittings if each.name == name), sittings[-1])
    return datetime.combine(day, found.closes)


def span_of(when: str, now: datetime, sittings: tuple[Sitting, ...]) -> tuple[datetime, datetime] | None:
    """The time of a quick choice: "today", "tomorrow" or "today.<sitting>"; None for another word."""
    today = now.date()
    if when == "tomorrow":
        today += timedelta(days=1)
    elif when.startswith("today."):
        name = when.removeprefix("today.")
        return (begins(today, name, sittings), ends(today, name, sittings))
    elif when != "today":
        return None
    return begins(today, sittings[0].name, sittings), ends(today, sittings[-1].name, sittings)


def still_to_choose(now: datetime, sittings: tuple[Sitting, ...]) -> tuple[str, ...]:
    """The quick choices that make sense now: nothing that is over, and the whole day only while it lasts."""
    coming = [each for each in sittings if each.closes > now.time()]
    parts = tuple(f"today.{each.name}" for each in coming) if len(sittings) > 1 else ()
    whole = ("today",) if len(coming) == len(sittings) else ()
    return (*whole, *parts, "tomorrow")
