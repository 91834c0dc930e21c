"""Which rows does an .xlsx hold? Read row by row, with the limits that a file from outside needs."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook

from actions.lists import Progress
from imports.cells import Unreadable, Value, is_empty
from imports.problems import ImportProblem, Unusable
from imports.rows import MOST_COLUMNS, MOST_ROWS, Row, Sheet

MOST_UNPACKED = 128 * 1024 * 1024  # bytes of all parts together
MOST_SHARED_TEXT = 64 * 1024 * 1024  # the one part that is held in memory as a whole
_LAST_ROW = 1_048_576  # Excel's own; a file may claim any number
_MOST_MERGED_CELLS = 500_000
_REPORT_EVERY = 500
_CHUNK = 1024 * 1024
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_ERRORS = frozenset(("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"))


@dataclass(frozen=True, slots=True)
class _Part:
    """What openpyxl does not tell about a sheet that it reads row by row."""

    has_formulas: bool
    merged: tuple[str, ...]


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
            _check_archive(archive)
            parts = {info.filename: _part(archive, info.filename) for info in _sheets_in(archive)}
        with warnings.catch_warnings():
            # Of extensions and styles that openpyxl does not know: none of them is data.
            warnings.simplefilter("ignore")
            return _read(content, parts, progress)
    except Unusable:
        raise
    except Exception as error:
        # openpyxl fails on a damaged file in any of a dozen ways, down to KeyError and AttributeError.
        raise Unusable(ImportProblem("broken")) from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if any(info.flag_bits & 1 for info in infos):
        raise Unusable(ImportProblem("password"))
    if "xl/workbook.xml" not in archive.namelist():
        raise Unusable(ImportProblem("renamed", facts={"type": ".xlsx"}))
    # zipfile never unpacks more of a part than is declared here, so a lie shows as a damaged file.
    shared = sum(info.file_size for info in infos if info.filename.lower().endswith("sharedstrings.xml"))
    if sum(info.file_size for info in infos) > MOST_UNPACKED or shared > MOST_SHARED_TEXT:
        raise Unusable(ImportProblem("too_large_unpacked", facts={"most": MOST_UNPACKED // (1024 * 1024)}))


def _sheets_in(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [i for i in archive.infolist() if i.filename.startswith("xl/worksheets/") and i.filename.endswith(".xml")]


def _part(archive: zipfile.ZipFile, name: str) -> _Part:
    has_formulas, merged, tail = False, list[str](), b""
    with archive.open(name) as file:
        while chunk := file.read(_CHUNK):
            # Up to the last tag begun: what is cut stands whole at the start of the next chunk.
            window, _, rest = (tail + chunk).rpartition(b"<")
            has_formulas = has_formulas or _FORMULA.search(window) is not None
            merged += [ref.decode() for ref in _MERGED.findall(window)]
            tail = b"<" + rest
            if len(tail) > 4 * _CHUNK:
                raise Unusable(ImportProblem("broken"))
    return _Part(has_formulas, tuple(merged))


def _read(content: bytes, parts: Mapping[str, _Part], progress: Progress | None) -> tuple[Sheet, ...]:
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


def _sheet(values: Workbook, written: Workbook | None, at: int, parts: Mapping[str, _Part], meter: _Meter) -> Sheet:
    sheet: Any = values.worksheets[at]
    # Not in openpyxl's types: the name of the sheet's part. Without it, merged cells are left as they are.
    part = parts.get(vars(sheet).get("_worksheet_path", ""), _Part(written is not None, ()))
    formulas = _cells(written.worksheets[at]) if written and part.has_formulas else repeat(())
    rows = []
    for number, (cells, formula_cells) in enumerate(zip(_cells(sheet), formulas, strict=False), start=1):
        read = tuple(_value(cell, formula_cells, position) for position, cell in enumerate(cells))
        if not all(map(is_empty, read)):
            meter.count()
            rows.append(Row(number, _trimmed(read)))
    is_hidden = sheet.sheet_state != "visible"
    return Sheet(sheet.title, tuple(_filled(rows, part.merged)), is_hidden)


def _cells(sheet: Any) -> Iterator[tuple[Value, ...]]:
    sheet.reset_dimensions()  # what a file claims about its size is often wrong, and openpyxl believes it
    rows: Iterator[tuple[Value, ...]] = sheet.iter_rows(max_row=_LAST_ROW, values_only=True)
    for cells in rows:
        yield cells[:MOST_COLUMNS]


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
