"""A file that cannot be read is refused with one clear reason, before it costs anything."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from imports.problems import line
from imports.tables import MOST_BYTES, read_path, read_table
from tests.imports.files import edited, separated, told, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["Họ tên", "Phòng"], ["Nguyễn Văn A", "Tư pháp"]]


def reason(content: bytes, name: str) -> str:
    read = read_table(content, name)
    assert read.sheets == ()
    (problem,) = read.problems
    for language in ("vi", "en"):
        assert "{" not in line(language, problem)
    return problem.code


@pytest.mark.parametrize("name", ["list.xls", "list.pdf", "list.xlsm", "list", "list.xlsx.exe", ""])
def test_another_kind_of_file_is_refused_by_its_name(name: str) -> None:
    assert reason(b"PK\x03\x04", name) == "bad_type"


def test_a_workbook_with_a_password_is_told_from_an_old_one() -> None:
    encrypted = OLE + "EncryptedPackage".encode("utf-16-le")
    assert reason(encrypted, "list.xlsx") == "password"
    assert reason(OLE + "Workbook".encode("utf-16-le"), "list.xlsx") == "old_xls"
    assert reason(OLE, "list.csv") == "old_xls"


def test_a_file_under_a_wrong_name_is_named() -> None:
    assert reason(separated(ROWS), "list.xlsx") == "renamed"
    assert reason(b"<html><table></table></html>", "list.xlsx") == "renamed"
    assert reason(workbook(ROWS), "list.csv") == "renamed"


def test_another_zip_is_no_workbook() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert reason(content.getvalue(), "list.xlsx") == "renamed"


@pytest.mark.parametrize("kept", [4, 30, 1000, -30])
def test_a_cut_off_workbook_is_broken(kept: int) -> None:
    assert reason(workbook(ROWS)[:kept], "list.xlsx") == "broken"


def test_damaged_bytes_inside_are_broken() -> None:
    content = bytearray(workbook(ROWS))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        start = archive.getinfo(SHEET).header_offset + 60
    content[start : start + 40] = bytes(40)
    assert reason(bytes(content), "list.xlsx") == "broken"


@pytest.mark.parametrize(
    "sheet",
    [
        b"",
        b"not xml",
        b"<worksheet><sheetData><row><c></worksheet>",
        b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData><row r='1'>"
        b"<c r='A1' t='s'><v>99</v></c></row></sheetData></worksheet>",
    ],
)
def test_a_sheet_that_makes_no_sense_is_broken(sheet: bytes) -> None:
    assert reason(edited(workbook(ROWS), SHEET, lambda _: sheet), "list.xlsx") == "broken"


def test_entities_that_multiply_are_refused() -> None:
    laughs = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><worksheet>&b;</worksheet>"
    assert reason(edited(workbook(ROWS), SHEET, lambda _: laughs), "list.xlsx") == "broken"


def test_fifty_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    (problem,) = read_path(path).problems
    assert line("vi", problem) == "Tệp quá lớn: 50 MB. Nhiều nhất 20 MB."
    assert reason(bytes(MOST_BYTES + 1), "list.csv") == "too_large"


def test_a_small_file_that_unpacks_to_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    swollen = edited(workbook(ROWS), SHEET, lambda old: old + b" " * 3_000_000)
    assert len(swollen) < 20_000
    monkeypatch.setattr("imports.archives.MOST_UNPACKED", 2_000_000)
    assert reason(swollen, "list.xlsx") == "too_large_unpacked"


def test_a_part_that_lies_about_its_size_is_broken() -> None:
    content = bytearray(workbook(ROWS))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo(SHEET).file_size
    place = content.rindex(SHEET.encode()) - 46 + 24  # the uncompressed size in the central directory
    assert int.from_bytes(content[place : place + 4], "little") == size
    content[place : place + 4] = (10).to_bytes(4, "little")
    assert reason(bytes(content), "list.xlsx") == "broken"


def test_an_encrypted_entry_of_a_zip_is_a_password() -> None:
    content = bytearray(workbook(ROWS))
    place = content.index(b"PK\x01\x02") + 8
    content[place] |= 1
    assert reason(bytes(content), "list.xlsx") == "password"


def test_more_rows_than_any_office_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imports.workbooks.MOST_ROWS", 3)
    monkeypatch.setattr("imports.separated.MOST_ROWS", 3)
    assert reason(workbook(ROWS * 2), "list.xlsx") == "too_many_rows"
    assert reason(separated(ROWS * 2), "list.csv") == "too_many_rows"


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_an_empty_file_says_so(name: str) -> None:
    assert reason(b"", name) == "empty"


def test_a_file_of_empty_rows_says_so() -> None:
    assert reason(separated([["", " "], ["\u00a0"]]), "list.csv") == "empty"
    assert reason(workbook([[None], ["  "]]), "list.xlsx") == "empty"


def test_the_bar_ends_at_the_last_row() -> None:
    seen: list[tuple[int, int]] = []
    rows = [["a", "b"]] * 1200
    read_table(separated(rows), "list.csv", lambda done, total: seen.append((done, total)))
    assert seen == [(500, 1201), (1000, 1201), (1200, 1200)]
    seen.clear()
    read_table(workbook(rows), "list.xlsx", lambda done, total: seen.append((done, total)))
    assert seen == [(500, 1200), (1000, 1200), (1200, 1200)]


def test_nothing_is_wrong_with_a_good_file() -> None:
    assert told(read_table(workbook(ROWS), "DANH SÁCH.XLSX").problems) == []
