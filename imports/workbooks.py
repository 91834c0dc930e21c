"""Which rows does an .xlsx hold? Read row by row, with the limits that a file from outside needs."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import repeat
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook

from actions.lists import Progress
from imports.archives import Part, sheets_of
from imports.cells import Unreadable, Value, is_empty
from imports.problems import ImportProblem, Unusable
from imports.rows import MOST_COLUMNS, MOST_ROWS, Row, Sheet

_LAST_ROW = 1_048_576  # Excel's own; a file may claim any number
_MOST_MERGED_CELLS = 500_000
_REPORT_EVERY = 500
_ERRORS = frozenset(("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"))


class _Meter:
    """Counts the rows of all sheets for the limit and for the bar."""

    def __init__(self, progress: Progress | None, expected: int) -> None:
        self.progress, self.expected, self.rows = progress, expected, 0

    def count(self) -> None:
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise Unusable(ImportProblem("too_many_rows", facts={"most": MOST_ROWS}))
        if self.progress and self.rows % _REPORT_EVERY == 0:
            self.progress(self.rows, max(self.rows, self.expected))

    def finish(self) -> None:
        if self.progress:
            self.progress(self.rows, self.rows)


def read_workbook(content: bytes, progress: Progress | None = None) -> tuple[Sheet, ...]:
    """All sheets with cells. Raises Unusable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = sheets_of(archive)
        with warnings.catch_warnings():
            # Of extensions and styles that openpyxl does not know: none of them is data.
            warnings.simplefilter("ignore")
            return _read(content, parts, progress)
    except Unusable:
        raise
    except Exception as error:
        # openpyxl fails on a damaged file in any of a dozen ways, down to KeyError and AttributeError.
        raise Unusable(ImportProblem("broken")) from error


def _read(content: bytes, parts: Mapping[str, Part], progress: Progress | None) -> tuple[Sheet, ...]:
    values = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    written: Workbook | None = None
    if any(part.has_formulas for part in parts.values()):
        written = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        meter = _Meter(progress, sum(min(sheet.max_row or 0, MOST_ROWS) for sheet in values.worksheets))
        sheets = tuple(_sheet(values, written, at, parts, meter) for at in range(len(values.worksheets)))
        meter.finish()
        return sheets
    finally:
        values.close()
        if written:
            written.close()


def _sheet(values: Workbook, written: Workbook | None, at: int, parts: Mapping[str, Part], meter: _Meter) -> Sheet:
    sheet: Any = values.worksheets[at]
    # Not in openpyxl's types: the name of the sheet's part. Without it, merged cells are left as they are.
    part = parts.get(vars(sheet).get("_worksheet_path", ""), Part(has_formulas=True))
    formulas = _cells(written.worksheets[at]) if written and part.has_formulas else repeat(())
    rows, met = [], 0
    for number, (cells, formula_cells) in enumerate(zip(_cells(sheet), formulas, strict=False), start=1):
        read = tuple(_value(cell, formula_cells, position) for position, cell in enumerate(cells[:MOST_COLUMNS]))
        if not all(map(is_empty, read)):
            meter.count()
            rows.append(Row(number, _trimmed(read)))
        met += len(cells) - cells.count(None)
        if met >= part.values and not part.has_formulas:
            break  # whoever formats whole columns leaves a million empty rows behind
    is_hidden = sheet.sheet_state != "visible"
    return Sheet(sheet.title, tuple(_filled(rows, part.merged)), is_hidden)


def _cells(sheet: Any) -> Iterator[tuple[Value, ...]]:
    sheet.reset_dimensions()  # what a file claims about its size is often wrong, and openpyxl believes it
    rows: Iterator[tuple[Value, ...]] = sheet.iter_rows(max_row=_LAST_ROW, values_only=True)
    return rows


def _value(cell: Value, formula_cells: tuple[Value, ...], position: int) -> Value:
    if isinstance(cell, str) and cell in _ERRORS:
        return Unreadable("error", cell)
    if cell is None and position < len(formula_cells) and (formula := formula_cells[position]) is not None:
        return Unreadable("formula", str(getattr(formula, "text", formula)))
    return cell


def _trimmed(cells: tuple[Value, ...]) -> tuple[Value, ...]:
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return cells[:end]


def _filled(rows: list[Row], merged: tuple[str, ...]) -> list[Row]:
    """The value of cells merged downwards on each of their rows: a department beside three of its people."""
    place_of = {row.number: place for place, row in enumerate(rows)}
    steps = 0
    for ref in merged:
        left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(ref))
        if top not in place_of or bottom == top:
            continue
        value = rows[place_of[top]].cell(left - 1)
        for number in range(top + 1, min(bottom, rows[-1].number) + 1):
            steps += 1
            if steps > _MOST_MERGED_CELLS:
                raise Unusable(ImportProblem("too_many_rows", facts={"most": MOST_ROWS}))
            # A title over the whole width stays one row; a cell that has its own value keeps it.
            if number in place_of and left <= MOST_COLUMNS and right - left < 2:
                place = place_of[number]
                rows[place] = _with(rows[place], left - 1, value)
    return rows


def _with(row: Row, position: int, value: Value) -> Row:
    cells = [*row.cells, *repeat(None, position + 1 - len(row.cells))]
    if cells[position] is None:
        cells[position] = value
    return replace(row, cells=tuple(cells))
