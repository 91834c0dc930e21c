"""What is a row of a file, how many may there be, and how long a text can be kept?"""

from __future__ import annotations

from dataclasses import dataclass

from imports.cells import Value

MOST_ROWS = 200_000  # in all sheets together
MOST_COLUMNS = 200
# What the database keeps (models.base: Words, Code); PostgreSQL refuses more.
LONGEST_TEXT = 500
LONGEST_KEY = 40


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
