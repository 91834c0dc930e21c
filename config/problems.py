"""What is wrong in config.toml, and how is the installer told?"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from locales import has, say

# Stands for "there is no value to show": a key that is missing, a file that cannot be read.
NOTHING: Final = object()

_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the dotted key, the value found, the kind of problem and what is allowed instead.

    A department, desk, kiosk, wall or printer is named by its code (`departments.TP.duty`), or counted from
    one (`departments[3].code`) where the code itself is missing or used twice. `facts` may hold `allowed`
    (words that would do), `near` (the one probably meant) and `type` (the kind of value that is needed).
    """

    key: str
    code: str
    value: Any = NOTHING
    facts: Mapping[str, Any] = field(default_factory=dict)


class ConfigErrors(Exception):
    """config.toml cannot be used; `problems` holds everything that is wrong with it."""

    def __init__(self, path: Path, problems: Iterable[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__(path, self.problems)

    def lines(self, language: str = "vi") -> list[str]:
        """A heading and one line for each problem."""
        heading = say(language, "config.title", file=self.path.name, n=len(self.problems))
        return [heading, *("  " + line(language, problem) for problem in self.problems)]

    def __str__(self) -> str:
        return "\n".join(self.lines())


def line(language: str, problem: Problem) -> str:
    """`departments.TP.duty = "fry": …` and what is allowed."""
    facts = dict(problem.facts)
    if "type" in facts:
        facts["allowed"] = say(language, f"config.type.{facts['type']}")
    elif "allowed" in facts:
        facts["allowed"] = ", ".join(facts["allowed"])
    key = f"config.{problem.code}"
    if "near" in facts and has(language, f"{key}.near"):
        key += ".near"
    sentence = say(language, key, **facts)
    if problem.value is NOTHING:
        return say(language, "config.line.no_value", key=problem.key, problem=sentence)
    return say(language, "config.line", key=problem.key, value=shown(problem.value), problem=sentence)


def near(word: Any, allowed: Iterable[str]) -> dict[str, str]:
    """The fact `near` if one of the allowed words was probably meant."""
    found = difflib.get_close_matches(str(word).lower(), list(allowed), n=1)
    return {"near": found[0]} if found else {}


def choice(key: str, code: str, value: Any, allowed: Iterable[str]) -> Problem:
    """A word that is none of those allowed."""
    words = tuple(allowed)
    return Problem(key, code, value, {"allowed": words, **near(value, words)})


def shown(value: Any) -> str:
    """A value as the file writes it, cut where it is long."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except TypeError:  # TOML's dates and times
        text = str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
