"""Which rows does a .csv hold? Its encoding and its separator are found out, not asked for."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from actions.lists import Progress
from imports.cells import is_empty
from imports.problems import ImportProblem, Unusable
from imports.rows import MOST_COLUMNS, MOST_ROWS, Row, Sheet

_SEPARATORS = ",;\t"  # Excel writes ";" where the decimal sign is a comma, as in Vietnam
_SAMPLED_ROWS = 50
_REPORT_EVERY = 500
_LONGEST_CELL = 131_072  # characters: the csv module's own limit
_SHIELDED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_separated(content: bytes, progress: Progress | None = None) -> Sheet:
    """Raises Unusable."""
    text = _decoded(content)
    named = _SEPARATOR_LINE.match(text)
    separator = named[1] if named else _separator_of(text)
    rows = tuple(_rows(text, separator, skip_first=bool(named), progress=progress))
    return Sheet("", rows)


def _rows(text: str, separator: str, skip_first: bool, progress: Progress | None) -> Iterator[Row]:
    total = text.count("\n") + 1
    number = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS:
                raise Unusable(ImportProblem("too_many_rows", facts={"most": MOST_ROWS}))
            if progress and number % _REPORT_EVERY == 0:
                progress(number, max(total, number))
            meant = [_unshielded(cell) for cell in cells]
            if not (skip_first and number == 1) and not all(map(is_empty, meant)):
                yield Row(number, tuple(meant[:MOST_COLUMNS]))
    except csv.Error:
        code = "row.csv_long" if _has_long_cell(text) else "row.csv_quotes"
        raise Unusable(ImportProblem(code, row=number + 1)) from None
    if progress:
        progress(number, number)


def _unshielded(cell: str) -> str:
    """An export puts "'" before what a spreadsheet would take for a formula (`exports.shielded`)."""
    return cell[1:] if cell.startswith("'") and _SHIELDED.match(cell) else cell


def _has_long_cell(text: str) -> bool:
    return max(map(len, text.split('"')), default=0) > _LONGEST_CELL


def _decoded(content: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return _strictly(content, encoding)
    if b"\0" in content[:4096]:  # UTF-16 without its mark: half of the bytes of plain letters are zero
        halves = content[:4096:2].count(0), content[1:4096:2].count(0)
        return _strictly(content, "utf-16-be" if halves[0] > halves[1] else "utf-16-le")
    return _strictly(content, "utf-8-sig")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1 if encoding.startswith("utf-8") else None
        raise Unusable(ImportProblem("encoding", row=row)) from None
    if "\0" in text:
        raise Unusable(ImportProblem("encoding"))
    return text


def _separator_of(text: str) -> str:
    """The separator that cuts most of the first rows into the same number of cells, and into more than one."""
    return max(_SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = Counter(len(row) for row in islice(rows, _SAMPLED_ROWS) if row)
    except csv.Error:
        return 0.0, 0
    cut = {width: times for width, times in widths.items() if width > 1}
    if not cut:
        return 0.0, 0
    width = max(cut, key=lambda each: (cut[each], each))
    return cut[width] / widths.total(), width
