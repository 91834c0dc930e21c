"""Where are the figures in full? A workbook: what was counted, how, and the raw rows to count it again.

No title rows and no merged cells: every sheet is one table that filters, and that a program can read.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from locales import say
from locales.dates import Day
from reports import sentences
from reports.columns import ALL, Unit, minutes, whole_minutes
from reports.compliance import ComplianceReport
from reports.plain_text import plain
from reports.raw import ABSENCE, COLUMNS, COMMON, DESK, PLAN, REFUSAL, TICKET
from rules.compliance import Figures

RAW_SHEETS = {"plan": PLAN, "desk": DESK, "absence": ABSENCE, "ticket": TICKET, "refusal": REFUSAL}
METHOD = (
    "due", "present", "substitute", "late", "left", "uncovered", "empty",
    "first_call", "absences", "wrong_day", "refused", "waiting", "seconds",
)  # fmt: skip
LONGEST_CELL = 32_767  # Excel's own limit
WIDEST = 60
LINE_PT = 15
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_FORMATS: dict[type, str] = {datetime: "dd/mm/yyyy hh:mm:ss", date: "dd/mm/yyyy", time: "hh:mm", float: "#,##0.0"}
_HEAD = {
    "font": Font(name="Times New Roman", bold=True),
    "fill": PatternFill("solid", fgColor="E7ECF3"),
    "alignment": Alignment(wrap_text=True, vertical="center", horizontal="center"),
    "border": Border(bottom=Side(style="thin")),
}
_TEXT = Font(name="Times New Roman")
_BOLD = Font(name="Times New Roman", bold=True)


@dataclass(frozen=True, slots=True)
class Share:
    """0 to 1, shown in percent."""

    value: float


@dataclass(frozen=True, slots=True)
class _Sheet:
    """`frozen`: the cell whose upper and left neighbours stay in sight; `total`: the last row is a sum."""

    key: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]
    frozen: str = "A2"
    total: bool = False


def workbook(report: ComplianceReport, language: str = "vi") -> bytes:
    """The .xlsx: figures, each sitting, absences, wrong days, how it is counted, raw rows."""
    book = Workbook(write_only=True)
    book.properties.creator = say(language, "office.report.office")
    book.properties.title = (
        f"{say(language, 'office.report.subject')}. {sentences.period_name(language, report.period)}"
    )
    book.properties.created = report.made_at
    for make in (_figures, _sittings, _absences, _wrong_days, _refused, _method):
        _write(book, make(report, language), language)
    for name in RAW_SHEETS:
        _write(book, _raw(report, language, name), language)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _figures(report: ComplianceReport, language: str) -> _Sheet:
    headings = _columns(language, "order", "department")
    headings += [column.heading(language, report.terms) for column in ALL]
    rows: list[list[Any]] = [[at, row.name, *_values(row.figures)] for at, row in enumerate(report.rows, start=1)]
    rows.append([None, say(language, "office.report.column.total"), *_values(report.total)])
    return _Sheet("figures", headings, rows, frozen="C2", total=True)


def _values(figures: Figures) -> list[Any]:
    values = ((column.unit, column.value(figures)) for column in ALL)
    return [Share(value) if unit is Unit.SHARE and value is not None else value for unit, value in values]


def _sittings(report: ComplianceReport, language: str) -> _Sheet:
    headings = _columns(
        language, "date", "weekday", "department", "sitting", "begins", "ends",
        "kept_by", "first_at", "late_by", "away", "empty", "first_call",
    )  # fmt: skip
    rows = []
    for row in report.sittings:
        kept, planned = row.kept, row.kept.planned
        rows.append(
            [
                planned.day,
                Day(language, planned.day),
                row.department,
                sentences.sitting_words(language, planned.sitting.name),
                planned.sitting.opens,
                planned.sitting.closes,
                say(language, f"office.report.kept.{kept.kept_by.value}"),
                kept.first_at.time() if kept.first_at else None,
                minutes(kept.late_by) if kept.is_late else None,
                minutes(kept.away) if kept.is_left else None,
                minutes(kept.empty),
                minutes(kept.first_call),
            ]
        )
    return _Sheet("sittings", headings, rows)


def _absences(report: ComplianceReport, language: str) -> _Sheet:
    headings = _columns(
        language, "officer", "department", "since", "until", "reason", "note",
        "substitute", "reported_at", "chairman_told_at",
    )  # fmt: skip
    headings += [say(language, f"office.report.mark.{mark}") for mark in ("late", "chairman_late", "forbidden")]
    rows = [
        [
            line.officer,
            ", ".join(line.departments),
            line.since,
            line.until,
            sentences.absence_reason(language, line.reason),
            line.note,
            line.substitute,
            line.reported_at,
            line.chairman_told_at,
            "x" if line.is_late else None,
            "x" if line.is_chairman_late else None,
            "x" if line.is_forbidden else None,
        ]
        for line in report.absences
    ]
    return _Sheet("absences", headings, rows)


def _wrong_days(report: ComplianceReport, language: str) -> _Sheet:
    rows = [
        [
            line.department,
            line.procedure,
            Day(language, line.weekday),
            sentences.wrong_day_reason(language, line.reason),
            line.visits,
        ]
        for line in report.wrong_days
    ]
    return _Sheet("wrong_days", _columns(language, "department", "procedure", "weekday", "reason", "visits"), rows)


def _refused(report: ComplianceReport, language: str) -> _Sheet:
    rows = [[line.department, sentences.refused_reason(language, line.reason), line.visits] for line in report.refused]
    return _Sheet("refused", _columns(language, "department", "reason", "visits"), rows)


def _method(report: ComplianceReport, language: str) -> _Sheet:
    terms = report.terms
    lengths = {"first_call": terms.calls_before, "waiting": terms.wait_limit}
    rows = [
        [say(language, f"office.report.method.{step}", minutes=whole_minutes(lengths.get(step, terms.late_after)))]
        for step in METHOD
    ]
    made = {"time": sentences.hour(language, report.made_at), "date": report.made_at.date()}
    rows.append([say(language, "office.report.as_of", **made)])
    return _Sheet("method", [say(language, "office.report.sheet.method")], rows)


def _raw(report: ComplianceReport, language: str, name: str) -> _Sheet:
    """The kinds of events that share these columns. Codes stay codes: they are the evidence."""
    own = RAW_SHEETS[name]
    columns = (*COMMON, *own)
    rows = [[row[column] for column in columns] for row in report.raw if COLUMNS[row["kind"]] is own]
    return _Sheet(f"raw.{name}", [say(language, f"office.report.raw.{column}") for column in columns], rows)


def _columns(language: str, *keys: str) -> list[str]:
    return [say(language, f"office.report.column.{key}") for key in keys]


def _write(book: Workbook, sheet: _Sheet, language: str) -> None:
    page = book.create_sheet(say(language, f"office.report.sheet.{sheet.key}"))
    page.freeze_panes = sheet.frozen
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9  # A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    widths = _widths(sheet)
    for at, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(at)].width = width
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.headings))}{len(sheet.rows) + (not sheet.total)}"
    page.row_dimensions[1].height = LINE_PT * max(map(_lines, sheet.headings, widths))
    page.append([_cell(page, heading, **_HEAD) for heading in sheet.headings])
    for at, row in enumerate(sheet.rows, start=1):
        page.row_dimensions[at + 1].height = LINE_PT * max(map(_lines, row, widths))
        font = _BOLD if sheet.total and at == len(sheet.rows) else _TEXT
        page.append([_cell(page, value, font=font) for value in row])


def _cell(page: Any, value: Any, **style: Any) -> Any:
    """Text is text whatever it begins with: no formula comes out of what a citizen or a file brought in."""
    if value is None:
        return None
    if isinstance(value, str):
        cell = WriteOnlyCell(page, plain(value)[:LONGEST_CELL])
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_FORMULA_STARTS)
        style.setdefault("alignment", Alignment(wrap_text=len(value) > WIDEST, vertical="top"))
    else:
        cell = WriteOnlyCell(page, value.value if isinstance(value, Share) else value)
        cell.number_format = "0.0%" if isinstance(value, Share) else _FORMATS.get(type(value), "General")
        style.setdefault("alignment", Alignment(vertical="top"))
    for name, setting in style.items():
        setattr(cell, name, setting)
    return cell


def _widths(sheet: _Sheet) -> list[float]:
    """As wide as the longest word of the heading and the longest of the first values."""
    first = sheet.rows[:500]
    columns = zip(*first, strict=True) if first else [()] * len(sheet.headings)
    return [
        min(WIDEST, 3 + max([*map(len, heading.split()), 6, *map(_length, values)]))
        for heading, values in zip(sheet.headings, columns, strict=True)
    ]


def _length(value: Any) -> int:
    """In letters, as shown."""
    if isinstance(value, str):
        return len(value)
    return len(_FORMATS.get(type(value), "0000"))


def _lines(value: Any, width: float) -> int:
    """How many lines a wrapped text takes, told to the file: LibreOffice shows but one of a row without height."""
    return -(-len(value) // int(width - 2)) if isinstance(value, str) and value else 1
