"""What is wrong with a file that somebody wants to import, and how are they told?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from locales import say

_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """One thing to mend in the file. `code` is the phrase key without "import."; `row` as the sheet counts, from 1.

    `column` is the heading as the file writes it; `value` what stands in the cell; `sheet` is filled only where
    a workbook has several that are read.
    """

    code: str
    row: int | None = None
    column: str = ""
    value: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    sheet: str = ""


class Unusable(Exception):
    """The file as a whole cannot be read, for this reason."""

    def __init__(self, problem: ImportProblem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def line(language: str, problem: ImportProblem) -> str:
    """`Dòng 7, cột “Điện thoại”: số “0912” không hợp lệ.`"""
    sentence = say(language, f"import.{problem.code}", **{**_own_facts(problem), **problem.facts})
    if problem.row is None:
        return sentence
    # As text: a row number is a name, never written with a thousands separator.
    place = {"row": str(problem.row), "column": problem.column, "problem": sentence}
    said = say(language, "import.at.cell" if problem.column else "import.at.row", **place)
    return say(language, "import.at.sheet", sheet=problem.sheet, problem=said) if problem.sheet else said


def _own_facts(problem: ImportProblem) -> dict[str, Any]:
    value = problem.value
    shown = value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"
    return {"row": str(problem.row or ""), "column": problem.column, "value": shown}
