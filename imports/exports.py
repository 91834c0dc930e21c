"""The officers and the procedures as files again, which import back to "nothing changed"."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from imports.cells import text_of
from imports.departments import Departments, Named
from imports.people import PersonRow
from imports.phones import shown
from imports.preview import Field
from locales import say

Kind = Literal["xlsx", "csv"]

_PEOPLE_WIDTHS = (
    ("key", 10),
    ("name", 28),
    ("department", 36),
    ("position", 22),
    ("office_phone", 24),
    ("mobile", 16),
    ("note", 40),
)
_PROCEDURE_WIDTHS = (
    ("key", 12),
    ("code", 12),
    ("own_department", 12),
    ("department_name", 32),
    ("field", 24),
    ("procedure", 60),
    ("official_name", 60),
    ("documents", 60),
    ("time_limit", 24),
    ("fee", 24),
    ("legal_basis", 40),
    ("source", 40),
    ("synonyms", 30),
    ("checked", 12),
    ("status", 16),
    ("updated_on", 14),
)
# What a spreadsheet takes for a formula when it opens a .csv (OWASP: CSV injection); also in their full width.
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


def people_file(
    people: Mapping[str, PersonRow], departments: Iterable[Named], kind: Kind = "xlsx", language: str = "vi"
) -> bytes:
    """`people` by the key that a later import knows them by."""
    named = Departments(departments)
    rows = (_person(key, person, named) for key, person in people.items())
    return _file(say(language, "office.directory"), _PEOPLE_WIDTHS, rows, kind, language)


def procedures_file(
    procedures: Mapping[str, Mapping[str, Field]],
    departments: Iterable[Named],
    kind: Kind = "xlsx",
    language: str = "vi",
) -> bytes:
    """`procedures` by key with `preview.PROCEDURE_FIELDS`."""
    named = Departments(departments)
    rows = (_procedure(key, values, named, language) for key, values in procedures.items())
    return _file(say(language, "import.sheet.procedures"), _PROCEDURE_WIDTHS, rows, kind, language)


def shielded(text: str) -> str:
    """For a .csv: what would be a formula becomes text; `separated` takes the "'" away again."""
    return f"'{text}" if _FORMULA.match(text) else text


def _person(key: str, person: PersonRow, departments: Departments) -> list[str]:
    names = "\n".join(map(departments.name, person.departments))
    phones = [shown(phone) for phone in (person.office_phone, person.mobile)]
    return [key, text_of(person.name), names, text_of(person.position), *phones, text_of(person.note)]


def _procedure(key: str, values: Mapping[str, Field], departments: Departments, language: str) -> list[str]:
    department = str(values["department"])
    cells = {
        "key": key,
        "own_department": department,
        "department_name": departments.name(department),
        "procedure": _text(values["name"]),
        "documents": _items(values.get("documents")),
        "synonyms": _items(values.get("synonyms")),
        "checked": say(language, "import.yes" if values.get("is_checked") else "import.no"),
        "status": say(language, "import.status.withdrawn" if values.get("is_withdrawn") else "import.status.in_force"),
        "updated_on": _day(values.get("updated_on")),
    }
    return [cells.get(name) or _text(values.get(name)) for name, _ in _PROCEDURE_WIDTHS]


def _text(value: object) -> str:
    """As an import would read it: on one line, without signs that no sheet can hold."""
    return text_of(value) if isinstance(value, str) else ""


def _items(items: object) -> str:
    """One a line; a break behind a single one says that it is one, whatever signs it holds."""
    lines = [line for item in items if (line := _text(item))] if isinstance(items, tuple | list) else []
    return lines[0] + "\n" if len(lines) == 1 and "|" in lines[0] else "\n".join(lines)


def _day(value: object) -> str:
    return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else ""


def _file(
    title: str, widths: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]], kind: Kind, language: str
) -> bytes:
    headings = [say(language, f"import.column.{name}") for name, _ in widths]
    if kind == "csv":
        return _csv([headings, *rows])
    # Loaded when a workbook is asked for: few starts of the server need openpyxl.
    from imports.written import written_workbook

    return written_workbook(title, headings, [width for _, width in widths], rows)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with its mark: without it, Excel reads Vietnamese as Latin letters."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([shielded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
