"""Rows of texts as an .xlsx that opens well: frozen headings, wide columns, no cell a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_LONGEST_CELL = 32_767  # characters, Excel's own limit


def written_workbook(
    title: str, headings: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]]
) -> bytes:
    """The file's bytes; `widths` in characters, one for each heading."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.append(list(_cells(sheet, headings, Font(bold=True))))
    for row in rows:
        sheet.append(list(_cells(sheet, row, None)))
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _cells(sheet: WriteOnlyWorksheet, texts: Iterable[str], font: Font | None) -> Iterator[Cell]:
    for text in texts:
        cell = WriteOnlyCell(sheet, text[:_LONGEST_CELL])
        cell.data_type = "s"  # also what begins with "=": no text of the office is a formula
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if font:
            cell.font = font
        yield cell
