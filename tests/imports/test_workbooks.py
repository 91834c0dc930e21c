"""Sheets are read with the row numbers that a reader sees, whatever their maker claims."""

from __future__ import annotations

from datetime import datetime

from imports.cells import Unreadable
from imports.rows import MOST_COLUMNS
from imports.tables import read_table
from tests.imports.files import edited, table, told, workbook

SHEET = "xl/worksheets/sheet1.xml"


def test_rows_keep_their_numbers_over_empty_ones() -> None:
    (sheet,) = table([["a"], [None], ["  "], ["b"]]).sheets
    assert [(row.number, row.cells) for row in sheet.rows] == [(1, ("a",)), (4, ("b",))]


def test_numbers_and_dates_keep_their_kind() -> None:
    (sheet,) = table([[1, 1.5, datetime(2017, 3, 10), True]]).sheets
    assert sheet.rows[0].cells == (1, 1.5, datetime(2017, 3, 10), True)


def test_a_formula_without_a_result_is_seen() -> None:
    (sheet,) = table([["=A2&B2", "x"]]).sheets
    assert sheet.rows[0].cells == (Unreadable("formula", "=A2&B2"), "x")


def test_a_formula_with_its_result_is_a_value() -> None:
    content = workbook([["=1+1", "x"]])
    saved = edited(content, SHEET, lambda old: old.replace(b"<v />", b"<v>2</v>").replace(b"<v></v>", b"<v>2</v>"))
    (sheet,) = read_table(saved, "list.xlsx").sheets
    assert sheet.rows[0].cells == (2, "x")


def test_an_error_is_no_text() -> None:
    (sheet,) = table([["#REF!", "#N/A", "#1"]]).sheets
    assert sheet.rows[0].cells == (Unreadable("error", "#REF!"), Unreadable("error", "#N/A"), "#1")


def test_a_day_that_no_calendar_has_is_an_error() -> None:
    content = workbook([[datetime(2017, 3, 10), "x"]])
    (sheet,) = read_table(
        edited(content, SHEET, lambda old: old.replace(b"<v>42804</v>", b"<v>9999999999</v>")), "l.xlsx"
    ).sheets
    assert sheet.rows[0].cells[0] == Unreadable("error", "#VALUE!")


def test_a_cell_merged_downwards_holds_for_each_of_its_rows() -> None:
    rows = [["Phòng", "Họ tên"], ["Tư pháp", "A"], [None, "B"], [None, "C"], [None, "D"]]
    (sheet,) = table(rows, merged=["A2:A4"]).sheets
    assert [row.cells[0] for row in sheet.rows] == ["Phòng", "Tư pháp", "Tư pháp", "Tư pháp", None]


def test_a_title_merged_over_the_list_stays_one_row() -> None:
    (sheet,) = table([["DANH SÁCH"], [None, None, None, "x"]], merged=["A1:C2"]).sheets
    assert sheet.rows[1].cells == (None, None, None, "x")


def test_the_size_that_a_sheet_claims_is_not_believed() -> None:
    content = workbook([["a", "b"], ["c", "d"]])
    for claim in (b'ref="A1:XFD1048576"', b'ref="A1"'):
        wrong = edited(content, SHEET, lambda old, claim=claim: old.replace(b'ref="A1:B2"', claim))
        (sheet,) = read_table(wrong, "list.xlsx").sheets
        assert [row.cells for row in sheet.rows] == [("a", "b"), ("c", "d")]


def test_a_row_far_below_every_sheet_ends_the_reading() -> None:
    content = workbook([["a"], ["b"]])
    far = edited(
        content, SHEET, lambda old: old.replace(b'r="2"', b'r="999999999999"').replace(b'"A2"', b'"A999999999999"')
    )
    (sheet,) = read_table(far, "list.xlsx").sheets
    assert [row.cells for row in sheet.rows] == [("a",)]


def test_columns_past_any_list_are_cut() -> None:
    (sheet,) = table([["x"] * (MOST_COLUMNS + 50)]).sheets
    assert len(sheet.rows[0].cells) == MOST_COLUMNS


def test_merged_ranges_that_cover_millions_of_cells_are_refused() -> None:
    content = workbook([["a"]] * 1000, merged=["A1:A2"])
    refs = b"".join(b'<mergeCell ref="A1:A1000"/>' for _ in range(600))
    many = edited(
        content,
        SHEET,
        lambda old: old.replace(b'<mergeCell ref="A1:A2" />', refs).replace(b'<mergeCell ref="A1:A2"/>', refs),
    )
    assert told(read_table(many, "list.xlsx").problems) == [("too_many_rows", None)]


def test_hidden_sheets_are_read_as_such() -> None:
    content = workbook([["a"]], Other=[["b"]])
    hidden = edited(content, "xl/workbook.xml", _hide_second)
    assert [sheet.is_hidden for sheet in read_table(hidden, "list.xlsx").sheets] == [False, True]


def _hide_second(old: bytes) -> bytes:
    first, second = old.split(b'name="Other"')
    return first + b'name="Other"' + second.replace(b'state="visible"', b'state="hidden"', 1)
