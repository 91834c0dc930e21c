"""What goes out comes back unchanged, and nothing in it is ever a formula."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from imports.exports import people_file, procedures_file, shielded
from imports.people import PersonRow, read_people
from imports.people_preview import preview_people
from imports.procedures import read_procedures
from imports.procedures_preview import preview_procedures
from imports.tables import read_table
from tests.imports.files import DEPARTMENTS

KINDS = pytest.mark.parametrize("kind", ["xlsx", "csv"])
LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])

PEOPLE = {
    "7": PersonRow(0, "Nguyễn Anh", ("TP", "LDTBXH"), "Trưởng phòng", "+842063852123;ext=12", "+84912345678", "=1+1"),
    "8": PersonRow(0, "Nguyễn Anh", ("VHTT",), "", "", "", "- trực\tsáng"),
    "9": PersonRow(0, "Lê Ba", ("TNMT",), "@sum", "+842063852124", "", "'=x"),
}
PROCEDURE = {
    "code": "1.001193",
    "department": "TP",
    "field": "Hộ tịch",
    "name": "Khai sinh",
    "official_name": "Đăng ký khai sinh",
    "documents": ["- Tờ khai | 02 bản", "+ Giấy"],
    "time_limit": "Trong ngày",
    "fee": "=8000",
    "legal_basis": "Luật; NĐ",
    "source": "https://x",
    "synonyms": ["làm giấy | khai"],
    "is_checked": True,
    "is_withdrawn": False,
    "updated_on": date(2017, 3, 10),
}
PROCEDURES = {
    "1.001193": PROCEDURE,
    "TP-01": {
        **PROCEDURE,
        "code": "",
        "name": "Hòa giải",
        "is_withdrawn": True,
        "is_checked": False,
        "updated_on": None,
    },
    "T-TQU-238221-TT": {**PROCEDURE, "code": "T-TQU-238221-TT", "name": "Cũ", "documents": [], "synonyms": []},
}


@KINDS
@LANGUAGES
def test_officers_come_back_unchanged(kind, language: str) -> None:
    content = people_file(PEOPLE, DEPARTMENTS, kind, language)
    people = read_people(read_table(content, f"people.{kind}"), DEPARTMENTS)
    preview = preview_people(people, PEOPLE)
    assert (preview.problems, preview.changed, preview.added, preview.absent) == ((), (), (), ())
    assert [each.key for each in preview.same] == ["7", "8", "9"]


@KINDS
@LANGUAGES
def test_procedures_come_back_unchanged(kind, language: str) -> None:
    content = procedures_file(PROCEDURES, DEPARTMENTS, kind, language)
    procedures = read_procedures(read_table(content, f"procedures.{kind}"), DEPARTMENTS)
    preview = preview_procedures(procedures, PROCEDURES)
    assert (preview.problems, preview.changed, preview.added, preview.absent) == ((), (), (), ())
    assert len(preview.same) == 3


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@x", "\t=1", "＝1", "'=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    people = {"1": PersonRow(0, text, ("TP",), text, "", "", text)}
    rows = csv.reader(io.StringIO(people_file(people, DEPARTMENTS, "csv").decode("utf-8-sig")))
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t＝"))]
    sheet = load_workbook(io.BytesIO(people_file(people, DEPARTMENTS))).active
    assert {cell.data_type for row in sheet.rows for cell in row if cell.value is not None} == {"s"}


def test_what_is_no_formula_is_left_as_it_is() -> None:
    assert shielded("Phòng Tư pháp") == "Phòng Tư pháp"
    assert shielded("'quoted'") == "'quoted'"


def test_a_csv_says_to_excel_that_it_is_utf_8() -> None:
    assert people_file(PEOPLE, DEPARTMENTS, "csv").startswith(b"\xef\xbb\xbf")


def test_an_empty_office_has_a_file_with_headings() -> None:
    sheet = load_workbook(io.BytesIO(people_file({}, DEPARTMENTS))).active
    assert [cell.value for cell in sheet[1]][1:3] == ["Họ và tên", "Phòng"]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
LIST = st.lists(TEXT, max_size=3)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([{"name": "", "fee": "1000", "field": "", "documents": [], "synonyms": []}], "xlsx")
@example([{"name": "", "fee": "1" + "0" * 25, "field": "", "documents": [], "synonyms": []}], "csv")
@given(
    st.lists(
        st.fixed_dictionaries({"name": TEXT, "fee": TEXT, "field": TEXT, "documents": LIST, "synonyms": LIST}),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["xlsx", "csv"]),
)
def test_any_texts_of_an_office_come_back_unchanged(texts: list[dict], kind) -> None:
    """Names are never empty here; keys are our own."""
    present = {
        f"TP-{n}": {**PROCEDURE, **each, "code": "", "name": f"Thủ tục {n} {each['name']}"}
        for n, each in enumerate(texts)
    }
    content = procedures_file(present, DEPARTMENTS, kind)
    preview = preview_procedures(read_procedures(read_table(content, f"p.{kind}"), DEPARTMENTS), present)
    assert (preview.problems, preview.changed, preview.added) == ((), (), ())
    assert len(preview.same) == len(present)
