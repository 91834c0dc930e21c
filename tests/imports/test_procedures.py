"""The layouts in which offices keep their procedures (shared data, README: layouts 1 to 5, and our own list)."""

from __future__ import annotations

import csv
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from imports.problems import line
from imports.procedures import Procedures, key_of_name, read_procedures
from imports.procedures_preview import preview_procedures
from imports.rows import LONGEST_KEY, LONGEST_TEXT
from imports.tables import read_path, read_table
from models import Officer, Procedure
from tests.imports.files import DEPARTMENTS, Office, separated, table, told, workbook
from tests.imports.layouts import ANNEX, FORM, FULL, FULL_MAIN, PORTAL, TRACKING

ROOT = Path(__file__).parents[2]


def read(rows: list[list[object]], fields: dict[str, str] | None = None, **wish: object) -> Procedures:
    return read_procedures(table(rows, **wish), DEPARTMENTS, fields)


def test_layout_1_the_national_portals_export() -> None:
    found = read(PORTAL, {"lưu thông": "VHTT"}, merged=["A1:E1"], name="Danh sách TTHC")
    assert found.problems == ()
    assert [(r.row, r.key, r.department, r.field, r.name) for r in found.rows] == [
        (3, "1.001193", "TP", "Hộ tịch", "Đăng ký khai sinh"),
        (4, "2.000620", "VHTT", "Lưu thông", "Cấp phép"),
    ]
    assert found.fields == {"code", "official_name", "department", "field"}
    assert [r.official_name for r in found.rows] == ["Đăng ký khai sinh", "Cấp phép"]


def test_layout_2_the_full_database_workbook() -> None:
    found = read(FULL_MAIN, {"Hộ tịch": "TP"}, name="TTHC2-CAPXA", **FULL)
    assert found.problems == ()
    birth, marriage = found.rows
    assert birth.documents == ("Tờ khai (bản chính: 1)", "Giấy chứng sinh (bản chính: 1, bản sao: 1)")
    assert birth.time_limit == "Trực tiếp: 2 ngày; Trực tuyến: 1 ngày"
    assert birth.fee == "Miễn phí"
    assert birth.legal_basis == "Luật Hộ tịch (60/2014/QH13); Nghị định 123/2015/NĐ-CP"
    assert birth.source == "Quyết định số 1085/QĐ-BTP ngày 13/3/2026; https://x.vn/1"
    assert (birth.row, birth.department, birth.is_withdrawn) == (4, "TP", False)
    assert (marriage.documents, marriage.fee, marriage.is_withdrawn) == (("Tờ khai",), "", True)
    assert marriage.source == "Quyết định 7/QĐ ngày 13/3/2026"
    assert {"documents", "time_limit", "fee", "legal_basis", "is_withdrawn"} <= found.fields


def test_a_wrong_code_in_a_child_sheet_is_named_with_the_sheet() -> None:
    children = {**FULL, "CCPL": [["STT", "Mã TTHC", "Trích yếu"], [1, "abc", "Luật"]]}
    (problem,) = read(FULL_MAIN, {}, name="TTHC2-CAPXA", **children).problems
    assert line("vi", problem) == (
        "Trang tính “CCPL”. Dòng 2, cột “Mã TTHC”: mã thủ tục “abc” sai mẫu (ví dụ 1.001193)."
    )


def test_a_child_sheet_without_headings_is_named() -> None:
    (problem,) = read(FULL_MAIN, {}, name="TTHC2-CAPXA", **{**FULL, "TPHS": [["x", "y"]]}).problems
    assert line("vi", problem) == "Trang tính “TPHS”: không tìm thấy dòng tiêu đề. Cần có cột “Tên giấy tờ”."


def test_a_child_sheet_without_a_heading_for_the_code_has_it_in_column_b() -> None:
    children = {**FULL, "TPHS": [["STT", "x", "Tên giấy tờ", "Bản chính"], [1, "1.001193", "Tờ khai", 2]]}
    assert read(FULL_MAIN, {}, **children).rows[0].documents == ("Tờ khai (bản chính: 2)",)


def test_layout_3_the_import_form() -> None:
    one, two, three = read(FORM).rows
    assert (one.code, one.department, one.fee, one.is_withdrawn) == ("1.001190", "TP", "Lệ Phí: 8.000 đồng", False)
    assert (two.code, two.department, two.fee, two.is_withdrawn) == (
        "1.012598",
        "TNMT",
        "Phí: 20.000đ; Lệ Phí: 10.000đ",
        True,
    )
    assert (three.department, three.fee, three.is_withdrawn, three.is_in_force) == (None, "Không", False, False)
    assert one.source == "Quyết định số 9/QĐ"


def test_layout_4_the_annex_of_a_decision() -> None:
    found = read(ANNEX, {"Đất đai": "TNMT"})
    assert found.problems == ()
    one, two = found.rows
    assert (one.row, one.field, one.department, one.legal_basis) == (
        6,
        "Chứng thực",
        "TP",
        "- NĐ 23/2015; - TT 226/2016",
    )
    assert (two.key, two.field, two.department, two.time_limit) == ("T-TQU-238221-TT", "ĐẤT ĐAI", "TNMT", "15 ngày")
    assert [number for number, _ in found.left_out] == [5, 7, 9]


@pytest.mark.parametrize(
    ("line_above", "field"),
    [
        ("I. Hộ tịch", "Hộ tịch"),
        ("II LĨNH VỰC HỘ TỊCH", "HỘ TỊCH"),
        ("1. Thủ tục hành chính thuộc lĩnh vực: Hộ tịch", "Hộ tịch"),
        ("Vi phạm hành chính", "Vi phạm hành chính"),
    ],
)
def test_a_line_above_its_procedures_names_their_field(line_above: str, field: str) -> None:
    rows = [["STT", "Mã TTHC", "Tên TTHC"], [None, line_above], [1, "1.000001", "A"]]
    assert [row.field for row in read(rows).rows] == [field]
    assert [row.field for row in read([rows[0], [line_above], rows[2]]).rows] == [field]


def test_layout_5_the_staff_tracking_sheet() -> None:
    found = read(TRACKING, {"Hộ tịch": "TP"})
    assert [(r.updated_on, r.is_withdrawn) for r in found.rows] == [(date(2017, 3, 10), False)] * 2
    assert "updated_on" in found.fields


def test_our_own_list_is_read_whole() -> None:
    path = ROOT / "samples" / "quang-uyen" / "procedures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    offices = tuple({row["department_code"]: _office(row) for row in listed}.values())
    found = read_procedures(read_path(path), offices)
    assert found.problems == ()
    assert [(r.key, r.code, r.department, r.name) for r in found.rows] == [
        (row["key"], row["procedure_code"], row["department_code"], row["name"]) for row in listed
    ]
    assert [list(r.documents) for r in found.rows] == [
        [item.strip() for item in row["documents"].split("|") if item.strip()] for row in listed
    ]
    assert sum(bool(r.is_checked) for r in found.rows) == sum(row["checked"] == "source" for row in listed)


def _office(row: dict[str, str]):
    return Office(row["department_code"], row["department_name"], row["department_name"])


def test_what_can_be_kept_is_as_long_as_the_database_has_room() -> None:
    lengths = {name: Procedure.__table__.c[name].type.length for name in ("key", "name", "field", "official_name")}
    assert lengths == {"key": LONGEST_KEY, "name": LONGEST_TEXT, "field": LONGEST_TEXT, "official_name": None}
    columns = Officer.__table__.c
    assert {columns[name].type.length for name in ("name", "position", "note")} == {LONGEST_TEXT}


HEADINGS = ["Mã TTHC", "Tên TTHC", "Mã phòng", "Ngày kiểm tra"]


def test_wrong_cells_are_named_with_row_and_column() -> None:
    rows = [
        HEADINGS,
        ["12", "A", "TP", "31/2/2017"],
        ["1.000001", None, "XX", "hôm qua"],
        ["=A1", "B", "TP", None],
    ]
    assert [line("vi", problem) for problem in read(rows).problems] == [
        "Dòng 2, cột “Mã TTHC”: mã thủ tục “12” sai mẫu (ví dụ 1.001193).",
        "Dòng 2, cột “Ngày kiểm tra”: không có ngày “31/2/2017”.",
        "Dòng 3, cột “Tên TTHC”: ô còn trống.",
        "Dòng 3, cột “Mã phòng”: không có phòng “XX”.",
        "Dòng 3, cột “Ngày kiểm tra”: “hôm qua” không phải là ngày (ví dụ 14/3/2017).",
        "Dòng 4, cột “Mã TTHC”: ô chứa công thức chưa có kết quả. Mở tệp, lưu lại, hoặc dán giá trị vào ô.",
    ]


def test_a_code_that_stands_twice_names_both_rows() -> None:
    rows = [HEADINGS, ["1.001193", "A", "TP"], ["1.001193.H14", "B", "TP"], [None, "C", "TP"], ["", "C", "TP"]]
    assert [line("vi", problem) for problem in read(rows).problems] == [
        "Dòng 3, cột “Mã TTHC”: “1.001193” trùng với dòng 2.",
        "Dòng 5, cột “Mã TTHC”: “C” trùng với dòng 4.",
    ]


def test_a_procedure_without_a_code_has_a_key_of_its_name() -> None:
    (one,) = read([HEADINGS, [None, "Hòa giải", "TP"]]).rows
    assert one.key == key_of_name("Hòa giải") == key_of_name("HÒA GIẢI")
    assert one.code == ""


def test_a_field_that_is_not_handled_here_is_marked() -> None:
    rows = [["Mã TTHC", "Tên TTHC", "Lĩnh vực"], ["1.000001", "A", "Hàng hải"], ["1.000002", "B", "Hộ tịch"]]
    assert read(rows, {"Hàng hải": "", "Hộ tịch": "TP"}).not_ours == {2}


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("Tờ khai | Giấy tờ", ("Tờ khai", "Giấy tờ")),
        ("- Tờ khai\n- Giấy tờ\n", ("Tờ khai", "Giấy tờ")),
        ("1. Tờ khai\n2. Giấy tờ", ("Tờ khai", "Giấy tờ")),
        ("a) Tờ khai", ("Tờ khai",)),
        ("02 bộ bản vẽ", ("02 bộ bản vẽ",)),
        ("", ()),
    ],
)
def test_papers_are_taken_apart_without_their_bullets(cell: str, items: tuple[str, ...]) -> None:
    (one,) = read([["Mã TTHC", "Tên TTHC", "Thành phần hồ sơ"], ["1.000001", "A", cell]]).rows
    assert one.documents == items


def test_a_list_without_names_says_which_column_is_missing() -> None:
    assert told(read([["Mã TTHC", "Lĩnh vực"], ["1.000001", "x"]]).problems) == [("missing_column", None)]


def test_a_csv_saved_by_a_spreadsheet_is_read_as_well() -> None:
    content = separated([["Mã TTHC", "Tên TTHC", "Mã phòng"], ["1,001193", "A", "TP"], ["1.00119", "B", "TP"]], ";")
    found = read_procedures(read_table(content, "a.csv"), DEPARTMENTS)
    assert [r.code for r in found.rows] == ["1.001193", "1.001190"]


@pytest.mark.long
def test_five_thousand_procedures_are_read_and_compared_in_bounded_memory() -> None:
    """The full database workbook's main sheet and its papers: 45,000 rows."""
    codes = [f"1.{n:06d}" for n in range(5000)]
    main = [FULL_MAIN[2], *([n, code, f"Thủ tục {n}", *FULL_MAIN[3][3:]] for n, code in enumerate(codes))]
    papers = [FULL["TPHS"][0], *([k, code, f"Giấy tờ {k}", 1, 0] for code in codes for k in range(8))]
    content = workbook(main, TPHS=papers)
    tracemalloc.start()
    try:
        found = read_procedures(read_table(content, "full.xlsx"), DEPARTMENTS, {"Hộ tịch": "TP"})
        preview = preview_procedures(found, {})
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert preview.counts == {"new": 5000, "changed": 0, "same": 0, "skipped": 0, "errors": 0}
    assert peak < 150 * 1024 * 1024
