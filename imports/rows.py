"""What is a row of a file, and how many may there be?"""

from __future__ import annotations

from dataclasses import dataclass

from imports.cells import Value

MOST_ROWS = 200_000  # in all sheets together
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """`number` as the reader's spreadsheet counts, from 1."""

    number: int
    cells: tuple[Value, ...]

    def cell(self, position: int) -> Value:
        return self.cells[position] if position < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows without the empty ones. The sheet of a .csv has no name."""

    name: str
    rows: tuple[Row, ...]
    is_hidden: bool = False
