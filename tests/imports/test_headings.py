"""The row of headings is found among titles, and its columns by what they mean."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.headings import Column, Heading, find_heading, rows_below
from imports.people import COLUMNS as PEOPLE
from imports.problems import ImportProblem, line
from imports.procedure_cells import COLUMNS as PROCEDURES
from imports.rows import Row, Sheet
from tests.imports.files import table


def sheet(*rows: tuple[object, ...], name: str = "", is_hidden: bool = False) -> Sheet:
    return Sheet(name, tuple(Row(number, row) for number, row in enumerate(rows, start=1)), is_hidden)


def found(*rows: tuple[object, ...], columns: tuple[Column, ...] = PEOPLE) -> Heading:
    heading = find_heading([sheet(*rows)], columns)
    assert isinstance(heading, Heading)
    return heading


def test_titles_above_are_passed_over() -> None:
    heading = found(
        ("UBND HUYỆN QUẢNG UYÊN",),
        ("DANH SÁCH", None, "công chức, điện thoại"),
        ("STT", "Họ và tên", "Đơn vị"),
        (1, "Nguyễn Văn A", "Tư pháp"),
    )
    assert (heading.last_row, heading.columns) == (3, {"ordinal": (0,), "name": (1,), "department": (2,)})
    assert heading.above == ("UBND HUYỆN QUẢNG UYÊN", "DANH SÁCH công chức, điện thoại")


@pytest.mark.parametrize("title", ["HỌ VÀ TÊN", "Ho va ten", " họ  và\ntên (*)", "Họ, tên", "Họ và tên:", "Full name"])
def test_accents_signs_and_remarks_are_not_compared(title: str) -> None:
    assert found((title, "Phòng")).columns["name"] == (0,)


def test_headings_in_two_rows_are_joined() -> None:
    heading = found(
        ("STT", "Họ và tên", "Đơn vị", "Điện thoại", None, "Ghi chú"),
        (None, None, None, "Cơ quan", "Di động", None),
        (1, "A", "Tư pháp", "0206 3852 123", "0912 345 678", None),
    )
    assert heading.last_row == 2
    assert (heading.columns["office_phone"], heading.columns["mobile"]) == ((3,), (4,))
    assert heading.titles[4] == "Điện thoại Di động"


def test_the_row_that_numbers_the_columns_is_no_row_of_the_list() -> None:
    heading = found(("STT", "Họ tên", "Phòng"), ("(1)", "(2)", "(3)"), ("1", "A", "TP"))
    assert [row.number for row in rows_below(heading)] == [3]
    heading = found(("STT", "Họ tên", "Phòng"), ("1", "A", "TP"))
    assert [row.number for row in rows_below(heading)] == [2]


def test_a_missing_column_is_named_as_lists_head_it() -> None:
    problem = find_heading([sheet(("Đơn vị", "Chức vụ"))], PEOPLE)
    assert isinstance(problem, ImportProblem)
    assert line("vi", problem) == "Thiếu cột “Họ và tên”."


def test_a_sheet_without_headings_says_which_are_needed() -> None:
    problem = find_heading([sheet(("Nguyễn Văn A", "Tư pháp"))], PEOPLE)
    assert isinstance(problem, ImportProblem)
    assert line("vi", problem) == "Không tìm thấy dòng tiêu đề. Cần có cột “Họ và tên”."


def test_a_visible_sheet_is_read_before_a_hidden_one_like_it() -> None:
    rows = (("Họ tên", "Phòng"), ("A", "TP"))
    heading = find_heading([sheet(*rows, name="old", is_hidden=True), sheet(*rows, name="new")], PEOPLE)
    assert isinstance(heading, Heading)
    assert heading.sheet.name == "new"


def test_fees_and_places_are_told_from_other_columns_that_begin_so() -> None:
    heading = found(("Mã TTHC", "Tên TTHC", "Phí", "Lệ Phí", "Phi địa giới", "Cơ quan thực hiện"), columns=PROCEDURES)
    assert (heading.columns["charge"], heading.columns["due"], heading.columns["agency"]) == ((2,), (3,), (5,))
    assert 4 not in {at for positions in heading.columns.values() for at in positions}


def test_an_exact_name_wins_over_one_that_only_begins_so() -> None:
    heading = found(("Mã TTHC", "Tên TTHC liên quan", "Tên TTHC"), columns=PROCEDURES)
    assert heading.columns["procedure"] == (2,)


@given(st.permutations(PEOPLE), st.lists(st.text(max_size=8), max_size=5), st.randoms())
def test_columns_are_found_in_any_order_below_any_titles(
    columns: list[Column], titles: list[str], chance: random.Random
) -> None:
    headings = tuple(chance.choice(column.synonyms) for column in columns)
    heading = find_heading([sheet(*((title,) for title in titles), headings, ("x",) * len(headings))], PEOPLE)
    assert isinstance(heading, Heading)
    assert heading.columns == {column.name: (at,) for at, column in enumerate(columns)}
    assert heading.last_row == len(titles) + 1


@given(st.lists(st.lists(st.one_of(st.none(), st.text(), st.integers(), st.floats()), max_size=6), max_size=6))
def test_any_rows_have_headings_or_a_reason(rows: list[list[object]]) -> None:
    for columns in (PEOPLE, PROCEDURES):
        assert isinstance(find_heading([sheet(*map(tuple, rows))], columns), Heading | ImportProblem)


def test_no_two_columns_of_a_list_have_the_same_title() -> None:
    for columns in (PEOPLE, PROCEDURES):
        titles = [column.title for column in columns]
        assert len(titles) == len(set(titles))


def test_headings_are_found_in_a_real_file_with_a_merged_title() -> None:
    made = table([["DANH SÁCH"], ["Họ tên", "Phòng"], ["A", "TP"]], merged=["A1:B1"])
    heading = find_heading(made.sheets, PEOPLE)
    assert isinstance(heading, Heading)
    assert heading.last_row == 2
