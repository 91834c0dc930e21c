"""How is a finding said? The same in `check` and on the Office's pages."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import clock
from locales import dates, say
from watch.finding import Finding, Verdict


def part_name(language: str, part: str) -> str:
    """What people call the part."""
    return say(language, f"check.part.{part}")


def line(language: str, finding: Finding, zone: ZoneInfo) -> str:
    """What is so; moments in the office's time."""
    if finding.said:
        return finding.said
    if finding.code.startswith("fault:"):
        return say(language, f"check.{finding.part}.fault")
    facts = {name: _written(language, value, zone) for name, value in finding.facts.items()}
    return say(language, f"check.{finding.part}.{finding.code}", **facts)


def remedy(language: str, finding: Finding) -> str:
    """What to do about it; "" where all is well."""
    if finding.verdict is Verdict.OK or finding.said:
        return finding.how
    if finding.code.startswith("fault:"):
        return say(language, f"voice.fault.{finding.code.removeprefix('fault:')}")
    return say(language, f"check.{finding.part}.{finding.code}.how", **finding.facts)


def _written(language: str, value: object, zone: ZoneInfo) -> object:
    if not isinstance(value, datetime):
        return value
    at = clock.local(value, zone) if value.tzinfo else value
    return f"{dates.clock_time(language, at)} {dates.date_short(language, at.date())}"
