"""How is the Office told what ails the house itself: disk, clock, database, back-ups?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import clock
from locales import dates, say
from office.shown import HouseAlert
from watch import Concern


def house_alerts(language: str, concerns: Iterable[Concern], zone: ZoneInfo) -> tuple[HouseAlert, ...]:
    """Each with what to do about it; moments in the office's time."""
    return tuple(_alert(language, each, zone) for each in concerns)


def _alert(language: str, concern: Concern, zone: ZoneInfo) -> HouseAlert:
    facts = {name: _written(language, value, zone) for name, value in concern.facts.items()}
    key = f"concern.{concern.code}"
    return HouseAlert(f"house:{concern.code}", say(language, key, **facts), say(language, f"{key}.how", **facts))


def _written(language: str, value: Any, zone: ZoneInfo) -> Any:
    if not isinstance(value, datetime):
        return value
    at = clock.local(value, zone)
    return f"{dates.clock_time(language, at)} {dates.date_short(language, at.date())}"
