"""Which procedures does a list hold, in any of the layouts in which offices keep them?

The columns of all layouts are known under one name each: the national portal's export, the full database workbook
(its child sheets are read in `child_sheets`), Mau_Import_TTHC.xlsx, the annex of a decision, a staff tracking sheet
and our own list. What a file has no column for, it says nothing about.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from actions.lists import Progress
from imports.cells import text_of
from imports.child_sheets import Children, read_children
from imports.departments import Departments, Named
from imports.headings import HeadedRow, Heading, find_heading, rows_below
from imports.problems import ImportProblem
from imports.procedure_cells import (
    COLUMNS,
    code_in,
    day_in,
    fee_in,
    is_checked,
    is_in_force,
    is_withdrawn,
    items_in,
    names_in,
    source_in,
)
from imports.rows import LONGEST_KEY, LONGEST_TEXT
from imports.tables import Table
from rules.searching import fold

_REPORT_EVERY = 100
_TOTAL = re.compile(r"(tong|cong)( so| cong)?\b")
_GROUP_BEGIN = re.compile(r"^\s*(?:[IVXLC]+|\d{1,3}|[A-ZĐ])\s*[.):]\s+|^\s*[IVXLC]+\s+")
_FIELD_WORD = re.compile(r"^(?:(?:các\s+)?thủ tục hành chính\s+)?(?:thuộc\s+)?lĩnh vực\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A procedure as a list has it. `key` is our list's own, else the code, else made of the name.

    In a list that is not ours, the name is the official one: `name` is its beginning where it is too long to keep.
    `department` None: the file does not say which. `is_withdrawn`, `is_checked`, `updated_on` None: nothing said.
    `is_in_force` False: announced, but not to be used yet.
    """

    row: int
    key: str
    code: str
    department: str | None
    field: str
    name: str
    official_name: str = ""
    documents: tuple[str, ...] = ()
    time_limit: str = ""
    fee: str = ""
    legal_basis: str = ""
    source: str = ""
    synonyms: tuple[str, ...] = ()
    status: str = ""
    is_withdrawn: bool | None = None
    is_in_force: bool = True
    is_checked: bool | None = None
    updated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Procedures:
    """`fields`: names of ProcedureRow about which the file says something. `not_ours`: rows of fields mapped to ""."""

    file: str
    rows: tuple[ProcedureRow, ...] = ()
    fields: frozenset[str] = frozenset()
    problems: tuple[ImportProblem, ...] = ()
    left_out: tuple[tuple[int, str], ...] = ()
    not_ours: frozenset[int] = frozenset()


def read_procedures(
    table: Table,
    departments: Iterable[Named],
    fields: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Procedures:
    """The procedures of the best sheet, with what child sheets add.

    `fields`: which department (code) answers for a field, in the words of any list; "": not handled here.
    """
    if table.problems:
        return Procedures(table.file, problems=table.problems)
    heading = find_heading(table.sheets, COLUMNS)
    if isinstance(heading, ImportProblem):
        return Procedures(table.file, problems=(heading,))
    children = read_children([sheet for sheet in table.sheets if sheet is not heading.sheet])
    known = {fold(name): code for name, code in (fields or {}).items()}
    reading = _Reading(heading, Departments(departments), known, children, bool(children.sheets))
    reading.problems += children.problems
    rows = tuple(reading.rows(progress))
    if not rows and not reading.problems:
        reading.problems.append(ImportProblem("no_rows"))
    problems = sorted((*reading.problems, *_duplicates(rows, heading)), key=lambda each: (each.sheet, each.row or 0))
    given = _fields(heading, children, reading.group)
    not_ours = frozenset(row.row for row in rows if known.get(fold(row.field)) == "")
    return Procedures(table.file, rows, given, tuple(problems), tuple(reading.left_out), not_ours)


@dataclass(slots=True)
class _Reading:
    heading: Heading
    departments: Departments
    known_fields: Mapping[str, str]
    children: Children
    has_children: bool
    group: str = ""
    problems: list[ImportProblem] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)

    def rows(self, progress: Progress | None) -> Iterator[ProcedureRow]:
        total = sum(row.number > self.heading.last_row for row in self.heading.sheet.rows)
        sheet = self.heading.sheet.name if self.has_children else ""
        for done, row in enumerate(rows_below(self.heading, sheet), start=1):
            if progress and done % _REPORT_EVERY == 0:
                progress(done, total)
            if not self._is_left_out(row):
                procedure = self._procedure(row)
                self.problems += row.told()
                if procedure is not None:
                    yield procedure
        if progress:
            progress(total, total)

    def _is_left_out(self, row: HeadedRow) -> bool:
        """Lines that head a group ("II. Lĩnh vực hộ tịch" holds for the rows below), sums, signatures, remarks."""
        texts = row.texts()
        is_total = bool(texts) and _TOTAL.match(fold(texts[0])) is not None and not _has(row, "code")
        is_group = bool(texts) and _FIELD_WORD.match(texts[0]) is not None
        if not is_total and (len(texts) > 1 or not row.is_readable or (row.is_numbered and texts and not is_group)):
            return False
        if texts and not is_total:
            self.group = _FIELD_WORD.sub("", _GROUP_BEGIN.sub("", texts[0])).strip(" .:")
        self.left_out.append((row.number, texts[0] if texts else ""))
        return True

    def _procedure(self, row: HeadedRow) -> ProcedureRow | None:
        """The procedure, or None with what is wrong noted in the row."""
        name, official_name = names_in(row)
        code = code_in(row)
        if not name and not row.problems:
            row.complain("empty", "procedure")
        field_name = row.text("field", LONGEST_TEXT) or self.group[:LONGEST_TEXT]
        department = self._department(row, field_name)
        status = row.text("status")
        child = self.children.of(code)
        procedure = ProcedureRow(
            row=row.number,
            key=row.text("key", LONGEST_KEY) or code or key_of_name(official_name or name),
            code=code,
            department=department,
            field=field_name,
            name=name,
            official_name=official_name,
            documents=items_in(row, "documents") or child.documents,
            time_limit="; ".join(row.lines("time_limit")) or child.time_limit,
            fee=fee_in(row) or child.fee,
            legal_basis="; ".join(row.lines("legal_basis")) or child.legal_basis,
            source=source_in(row),
            synonyms=items_in(row, "synonyms"),
            status=status,
            is_withdrawn=is_withdrawn(status),
            is_in_force=is_in_force(status),
            is_checked=is_checked(row.text("checked")),
            updated_on=day_in(row, "updated_on"),
        )
        return None if row.problems else procedure

    def _department(self, row: HeadedRow, field_name: str) -> str | None:
        """The list's own column is binding; an agency may be named in words that only its field explains."""
        own = row.text("own_department") or row.text("department_name")
        if own:
            code = self.departments.find(own)
            if code is None:
                row.complain(
                    "department", "own_department" if row.heading.has("own_department") else "department_name", own
                )
            return code
        codes, _ = self.departments.find_all(row.lines("agency"))
        if len(codes) == 1:
            return codes[0]
        return self.known_fields.get(fold(field_name)) or None


def key_of_name(name: str) -> str:
    """A key for a procedure without a code: the same for the same name in every list."""
    return "ten-" + hashlib.sha256(name.casefold().encode()).hexdigest()[:12]


def _has(row: HeadedRow, name: str) -> bool:
    return any(text_of(row.row.cell(at)) for at in row.heading.columns.get(name, ()))


def _duplicates(rows: Iterable[ProcedureRow], heading: Heading) -> Iterator[ImportProblem]:
    """The second row of each key or code names the first."""
    keys: dict[str, int] = {}
    codes: dict[str, int] = {}
    column = heading.columns.get("code") or heading.columns["procedure"]
    for row in rows:
        other = keys.setdefault(row.key, row.row)
        if other == row.row and row.code:
            other = codes.setdefault(row.code, row.row)
        if other != row.row:
            title = heading.titles[column[0]]
            yield ImportProblem("row.duplicate", row.row, title, row.code or row.name, {"other": str(other)})


def _fields(heading: Heading, children: Children, group: str) -> frozenset[str]:
    meant = {
        "code": ("code",),
        "department": ("own_department", "department_name", "agency", "field"),
        "field": ("field",),
        "name": ("procedure",) if heading.has("key") else (),
        "official_name": ("official_name",) if heading.has("key") else ("procedure",),
        "documents": ("documents",),
        "time_limit": ("time_limit",),
        "fee": ("fee", "charge", "due"),
        "legal_basis": ("legal_basis",),
        "source": ("source", "decision", "link"),
        "synonyms": ("synonyms",),
        "is_withdrawn": ("status",),
        "is_checked": ("checked",),
        "updated_on": ("updated_on",),
    }
    given = {name for name, columns in meant.items() if any(map(heading.has, columns))}
    return frozenset(given | children.fields | ({"field", "department"} if group else set()))
