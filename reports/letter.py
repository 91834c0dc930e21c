"""What does the Office sign on Friday? The report as a letter in the layout of Decree 30/2020/NĐ-CP, .docx.

Vietnamese only: it is an official document.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from docx.document import Document as DocumentType
from docx.shared import Length, Mm, Pt

from config import Site
from locales import say
from locales.dates import date_letter, day_and_date
from locales.places import Place
from reports import sentences
from reports.columns import BLANK, DUTY, PRESENCE, WAITING, WRONG_DAYS, Column
from reports.compliance import ComplianceReport, DepartmentRow, SittingRow
from reports.paper import (
    LEFT,
    SMALL,
    TEXT_WIDTH,
    add_columns,
    add_dots,
    add_gap,
    add_line,
    add_paragraph,
    add_rule,
    add_table,
    official_page,
)
from reports.plain_text import plain

VI = "vi"
BLANK_LINES = 4
MOST_FAULTS = 20  # the page of the Chairman is short; the workbook has them all
GAP = Pt(6)
_COMMITTEE = re.compile(r"(?:[ỦU][yỷ] ban nhân dân|UBND) +", re.IGNORECASE)
_KIND_OF_PLACE = re.compile(r"(?:huyện|xã|phường|thị trấn|thị xã|thành phố|quận|tỉnh|đặc khu) +", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LetterHead:
    """Whose letter it is. `authority` is the body above ("Ủy ban nhân dân huyện …"), `office` the one that writes.

    `number` may be filled by hand; `basis` is what the report rests on, a letter or an order; `signer` is the
    post that signs, `signer_name` may be empty. `recipients` without marks; the last is the file's own.
    """

    authority: str
    office: str
    place: str
    unit: str
    basis: str
    signer: str
    recipients: tuple[str, ...]
    symbol: str = "VP"
    number: str = ""
    signer_name: str = ""

    @property
    def chairman(self) -> str:
        return say(VI, "office.report.chairman", authority=self.authority)


def letter_head(site: Site, **changes: str | tuple[str, ...]) -> LetterHead:
    """The head as far as the configuration tells it; `changes` are LetterHead's fields."""
    unit = _COMMITTEE.sub("", site.authority, count=1)
    head = LetterHead(
        authority=site.authority,
        office=say(VI, "office.report.office"),
        place=_KIND_OF_PLACE.sub("", unit, count=1),
        unit=unit,
        basis=say(VI, "office.report.basis"),
        signer=say(VI, "office.report.signer"),
        recipients=(say(VI, "office.report.recipients.above"), say(VI, "office.report.recipients.file")),
    )
    return replace(head, **changes)  # type: ignore[arg-type]  # which field has which type is the caller's


def letter(report: ComplianceReport, head: LetterHead) -> bytes:
    """The .docx, ready to be numbered and signed."""
    document = official_page()
    _properties(document, report, head)
    _head(document, report, head)
    _title(document, report, head)
    _body(document, report, head)
    _signature(document, head)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def file_name(report: ComplianceReport, ending: str) -> str:
    """ "bao-cao-2017-W11.docx"."""
    return f"bao-cao-{report.period.code}.{ending}"


def _properties(document: DocumentType, report: ComplianceReport, head: LetterHead) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = plain(head.office)
    properties.title = say(VI, "office.report.subject")
    properties.comments = ""
    properties.language = "vi-VN"
    properties.created = properties.modified = report.made_at


def _head(document: DocumentType, report: ComplianceReport, head: LetterHead) -> None:
    widths = (Mm(64), Mm(100))
    left, right = add_columns(document, widths)
    for line in _upper_lines(head):
        add_line(left, line, size=Pt(12))
    add_line(left, head.office.upper(), size=Pt(12), bold=True)
    add_rule(left, Mm(22), widths[0], after=Pt(4))
    number = head.number or " " * 8
    add_line(left, say(VI, "office.report.number", number=number, symbol=head.symbol))
    add_line(right, say(VI, "office.report.nation"), size=Pt(12), bold=True)
    add_line(right, say(VI, "office.report.motto"), bold=True)
    add_rule(right, Mm(60), widths[1], after=Pt(4))
    dated = f"{head.place}, {date_letter(VI, report.made_at.date())}"
    add_line(right, dated, italic=True)


def _upper_lines(head: LetterHead) -> list[str]:
    """ỦY BAN NHÂN DÂN / HUYỆN QUẢNG UYÊN: broken where it is read, not where the column ends."""
    above = head.authority.removesuffix(head.unit).strip()
    return [line.upper() for line in (above, head.unit) if line]


def _title(document: DocumentType, report: ComplianceReport, head: LetterHead) -> None:
    add_gap(document, Pt(14))
    if report.is_training:
        add_line(document, say(VI, "office.report.training"), bold=True, after=Pt(6))
    add_line(document, say(VI, "office.report.kind"), size=Pt(14), bold=True, after=Pt(2))
    add_line(document, say(VI, "office.report.subject"), size=Pt(14), bold=True)
    add_line(document, sentences.period_name(VI, report.period), bold=True, after=Pt(3))
    add_rule(document, Mm(50), TEXT_WIDTH, after=Pt(8))
    add_line(document, say(VI, "office.report.to", unit=head.unit), size=Pt(14), after=Pt(8))


def _body(document: DocumentType, report: ComplianceReport, head: LetterHead) -> None:
    period = sentences.period_name(VI, report.period)
    facts = {"basis": head.basis, "body": head.office, "chairman": head.chairman}
    add_paragraph(document, say(VI, "office.report.opening", period=period[:1].lower() + period[1:], **facts))
    _section(document, 1, "office.report.section.duty")
    _duty(document, report)
    _section(document, 2, "office.report.section.absences")
    _absences(document, report)
    _section(document, 3, "office.report.section.waiting")
    add_paragraph(document, sentences.waiting_sentence(VI, report))
    visited = [row for row in report.rows if row.figures.issued]
    if visited:
        _figures(document, report, visited, WAITING, Mm(15))
    _section(document, 4, "office.report.section.wrong_day")
    add_paragraph(document, " ".join(sentences.closed_door_sentences(VI, report)))
    _section(document, 5, "office.report.proposal")
    _proposals(document, report.proposals)
    del facts["basis"]
    # The signature never stands on a page alone.
    add_paragraph(document, say(VI, "office.report.closing", **facts), keep_next=True)


def _section(document: DocumentType, number: int, key: str) -> None:
    roman = ("I", "II", "III", "IV", "V")[number - 1]
    add_paragraph(document, f"{roman}. {say(VI, key).upper()}", bold=True, keep_next=True)


def _duty(document: DocumentType, report: ComplianceReport) -> None:
    made = {"time": sentences.hour(VI, report.made_at), "date": date_letter(VI, report.made_at.date())}
    said = [*sentences.duty_sentences(VI, report), say(VI, "office.report.as_of", **made)]
    add_paragraph(document, " ".join(said))
    _figures(document, report, report.rows, (*DUTY, *PRESENCE, *WRONG_DAYS), Mm(13))
    faults = report.faults
    if not faults:
        add_paragraph(document, say(VI, "office.report.faults.none"))
        return
    add_paragraph(document, say(VI, "office.report.faults"), keep_next=True)
    keys = ("order", "department", "date", "sitting", "first_at", "note")
    rows = [[str(at), *_fault(row)] for at, row in enumerate(faults[:MOST_FAULTS], start=1)]
    widths = [Mm(width) for width in (8, 49, 33, 19, 19, 36)]
    add_table(document, [say(VI, f"office.report.column.{key}") for key in keys], rows, widths, words=len(keys))
    add_gap(document, GAP)
    if len(faults) > MOST_FAULTS:
        add_paragraph(document, say(VI, "office.report.faults.more", more=len(faults) - MOST_FAULTS))


def _fault(row: SittingRow) -> list[str]:
    kept, planned = row.kept, row.kept.planned
    return [
        row.department,
        day_and_date(VI, planned.day),
        Place(sentences.sitting_words(VI, planned.sitting.name)),
        sentences.hour(VI, kept.first_at) if kept.first_at else BLANK,
        sentences.fault_words(VI, kept),
    ]


def _figures(
    document: DocumentType,
    report: ComplianceReport,
    departments: Sequence[DepartmentRow],
    columns: Sequence[Column],
    width: Length,
) -> None:
    headings = [say(VI, "office.report.column.order"), say(VI, "office.report.column.department")]
    headings += [column.heading(VI, report.terms) for column in columns]
    rows = [
        [str(at), row.name, *(column.shown(VI, row.figures) for column in columns)]
        for at, row in enumerate(departments, start=1)
    ]
    total = ["", say(VI, "office.report.column.total"), *(column.shown(VI, report.total) for column in columns)]
    order = Mm(8)
    name = Length(TEXT_WIDTH - order - len(columns) * width)
    table = add_table(document, headings, [*rows, total], [order, name, *[width] * len(columns)], words=2)
    for cell in table.rows[-1].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    add_gap(document, GAP)


def _absences(document: DocumentType, report: ComplianceReport) -> None:
    add_paragraph(document, sentences.absence_sentence(VI, report))
    if not report.absences:
        return
    keys = ("order", "officer", "department", "since", "until", "reason", "substitute", "reported_at", "note")
    headings = [say(VI, f"office.report.column.{key}") for key in keys]
    rows = [
        [
            str(at),
            line.officer,
            ", ".join(line.departments),
            sentences.hour_and_date(VI, line.since),
            sentences.hour_and_date(VI, line.until),
            sentences.absence_reason(VI, line.reason),
            line.substitute or BLANK,
            sentences.hour_and_date(VI, line.reported_at),
            sentences.marks(VI, line),
        ]
        for at, line in enumerate(report.absences, start=1)
    ]
    widths = [Mm(width) for width in (8, 22, 23, 18, 18, 16, 20, 18, 21)]
    add_table(document, headings, rows, widths, words=len(keys))
    add_gap(document, GAP)


def _proposals(document: DocumentType, proposals: str) -> None:
    """The Office's words; where there are none yet, lines to write on."""
    written = [line.strip() for line in proposals.splitlines() if line.strip()]
    for line in written:
        add_paragraph(document, line)
    for _ in range(0 if written else BLANK_LINES):
        add_dots(document)


def _signature(document: DocumentType, head: LetterHead) -> None:
    add_gap(document, GAP).paragraph_format.keep_with_next = True
    left, right = add_columns(document, (Mm(80), Mm(84)))
    add_line(left, say(VI, "office.report.recipients"), size=Pt(12), bold=True, italic=True, alignment=LEFT)
    for line in _recipients(head.recipients):
        add_line(left, line, size=SMALL, alignment=LEFT)
    add_line(right, head.signer.upper(), bold=True)
    for _ in range(4):
        add_line(right, "")
    add_line(right, head.signer_name, bold=True)


def _recipients(names: Sequence[str]) -> Iterable[str]:
    marked = [f"- {name.rstrip('.; ')}" for name in names]
    return [f"{line};" for line in marked[:-1]] + [f"{line}." for line in marked[-1:]]
