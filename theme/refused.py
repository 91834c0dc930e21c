"""What does a program get of a refusal? Its code, its sentences and when to come instead."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from config import Config
from locales.places import full_place
from locales.refusals import Said, words
from rules.duty import NextDuty
from rules.refusals import Refusal

CONFLICT = 409


def said_of(refusal: Refusal, language: str, config: Config, now: datetime) -> Said:
    """The sentences at `now`, the office's local wall time without a zone."""
    return words(language, refusal, config, now)


def problem_of(refusal: Refusal, language: str, config: Config, now: datetime) -> dict[str, Any]:
    """The members of an RFC 9457 problem: `code` and `next` are for programs, the rest is for people."""
    said = said_of(refusal, language, config, now)
    more = (said.detail, said.next_sentence, said.phone_sentence)
    return {
        "type": "about:blank",
        "status": CONFLICT,
        "code": refusal.code,
        "title": said.sentence,
        "detail": " ".join(sentence for sentence in more if sentence),
        "next": next_of(refusal.next, language, config) if refusal.next else None,
    }


def next_of(coming: NextDuty, language: str, config: Config) -> dict[str, Any]:
    """The next duty sitting: day, hours, place and telephone."""
    return {
        "department": coming.department,
        "day": coming.day.isoformat(),
        "sittings": [
            {"name": sitting.name, "opens": f"{sitting.opens:%H:%M}", "closes": f"{sitting.closes:%H:%M}"}
            for sitting in coming.sittings
        ],
        "place": full_place(language, config, coming.department),
        "phone": config.phone_for(coming.department),
    }
