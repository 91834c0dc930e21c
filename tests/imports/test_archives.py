"""A workbook that would grow without end is refused before it grows; one that only looks large is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from imports import archives, workbooks
from imports.tables import read_table
from tests.imports.files import edited, told, workbook

SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"


def after_rows(more: bytes) -> Callable[[bytes], bytes]:
    return lambda old: old.replace(b"</sheetData>", more + b"</sheetData>")


def read(content: bytes) -> Any:
    return read_table(content, "list.xlsx")


@pytest.fixture
def rows_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows of a sheet openpyxl was asked for, most of all empty ones."""
    counted = [0]
    cells = workbooks._cells

    def counting(sheet: Any) -> Iterator[tuple[Any, ...]]:
        for row in cells(sheet):
            counted[0] += 1
            yield row

    monkeypatch.setattr(workbooks, "_cells", counting)
    return counted


def test_formatted_empty_rows_below_a_list_are_not_read(rows_read: list[int]) -> None:
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (number, number) for number in range(3, 100_000))
    (sheet,) = read(edited(workbook([["a"], ["b"]]), SHEET, after_rows(empty))).sheets
    assert [row.cells for row in sheet.rows] == [("a",), ("b",)]
    assert rows_read == [2]


def test_a_value_below_empty_rows_is_read_all_the_same(rows_read: list[int]) -> None:
    empty = b"".join(b'<row r="%d"/>' % number for number in range(3, 5_000))
    last = b'<row r="5000"><c r="A5000"><v>7</v></c></row>'
    (sheet,) = read(edited(workbook([["a"], ["b"]]), SHEET, after_rows(empty + last))).sheets
    assert (sheet.rows[-1].number, sheet.rows[-1].cells) == (5_000, (7,))
    assert rows_read == [5_000]


@pytest.mark.parametrize("cell", [b'<c r="A9"><f>1+1</f></c>', b'<x:c xmlns:x="u" r="A9"><x:f>1</x:f></x:c>'])
def test_a_sheet_with_formulas_is_read_to_its_end(cell: bytes, rows_read: list[int]) -> None:
    more = b'<row r="9">' + cell + b"</row>"
    read(edited(workbook([["a"]]), SHEET, after_rows(more)))
    assert max(rows_read) >= 9


def test_more_cells_than_any_list_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_ELEMENTS", 20_000)
    row = b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>"
    assert told(read(edited(workbook([["a"]]), SHEET, after_rows(row))).problems) == [("too_many_cells", None)]


def test_more_texts_than_any_list_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_ELEMENTS", 20_000)
    content = io.BytesIO(workbook([["a"]]))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<sst>" + b"<si><t>a</t></si>" * 16_384 + b"</sst>")
    assert told(read(content.getvalue()).problems) == [("too_many_cells", None)]


def test_more_formats_than_a_program_can_hold_are_refused() -> None:
    formats = b"<xf/>" * 300_001
    content = edited(workbook([["a"]]), STYLES, lambda old: old.replace(b"</cellXfs>", formats + b"</cellXfs>"))
    assert told(read(content).problems) == [("too_many_cells", None)]


def nested(old: bytes) -> bytes:
    before, end, after = old.rpartition(b"</")
    return before + b"<a>" * 200_000 + b"</a>" * 200_000 + end + after


def with_entities(old: bytes) -> bytes:
    return b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]>' + old


def in_utf_16(old: bytes) -> bytes:
    return old.decode().encode("utf-16")


@pytest.mark.parametrize("hostile", [nested, with_entities, in_utf_16])
@pytest.mark.parametrize("part", [SHEET, STYLES])
def test_what_no_office_program_writes_is_damaged(part: str, hostile: Callable[[bytes], bytes]) -> None:
    assert told(read(edited(workbook([["a"]]), part, hostile)).problems) == [("broken", None)]


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1024 * 1024)
    content = edited(workbook([["a"]]), SHEET, after_rows(b" " * 1024 * 1024))
    assert len(content) < 20_000
    assert told(read(content).problems) == [("too_large_unpacked", None)]
