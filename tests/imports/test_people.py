"""Lists of officers as departments send them in."""

from __future__ import annotations

from imports.people import PersonRow, read_people
from imports.problems import line
from imports.rows import LONGEST_TEXT
from imports.tables import read_table
from tests.imports.files import DEPARTMENTS, separated, table, told, workbook

HEADINGS = ("STT", "Họ và tên", "Đơn vị", "Chức vụ", "Điện thoại cơ quan", "Di động", "Ghi chú")


def people(*rows: tuple[object, ...], headings: tuple[object, ...] = HEADINGS, **wish: object):
    return read_people(table([headings, *rows]), DEPARTMENTS, **wish)


def lines(*rows: tuple[object, ...], **wish: object) -> list[str]:
    return [line("vi", problem) for problem in people(*rows, **wish).problems]


def test_a_person_is_read_with_everything() -> None:
    read = people((1, " Nguyễn  Văn A ", "Phòng Tư pháp", "Trưởng phòng", "0206 3852 123", 912345678, "trực\nsáng"))
    assert read.rows == (
        PersonRow(2, "Nguyễn Văn A", ("TP",), "Trưởng phòng", "+842063852123", "+84912345678", "trực sáng"),
    )
    assert read.problems == ()
    assert read.fields == {"name", "departments", "position", "office_phone", "mobile", "note"}


def test_a_list_with_titles_groups_sums_and_signatures() -> None:
    rows = [
        ["ỦY BAN NHÂN DÂN"],
        ["DANH SÁCH CÔNG CHỨC TRỰC BỘ PHẬN MỘT CỬA", None, None, None],
        [None],
        ["TT", "Họ tên", "Chức danh", "Số điện thoại"],
        ["I", "PHÒNG TƯ PHÁP", None, None],
        [1, "Nguyễn Văn A", "Trưởng phòng", "0206 3852 123 - 0912 345 678"],
        [2, "Trần Thị B", None, None],
        ["II", "Phòng LĐ-TB&XH"],
        [3, "Lê Văn C", "Chuyên viên", "0987.654.321"],
        [None, "Tổng số: 3 người"],
        [None, None, None, "Quảng Uyên, ngày 10 tháng 3 năm 2017"],
        [None, None, None, "NGƯỜI LẬP BIỂU"],
    ]
    read = read_people(table(rows, merged=["A2:D2"]), DEPARTMENTS)
    assert read.problems == ()
    assert [(p.row, p.name, p.departments) for p in read.rows] == [
        (6, "Nguyễn Văn A", ("TP",)),
        (7, "Trần Thị B", ("TP",)),
        (9, "Lê Văn C", ("LDTBXH",)),
    ]
    assert (read.rows[0].office_phone, read.rows[0].mobile) == ("+842063852123", "+84912345678")
    assert [number for number, _ in read.left_out] == [5, 8, 10, 11, 12]


def test_a_department_merged_beside_its_people_is_everybodys() -> None:
    rows = [["Phòng", "Họ tên"], ["Tư pháp", "A A"], [None, "B B"], ["VHTT", "C C"]]
    read = read_people(table(rows, merged=["A2:A3"]), DEPARTMENTS)
    assert [p.departments for p in read.rows] == [("TP",), ("TP",), ("VHTT",)]


def test_whose_list_it_is_may_stand_in_its_title_or_be_said() -> None:
    rows = [["PHÒNG TƯ PHÁP"], ["DANH SÁCH"], ["Họ tên", "Chức vụ"], ["A A", "x"]]
    assert read_people(table(rows), DEPARTMENTS).rows[0].departments == ("TP",)
    assert read_people(table(rows), DEPARTMENTS, department="VHTT").rows[0].departments == ("VHTT",)
    assert told(read_people(table(rows[1:]), DEPARTMENTS).problems) == [("row.no_department", 3)]


def test_several_departments_in_a_cell() -> None:
    assert people((1, "A A", "Tư pháp\nVHTT")).rows[0].departments == ("TP", "VHTT")


def test_numbers_beyond_one_of_each_kind_go_into_the_note() -> None:
    (person,) = people((1, "A A", "TP", "", "0206 3852 123; 0206 3852 124", "0912345678", "x")).rows
    assert (person.office_phone, person.mobile, person.note) == ("+842063852123", "+84912345678", "x; 0206 3852 124")


def test_every_wrong_cell_of_a_row_is_named_with_its_row_and_column() -> None:
    assert lines((1, "A A", "Phòng X", "", "12345", "01681234567"), (2, None, "TP", "cv")) == [
        "Dòng 2, cột “Đơn vị”: không có phòng “Phòng X”.",
        "Dòng 2, cột “Điện thoại cơ quan”: số điện thoại “12345” không hợp lệ.",
        "Dòng 2, cột “Di động”: “01681234567” là số cũ, nay là 0381 234 567.",
        "Dòng 3, cột “Họ và tên”: ô còn trống.",
    ]


def test_an_empty_department_is_named() -> None:
    assert lines((1, "A A", None, "cv")) == ["Dòng 2, cột “Đơn vị”: ô còn trống."]


def test_formulas_and_errors_in_known_columns_are_named() -> None:
    assert lines((1, "A A", "TP", "=B9", "#REF!", None, None, "=X1")) == [
        "Dòng 2, cột “Chức vụ”: ô chứa công thức chưa có kết quả. Mở tệp, lưu lại, hoặc dán giá trị vào ô.",
        "Dòng 2, cột “Điện thoại cơ quan”: ô báo lỗi #REF!.",
    ]


def test_a_list_of_nothing_but_formulas_is_not_taken_for_an_empty_one() -> None:
    assert told(people((None, "=A1", "=B1")).problems) == [("row.formula", 2), ("row.formula", 2)]


def test_one_name_twice_is_one_person_unless_mobile_numbers_differ() -> None:
    assert lines((1, "A A", "TP"), (2, "a a", "VHTT")) == [
        "Dòng 3, cột “Họ và tên”: “a a” trùng tên với dòng 2 (Phòng Tư pháp). Chưa rõ là một người hay hai người; "
        "ghi số di động của từng dòng, hoặc chọn khi nhập."
    ]
    assert lines((1, "A A", "TP"), (2, "a a", "TP, VHTT")) == [
        "Dòng 3, cột “Họ và tên”: “a a” trùng với dòng 2. Nếu là hai người, ghi số di động của từng người; "
        "nếu là một người, ghi các phòng vào cùng một ô."
    ]
    assert lines((1, "A A", "TP", "", "", "0912345678"), (2, "A A", "TP", "", "", "0912345679")) == []
    assert lines((1, "Hoàng Hà", "TP"), (2, "Hoàng Hạ", "TP")) == []


def test_one_person_listed_once_for_each_department_belongs_to_all_of_them() -> None:
    read = people(
        (1, "A A", "TP", "Trưởng phòng", "02063852123", "0912345678"),
        (2, "B B", "TP"),
        (3, "A A", "VHTT", "Kiêm nhiệm", "02063852124", "0912 345 678"),
    )
    assert read.problems == ()
    (united, other) = read.rows
    assert (united.row, united.departments, united.position) == (2, ("TP", "VHTT"), "Trưởng phòng; Kiêm nhiệm")
    assert (united.office_phone, united.mobile, united.note) == ("+842063852123", "+84912345678", "0206 3852 124")
    assert other.name == "B B"


def test_the_office_may_say_whether_two_rows_are_one_person() -> None:
    two = ((1, "A A", "TP"), (2, "A A", "VHTT"))
    assert [row.row for row in people(*two).rows] == [2], "the second waits for the answer"
    assert [row.departments for row in people(*two, answers={3: "same"}).rows] == [("TP", "VHTT")]
    apart = people(*two, answers={3: "new"})
    assert ([row.departments for row in apart.rows], apart.problems) == ([("TP",), ("VHTT",)], ())


def test_a_text_longer_than_can_be_kept_is_named() -> None:
    assert lines((1, "A" * 501, "TP"), (2, "B B", "TP", "", "", "", "x" * 501)) == [
        f"Dòng 2, cột “Họ và tên”: dài quá {LONGEST_TEXT} ký tự.",
        f"Dòng 3, cột “Ghi chú”: dài quá {LONGEST_TEXT} ký tự.",
    ]


def test_a_list_without_names_or_people_says_so() -> None:
    assert lines(headings=("STT", "Đơn vị", "Chức vụ")) == ["Thiếu cột “Họ và tên”."]
    assert lines() == ["Dưới dòng tiêu đề không có dòng nào."]


def test_what_is_wrong_with_the_file_is_what_is_wrong_with_the_list() -> None:
    assert told(read_people(read_table(b"PK", "list.xlsx"), DEPARTMENTS).problems) == [("broken", None)]


def test_a_csv_is_read_as_a_workbook_is() -> None:
    rows = [HEADINGS, (1, "Nguyễn Văn A", "Tư pháp", "cv", "02063852123", "0912345678", "")]
    from_csv = read_people(read_table(separated(rows, ";", "utf-8-sig"), "a.csv"), DEPARTMENTS)
    from_xlsx = read_people(read_table(workbook(rows), "a.xlsx"), DEPARTMENTS)
    assert from_csv.rows == from_xlsx.rows


def test_the_bar_moves_to_the_end() -> None:
    seen: list[tuple[int, int]] = []
    rows = [(n, f"Người {n}", "TP") for n in range(250)]
    people(*rows, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(100, 250), (200, 250), (250, 250)]
