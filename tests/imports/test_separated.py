"""A .csv is read in the encodings and with the separators that Excel in Vietnam writes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imports.cells import is_empty
from imports.exports import shielded
from imports.problems import line
from imports.separated import read_separated
from imports.tables import read_table
from tests.imports.files import separated

ROWS = [["Họ tên", "Phòng"], ["Nguyễn Thị Ổn", "Tư pháp, hộ tịch"]]


def cells(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for row in read_separated(content).rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_and_separators_are_found_out(separator: str, encoding: str) -> None:
    assert cells(separated(ROWS, separator, encoding)) == [(1, tuple(ROWS[0])), (2, tuple(ROWS[1]))]


def test_many_commas_in_the_texts_are_no_separators() -> None:
    rows = [["Tên", "Giấy tờ"], ["x", "a, b, c, d"], ["y", "e, f"], ["z", "g"]]
    assert cells(separated(rows, ";").replace(b'"', b"")) == [(n, tuple(row)) for n, row in enumerate(rows, start=1)]


def test_excels_line_about_the_separator_is_obeyed() -> None:
    assert cells(b"sep=;\r\na;b,c\r\n") == [(2, ("a", "b,c"))]


@pytest.mark.parametrize("encoding", ["cp1258", "cp1252", "latin-1"])
def test_another_encoding_is_named_with_its_row(encoding: str) -> None:
    content = "ten,phong\na,b\nH\u00e0,c\n".encode(encoding)
    (problem,) = read_table(content, "list.csv").problems
    assert line("vi", problem) == "Dòng 3: Tệp không phải mã UTF-8. Lưu lại bằng “CSV UTF-8”."


def test_bytes_of_no_text_at_all_are_no_csv() -> None:
    (problem,) = read_table(bytes(range(256)) * 4, "list.csv").problems
    assert problem.code == "encoding"
    (problem,) = read_table(b"a,b\n" * 2000 + b"c\0,d\n", "list.csv").problems
    assert problem.code == "encoding"


def test_quotation_marks_that_do_not_match_are_named_with_their_row() -> None:
    (problem,) = read_table(b'a,b\nc,d\n"e,f\ng,h\n', "list.csv").problems
    assert line("vi", problem) == "Dòng 3: dấu ngoặc kép mở hoặc đóng không đúng chỗ."


def test_a_cell_of_enormous_length_is_named() -> None:
    (problem,) = read_table(b'a,b\n"' + b"x" * 200_000 + b'",d\n', "list.csv").problems
    assert (problem.code, problem.row) == ("row.csv_long", 2)


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    assert cells(b'a,b\n\n"c\nd",e\nf,g\n') == [(1, ("a", "b")), (3, ("c\nd", "e")), (4, ("f", "g"))]


ANY_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), max_size=5))
@example([("", "", "\r")])
def test_what_an_export_shields_comes_back_as_it_was(rows: list[tuple[str, ...]]) -> None:
    written = [("one", "two", "three"), *rows]
    content = separated([[shielded(cell) for cell in row] for row in written], encoding="utf-8-sig")
    back = [row.cells for row in read_separated(content).rows]
    assert back == [row for row in written if not all(map(is_empty, row))]
