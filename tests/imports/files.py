"""Lists as offices send them in, made here as real files; an office of four departments to read them for."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook

from imports.problems import ImportProblem
from imports.tables import Table, read_table


@dataclass(frozen=True, slots=True)
class Office:
    code: str
    name: str
    short_name: str
    name_en: str = ""


DEPARTMENTS = (
    Office("TP", "Phòng Tư pháp", "Tư pháp", "Justice Division"),
    Office("TNMT", "Phòng Tài nguyên - Môi trường", "Tài nguyên - Môi trường"),
    Office("LDTBXH", "Phòng Lao động - Thương binh và Xã hội", "Lao động, xã hội"),
    Office("VHTT", "Phòng Văn hóa và Thông tin", "Văn hóa, thông tin"),
)

Rows = Iterable[Sequence[Any]]


def workbook(rows: Rows, *, merged: Iterable[str] = (), name: str = "Sheet1", **more: Rows) -> bytes:
    """An .xlsx with `rows` in its first sheet and one more sheet for each keyword ("_" is a space in its name)."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for ref in merged:
        sheet.merge_cells(ref)
    for title, others in more.items():
        child = book.create_sheet(title.replace("_", " "))
        for row in others:
            child.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def separated(rows: Rows, separator: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def table(rows: Rows, **workbook_wish: Any) -> Table:
    return read_table(workbook(rows, **workbook_wish), "list.xlsx")


def edited(content: bytes, part: str, edit: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one of its parts changed, as only a hostile or broken program writes it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, edit(old.read(name)) if name == part else old.read(name))
    return made.getvalue()


def told(problems: Iterable[ImportProblem]) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.row) for problem in problems]
