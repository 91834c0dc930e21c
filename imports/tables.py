"""Which rows does a file hold, whatever kind of file it is? .xlsx and .csv become the same Table.

Nothing here knows what the columns mean. A file that cannot be read is a Table without sheets whose `problems`
say why; limits keep a hostile or mistaken file from eating the machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from actions.lists import Progress
from imports.problems import ImportProblem, Unusable
from imports.rows import Sheet
from imports.separated import read_separated

MOST_BYTES = 20 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
# An encrypted workbook is an OLE file with this stream in it; an old .xls is one without.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Table:
    file: str
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[ImportProblem, ...] = ()


def read_path(path: Path, progress: Progress | None = None) -> Table:
    """A file of this machine, refused by its size before it is read. Raises OSError."""
    if path.stat().st_size > MOST_BYTES:
        return Table(path.name, problems=(_too_large(path.stat().st_size),))
    return read_table(path.read_bytes(), path.name, progress)


def read_table(content: bytes, name: str, progress: Progress | None = None) -> Table:
    """All sheets of a file that was sent in as `name`."""
    try:
        sheets = _sheets(content, name, progress)
    except Unusable as unusable:
        return Table(name, problems=(unusable.problem,))
    if not any(sheet.rows for sheet in sheets):
        return Table(name, problems=(ImportProblem("empty"),))
    return Table(name, sheets)


def _sheets(content: bytes, name: str, progress: Progress | None) -> tuple[Sheet, ...]:
    kind = Path(name).suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise Unusable(ImportProblem("bad_type"))
    if len(content) > MOST_BYTES:
        raise Unusable(_too_large(len(content)))
    if not content:
        raise Unusable(ImportProblem("empty"))
    if content.startswith(_OLE):
        raise Unusable(ImportProblem("password" if _ENCRYPTED in content else "old_xls"))
    if content.startswith(_ZIP) != (kind == ".xlsx"):
        raise Unusable(ImportProblem("renamed", facts={"type": kind}))
    if kind == ".csv":
        return (read_separated(content, progress),)
    # Loaded with the first workbook: few starts of the server need openpyxl.
    from imports.workbooks import read_workbook

    return read_workbook(content, progress)


def _too_large(size: int) -> ImportProblem:
    facts = {"size": -(-size // (1024 * 1024)), "most": MOST_BYTES // (1024 * 1024)}
    return ImportProblem("too_large", facts=facts)
