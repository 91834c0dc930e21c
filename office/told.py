"""How are a refusal and a conflict said to the Office, and which conflicts has the sender of a form seen?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from locales import dates
from rules.refusals import Refusal
from theme.hall import hall
from theme.language import language, say

DEPARTMENT_FACTS = ("department", "departments")


def told(refusal: Refusal) -> str:
    """The sentence, with names for the codes of departments and sittings."""
    facts = {name: _worded(name, value) for name, value in refusal.facts.items()}
    if refusal.code == "conflict_closed_day" and not facts.get("reason"):
        facts["reason"] = say("office.roster.closed")
    return say(f"refusal.{refusal.code}", **facts)


def department_name(code: str) -> str:
    """The short name, or the code of a department that is no longer configured."""
    found = next((each for each in hall().config.departments if each.code == code), None)
    return found.text("short_name", language()) if found is not None else code


def capital(words: str) -> str:
    """ "Buổi sáng" where it begins a line."""
    return words[:1].upper() + words[1:]


def fingerprint(conflicts: Iterable[Refusal]) -> str:
    """The same for the same conflicts, so that a form can say which of them its sender has seen."""
    listed = sorted(f"{each.code} {sorted(each.facts.items())!r}" for each in conflicts)
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()[:16] if listed else ""


def _worded(name: str, value: Any) -> Any:
    if name in DEPARTMENT_FACTS:
        codes = value if isinstance(value, tuple) else (value,)
        return dates.joined(language(), [department_name(code) for code in codes])
    return value
