"""What does a citizen read when the rules say no?

Each refusal is told as what is so, when or where instead, and whom to ask (phrases.md: never blame).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from config import Config
from locales import dates, has, say
from locales.places import full_place, place
from rules.duty import NextDuty
from rules.refusals import Refusal
from rules.workdays import Weekday

# Refusals that a later day or hour mends: without a next sitting they must say that none is known.
_MENDED_BY_TIME = (
    "closed_day",
    "makeup_off",
    "off_roster",
    "duty_cancelled",
    "before_",
    "after_",
    "lunch",
    "evening",
    "unstaffed",
    "stopped",
    "quota",
)
_SITTING_FACTS = frozenset({"session", "sitting"})


@dataclass(frozen=True, slots=True)
class Said:
    """The sentences of one refusal; those that do not apply are None.

    `detail` is what is also worth knowing: the weekdays of duty, when a stopped department goes on.
    """

    sentence: str
    detail: str | None = None
    next_sentence: str | None = None
    phone_sentence: str | None = None

    def lines(self) -> list[str]:
        told = (self.sentence, self.detail, self.next_sentence, self.phone_sentence)
        return [line for line in told if line]


def words(language: str, refusal: Refusal, config: Config, now: datetime, department: str | None = None) -> Said:
    """The sentences for a refusal at `now` (local wall time).

    `department`: its code, where the refusal's own facts do not name one. Raises KeyError for a code that has
    no words.
    """
    code = department or refusal.facts.get("department")
    facts = _facts(language, refusal, config, code)
    return Said(
        say(language, _key(refusal, facts), **facts),
        _detail(language, refusal, facts),
        _next(language, refusal, facts, config, now),
        _phone(language, refusal, facts),
    )


def next_words(language: str, coming: NextDuty, config: Config, now: datetime) -> str:
    """ "Mời ông/bà đến ngày mai, thứ Ba, 14/3/2017: sáng 7:30–11:30, chiều 13:30–17:00, tại quầy 3 …"."""
    facts = {
        "day": dates.day(language, coming.day),
        "date": coming.day,
        "hours": dates.hours(language, coming.sittings),
        "from": coming.sittings[0].opens,
        "to": coming.sittings[-1].closes,
        "place": place(full_place(language, config, coming.department)),
    }
    if coming.day == now.date():
        key = "refusal.next.today" if len(coming.sittings) == 1 else "refusal.next.today_sittings"
        return say(language, key, **facts)
    is_tomorrow = coming.day == now.date() + timedelta(days=1)
    return say(language, "refusal.next.tomorrow" if is_tomorrow else "refusal.next.date", **facts)


def _key(refusal: Refusal, facts: Mapping[str, Any]) -> str:
    """The sentence's key; a shorter form where the reason or the telephone is not known."""
    code = refusal.code
    if code == "closed_day.holiday" and not facts.get("holiday"):
        return "refusal.closed_day"
    if code == "closed_day.order" and not facts.get("order"):
        return "refusal.closed_day"
    if code == "duty_cancelled" and not facts.get("reason"):
        return "refusal.off_roster"
    if code == "stopped" and not facts.get("reason"):
        return "refusal.stopped.no_reason"
    if code == "unstaffed" and not facts["office_phone"]:
        return "refusal.unstaffed.no_phone"
    return f"refusal.{code}"


def _detail(language: str, refusal: Refusal, facts: Mapping[str, Any]) -> str | None:
    if refusal.code == "off_roster" and facts.get("days"):
        return say(language, "refusal.off_roster.days", **facts)
    if refusal.code == "stopped" and refusal.facts.get("until"):
        return say(language, "refusal.stopped.resume", time=refusal.facts["until"].time(), **facts)
    return None


def _next(language: str, refusal: Refusal, facts: Mapping[str, Any], config: Config, now: datetime) -> str | None:
    if refusal.next is not None:
        return next_words(language, refusal.next, config, now)
    if not refusal.code.startswith(_MENDED_BY_TIME):
        return None
    key = "refusal.next.unknown" if facts["phone"] else "refusal.next.unknown.no_phone"
    return say(language, key, **facts)


def _phone(language: str, refusal: Refusal, facts: Mapping[str, Any]) -> str | None:
    """Whom to ask, unless a sentence above has just named the number."""
    if refusal.next is None or not facts["phone"] or refusal.code == "unstaffed":
        return None
    return say(language, "refusal.next.phone", **facts)


def _facts(language: str, refusal: Refusal, config: Config, department: str | None) -> dict[str, Any]:
    """What the sentences may need: the office's own facts and the refusal's, as words."""
    site = config.site
    facts = {
        "help_place": place(site.text("help_place", language)),
        "office_room": site.text("office_room", language),
        "office_phone": site.office_phone,
        "phone": site.office_phone,
    }
    if department is not None:
        name = config.department(department).text("name", language)
        facts |= {"Department": name, "department": name, "phone": config.phone_for(department)}
        facts["place"] = place(full_place(language, config, department))
    for fact, value in refusal.facts.items():
        if fact != "department":
            facts[fact] = _worded(language, fact, value)
    return facts | _holiday(language, refusal.facts)


def _worded(language: str, name: str, value: Any) -> Any:
    if name == "days":
        return dates.days_joined(language, value)
    if isinstance(value, Weekday):
        return dates.day(language, value)
    if name in _SITTING_FACTS and has(language, f"sitting.{value}"):
        return dates.sitting_short(language, value)
    if name == "reason" and has(language, f"refusal.stopped.reason.{value}"):
        return say(language, f"refusal.stopped.reason.{value}")
    return value


def _holiday(language: str, facts: Mapping[str, Any]) -> dict[str, str]:
    own = facts.get(f"holiday_{language}")
    return {"holiday": own} if own else {}
