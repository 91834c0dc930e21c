"""The workbook read again: its sheets, its types, nothing that runs, and the figures counted again from it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from locales import say
from reports import ComplianceReport
from reports.raw import COMMON
from reports.workbook import RAW_SHEETS, workbook
from tests.reports.by_hand import figures_by_hand

SHEETS = [
    "Số liệu", "Từng buổi trực", "Vắng mặt", "Đến vào ngày không trực", "Không lấy được số", "Cách tính",
    "Gốc - lịch trực", "Gốc - mở, nghỉ, đóng quầy", "Gốc - báo vắng", "Gốc - phiếu", "Gốc - từ chối",
]  # fmt: skip


def opened(report: ComplianceReport, language: str = "vi") -> Workbook:
    return load_workbook(io.BytesIO(workbook(report, language)))


def table(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    heads, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_every_sheet_is_one_table_with_its_head_in_sight(report: ComplianceReport) -> None:
    book = opened(report)
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes == ("C2" if sheet.title == "Số liệu" else "A2")
        assert all(cell.value and cell.font.bold for cell in sheet[1])
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(8 < dimension.width <= 60 for dimension in sheet.column_dimensions.values())
        assert not sheet.merged_cells.ranges


def test_figures_stand_as_numbers_and_shares(report: ComplianceReport) -> None:
    rows = table(opened(report), "Số liệu")
    finance = rows[2]
    assert finance["Phòng, ban"] == "Phòng Tài chính - Kế hoạch"
    assert (finance["Buổi trực theo lịch"], finance["Bắt đầu muộn quá 15 phút"], finance["Tỷ lệ (%)"]) == (4, 1, 0.5)
    assert finance["Gọi số đầu tiên sau (phút)"] == pytest.approx(76 + 7 / 60)
    assert rows[-1]["Phòng, ban"] == "Tổng cộng"
    assert rows[-1]["Buổi trực theo lịch"] == report.total.due == sum(row["Buổi trực theo lịch"] for row in rows[:-1])
    head = [cell.value for cell in opened(report)["Số liệu"][1]]
    share = opened(report)["Số liệu"].cell(4, head.index("Tỷ lệ (%)") + 1)
    assert share.number_format == "0.0%"


def test_days_and_hours_are_dates_not_words(report: ComplianceReport) -> None:
    sheet = opened(report)["Từng buổi trực"]
    day, begins = sheet["A2"], sheet["E2"]
    assert (day.value, day.number_format) == (datetime(2017, 3, 13), "dd/mm/yyyy")
    assert (begins.value, begins.number_format) == (time(7, 30), "hh:mm")
    absence = opened(report)["Vắng mặt"]["H2"]
    assert (absence.value, absence.number_format) == (datetime(2017, 3, 13, 8, 20), "dd/mm/yyyy hh:mm:ss")


def test_the_figures_can_be_counted_again_from_the_workbook_alone(report: ComplianceReport) -> None:
    book = opened(report)
    rows: list[dict[str, Any]] = []
    for name, own in RAW_SHEETS.items():
        heads = {say("vi", f"office.report.raw.{column}"): column for column in (*COMMON, *own)}
        sheet = table(book, say("vi", f"office.report.sheet.raw.{name}"))
        rows += [{heads[head]: as_day(heads[head], value) for head, value in row.items()} for row in sheet]
    rows.sort(key=lambda row: row["seq"])
    assert len(rows) == len(report.raw)
    for code in ("KTHT", "TCKH", "TP", "NNPTNT", "YT", None):
        assert figures_by_hand(rows, report.made_at, code) == figures_by_hand(report.raw, report.made_at, code)


def as_day(column: str, value: Any) -> date | Any:
    return value.date() if column == "day" else value


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","y")', "+1+1", "-2", "@SUM(A1)", "\t=1", "a\x00b\x1fc\ud800"])
def test_what_people_typed_stays_text(report: ComplianceReport, text: str) -> None:
    typed = replace(report.absences[0], note=text, officer=text)
    raw = tuple({**row, "note": text} if "note" in row else row for row in report.raw)
    book = opened(replace(report, absences=(typed,), raw=raw))
    cell = book["Vắng mặt"]["F2"]
    assert cell.data_type == "s"
    assert cell.value == "".join(letter for letter in text if letter == "\t" or " " <= letter < "\ud800")
    assert cell.quotePrefix or not text.startswith(("=", "+", "-", "@", "\t"))
    assert not [each for sheet in book for row in sheet for each in row if each.data_type == "f"]


def test_it_speaks_english_too(report: ComplianceReport) -> None:
    assert opened(report, "en").sheetnames[0] == "Figures"


def test_a_long_text_is_cut_where_excel_would_call_the_file_broken(report: ComplianceReport) -> None:
    typed = replace(report.absences[0], note="ă" * 40_000)
    assert len(opened(replace(report, absences=(typed,)))["Vắng mặt"]["F2"].value) == 32_767
