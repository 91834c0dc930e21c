"""Every problem that a reader may find has its sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from imports.people_preview import PERSON_FIELDS
from imports.preview import SkipReason
from imports.problems import ImportProblem, line
from imports.procedures_preview import PROCEDURE_FIELDS
from imports.wording import field_text, field_title
from locales import has, languages

IMPORTS = Path(__file__).parents[2] / "imports"


def codes() -> set[str]:
    source = "\n".join(path.read_text(encoding="utf-8") for path in IMPORTS.glob("*.py"))
    named = set(re.findall(r'ImportProblem\(\s*"([\w.]+)"', source))
    return named | {f"row.{code}" for code in re.findall(r'complain\("(\w+)"', source)}


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_problem_is_said(code: str) -> None:
    assert all(has(language, f"import.{code}") for language in languages())


def test_the_problems_were_found_in_the_source() -> None:
    assert {"broken", "row.phone", "row.duplicate", "missing_column"} <= codes()


def test_a_row_number_is_never_written_as_an_amount() -> None:
    problem = ImportProblem("row.phone", 12345, "Di động", "09")
    assert line("vi", problem) == "Dòng 12345, cột “Di động”: số điện thoại “09” không hợp lệ."
    assert line("en", problem) == "Row 12345, column “Di động”: the telephone number “09” is not valid."


def test_a_long_value_is_cut() -> None:
    assert len(line("vi", ImportProblem("row.department", 2, "Phòng", "x" * 5000))) < 130


@pytest.mark.parametrize("language", languages())
def test_every_field_and_every_reason_is_named(language: str) -> None:
    assert all(field_title(language, "people", field) for field in PERSON_FIELDS)
    assert all(field_title(language, "procedures", field) for field in PROCEDURE_FIELDS)
    assert all(has(language, f"import.skipped.{reason}") for reason in SkipReason)


def test_values_are_told_as_the_page_shows_them() -> None:
    assert field_title("vi", "procedures", "name") == "Tên thủ tục"
    assert field_text("vi", "mobile", "+84912345678") == "0912 345 678"
    assert field_text("vi", "is_withdrawn", True) == "Hết hiệu lực"
    assert field_text("en", "is_checked", False) == "No"
    assert field_text("vi", "documents", ("a", "b")) == "a; b"
    assert field_text("vi", "updated_on", None) == ""
