"""What is wrong in config.toml? The sentences for it are in `locales.config_errors`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

# Stands for "there is no value to show": a key that is missing, a file that cannot be read.
NOTHING: Final = object()


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

    def __str__(self) -> str:
        """For the log; who has to mend the file reads `locales.config_errors`."""
        return f"{self.path}: " + ", ".join(f"{each.key} ({each.code})" for each in self.problems)


def choice(key: str, code: str, word: Any, allowed: Iterable[str], value: Any = NOTHING) -> Problem:
    """A word that is none of those allowed; `value` where the word is not the value itself but its key."""
    words = tuple(allowed)
    facts: dict[str, Any] = {"allowed": words}
    if meant := difflib.get_close_matches(str(word).lower(), words, n=1):
        facts["near"] = meant[0]
    return Problem(key, code, word if value is NOTHING else value, facts)
