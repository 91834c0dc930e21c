"""How is the installer told what to mend in config.toml?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from config.problems import NOTHING, ConfigErrors, Problem
from locales.catalogue import say

_LONGEST_VALUE = 60
_MOST_WORDS = 40


def lines(errors: ConfigErrors, language: str = "vi") -> list[str]:
    """A heading and one line for each problem."""
    heading = say(language, "config.title", file=errors.path.name, n=len(errors.problems))
    return [heading, *("  " + line(language, problem) for problem in errors.problems)]


def line(language: str, problem: Problem) -> str:
    """`departments.TP.duty = "fry": …` and what is allowed."""
    facts = dict(problem.facts)
    if "type" in facts:
        facts["allowed"] = say(language, f"config.type.{facts['type']}")
    elif "allowed" in facts:
        facts["allowed"] = _listed(facts["allowed"])
    sentence = say(language, f"config.{problem.code}", **facts)
    if "near" in facts:
        sentence += " " + say(language, "config.near", near=facts["near"])
    if problem.value is NOTHING:
        return say(language, "config.line.no_value", key=problem.key, problem=sentence)
    return say(language, "config.line", key=problem.key, value=_shown(problem.value), problem=sentence)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:_MOST_WORDS]) + (", …" if len(words) > _MOST_WORDS else "")


def _shown(value: Any) -> str:
    """A value as the file writes it, cut where it is long."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except TypeError:  # TOML's dates and times
        text = str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
