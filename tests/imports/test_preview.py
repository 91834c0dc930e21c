"""What an import would do is told before, exactly, and in the same words for the same file."""

from __future__ import annotations

from dataclasses import replace

from imports.people import PersonRow, read_people
from imports.people_preview import preview_people
from imports.preview import Preview, SkipReason, complete
from imports.procedures import read_procedures
from imports.procedures_preview import PROCEDURE_FIELDS, departments_by_field, preview_procedures
from tests.imports.files import DEPARTMENTS, table, told

ANH = PersonRow(0, "Nguyễn Anh", ("TP",), "Trưởng phòng", "+842063852123", "+84912345678", "")


def people(
    present: dict[str, PersonRow],
    *rows: tuple[object, ...],
    headings: tuple[str, ...] = (),
    answers: dict[int, str] | None = None,
) -> Preview:
    titles = headings or ("Họ tên", "Phòng", "Chức vụ", "Điện thoại cơ quan", "Di động")
    return preview_people(read_people(table([titles, *rows]), DEPARTMENTS, answers=answers), present, answers)


def test_people_are_added_changed_or_the_same() -> None:
    preview = people(
        {"7": ANH, "8": replace(ANH, name="Lê Ba", mobile="")},
        ("NGUYỄN ANH".title(), "TP", "Trưởng phòng", "0206 3852 123", "0912 345 678"),
        ("Lê Ba", "TP, VHTT", "Phó phòng", "", ""),
        ("Trần Tư", "VHTT"),
    )
    assert [(each.row, each.key) for each in preview.same] == [(2, "7")]
    (changed,) = preview.changed
    assert (changed.key, changed.fields) == (
        "8", {"departments": (("TP",), ("TP", "VHTT")), "position": ("Trưởng phòng", "Phó phòng")},
    )  # fmt: skip
    (added,) = preview.added
    assert added.values == {
        "name": "Trần Tư", "departments": ("VHTT",), "position": "", "office_phone": "", "mobile": "", "note": "",
    }  # fmt: skip
    assert preview.is_applicable
    assert preview.counts == {"new": 1, "changed": 1, "same": 1, "skipped": 0, "errors": 0}


def test_a_missing_column_or_an_empty_cell_changes_nothing() -> None:
    assert people({"7": ANH}, ("Nguyễn Anh", "TP"), headings=("Họ tên", "Phòng")).changed == ()
    assert people({"7": ANH}, ("Nguyễn Anh", "TP", None, None, None)).changed == ()


def test_people_with_one_name_are_told_apart() -> None:
    other = replace(ANH, departments=("VHTT",), mobile="+84987654321")
    present = {"7": ANH, "8": other}
    by_mobile = people(
        present, ("Nguyễn Anh", "TNMT", "", "", "0987654321"), ("Nguyễn Anh", "TP", "", "", "0912345678")
    )
    assert [each.key for each in by_mobile.changed] == ["8"]
    assert [each.key for each in by_mobile.same] == ["7"]
    assert [each.key for each in people(present, ("Nguyễn Anh", "VHTT")).same] == ["8"]
    (question,) = people(present, ("Nguyễn Anh", "LDTBXH")).namesakes
    assert [other.key for other in question.others] == ["7", "8"]


def test_a_namesake_of_another_department_is_never_merged_unasked() -> None:
    row = ("Nguyễn Anh", "VHTT", "Công chức")
    asked = people({"7": ANH}, row)
    assert (asked.changed, asked.added, told(asked.problems)) == ((), (), [("row.namesake", 2)])
    assert asked.problems[0].facts["departments"] == "Phòng Tư pháp"
    for said in ("same", "7"):
        (changed,) = people({"7": ANH}, row, answers={2: said}).changed
        assert changed.fields["departments"] == (("TP",), ("TP", "VHTT"))
    other = people({"7": ANH}, row, answers={2: "new"})
    assert ([each.key for each in other.added], other.is_applicable) == (["new-2"], True)
    assert not people({"7": ANH}, row, answers={2: "9"}).is_applicable


def test_nobody_is_meant_by_two_rows_whatever_is_answered() -> None:
    rows = (("Nguyễn Anh", "VHTT", "", "", "0911111111"), ("Nguyễn Anh", "TNMT", "", "", "0922222222"))
    preview = people({"7": replace(ANH, mobile="")}, *rows, answers={2: "7", 3: "7"})
    assert ([each.key for each in preview.changed], told(preview.problems)) == (["7"], [("row.namesake", 3)])


def test_a_list_of_one_department_takes_nobody_out_of_another() -> None:
    both = replace(ANH, departments=("TP", "VHTT"))
    assert [each.key for each in people({"7": both}, ("Nguyễn Anh", "VHTT")).same] == ["7"]
    (changed,) = people({"7": both}, ("Nguyễn Anh", "TNMT", "", "", "0912345678")).changed
    assert changed.fields["departments"] == (("TP", "VHTT"), ("TP", "VHTT", "TNMT"))
    (own,) = people({"7": both}, ("7", "Nguyễn Anh", "TNMT"), headings=("key", "Họ tên", "Phòng")).changed
    assert own.fields["departments"] == (("TP", "VHTT"), ("TNMT",))


def test_who_only_has_an_account_keeps_its_departments() -> None:
    holder = replace(ANH, departments=(), belongs=("TP",))
    assert told(people({"7": holder}, ("Nguyễn Anh", "VHTT")).problems) == [("row.namesake", 2)]
    (changed,) = people({"7": holder}, ("Nguyễn Anh", "VHTT", "", "", "0912345678")).changed
    assert changed.fields["departments"] == ((), ("TP", "VHTT"))


def test_who_is_not_in_the_file_is_left_alone_and_named() -> None:
    assert people({"7": ANH}, ("Trần Tư", "TP")).absent == ("7",)


def test_nothing_is_applicable_while_something_is_wrong() -> None:
    preview = people({}, ("Trần Tư", "TP"), ("Lê Ba", "Phòng X"))
    assert not preview.is_applicable
    assert (len(preview.added), told(preview.problems)) == (1, [("row.department", 3)])


def test_one_file_against_one_state_has_one_digest() -> None:
    rest = ("", "", "0912345678")
    first = people({"7": ANH}, ("Nguyễn Anh", "VHTT", *rest))
    assert first == people({"7": ANH}, ("Nguyễn Anh", "VHTT", *rest))
    assert first.digest != people({"7": replace(ANH, departments=("TNMT",))}, ("Nguyễn Anh", "VHTT", *rest)).digest
    assert first.digest != people({"7": ANH}, ("Nguyễn Anh", "TNMT", *rest)).digest
    assert first.digest != people({}, ("Nguyễn Anh", "VHTT")).digest


# --- procedures

BIRTH = {
    "code": "1.001193",
    "department": "TP",
    "field": "Hộ tịch",
    "name": "Khai sinh",
    "official_name": "",
    "documents": ["Tờ khai"],
    "time_limit": "Trong ngày",
    "fee": "",
    "legal_basis": "",
    "source": "",
    "synonyms": [],
    "is_checked": True,
    "is_withdrawn": False,
    "updated_on": None,
}


def procedures(
    present: dict, *rows: tuple[object, ...], keep: tuple[str, ...] = (), fields: dict | None = None
) -> Preview:
    headings = ("Mã TTHC", "Tên TTHC", "Lĩnh vực", "Trạng thái", "Giấy tờ cần có")
    return preview_procedures(read_procedures(table([headings, *rows]), DEPARTMENTS, fields), present, keep)


def test_procedures_are_matched_by_their_code_under_any_key() -> None:
    preview = procedures({"TP-01": BIRTH}, ("1.001193.H14", "Khai  sinh", "Hộ tịch", "Còn hiệu lực", "Tờ khai"))
    assert [each.key for each in preview.same] == ["TP-01"]


def test_a_list_that_is_not_ours_brings_official_names() -> None:
    row = ("1.001193", "Đăng ký khai sinh", "Hộ tịch", "", "Tờ khai\nGiấy chứng sinh")
    (changed,) = procedures({"1.001193": BIRTH}, row).changed
    assert changed.fields == {
        "official_name": ("", "Đăng ký khai sinh"),
        "documents": (["Tờ khai"], ("Tờ khai", "Giấy chứng sinh")),
    }
    (changed,) = procedures({"1.001193": BIRTH}, row, keep=("official_name",)).changed
    assert set(changed.fields) == {"documents"}


def test_an_official_name_that_is_the_name_is_none() -> None:
    assert procedures({"1.001193": BIRTH}, ("1.001193", "Khai sinh", "Hộ tịch")).same
    (added,) = procedures({}, ("1.001193", "Khai sinh", "Hộ tịch"), fields={"Hộ tịch": "TP"}).added
    assert (added.values["name"], added.values["official_name"]) == ("Khai sinh", "")


def test_an_official_name_too_long_to_keep_is_kept_beside_its_beginning() -> None:
    long = "Giải quyết chế độ " * 60
    (added,) = procedures({}, ("1.001193", long, "Hộ tịch"), fields={"Hộ tịch": "TP"}).added
    assert added.values["official_name"] == long.strip()
    assert str(added.values["name"]).endswith("…")
    assert len(str(added.values["name"])) <= 500


def test_a_field_that_the_caller_does_not_know_is_not_compared() -> None:
    present = {name: value for name, value in BIRTH.items() if name not in ("official_name", "is_withdrawn")}
    assert procedures({"1.001193": present}, ("1.001193", "Đăng ký", "Hộ tịch", "Hết hiệu lực")).same


def test_rows_to_write_are_complete() -> None:
    preview = procedures(
        {"TP-01": BIRTH, "TP-02": {**BIRTH, "code": ""}},
        ("1.001193", "Khai sinh", "Hộ tịch", "Hết hiệu lực"),
        ("1.000001", "Kết hôn", "Hộ tịch"),
        fields={"Hộ tịch": "TP"},
    )
    written = dict(complete(preview, {"TP-01": BIRTH}))
    assert written["TP-01"] == {**BIRTH, "is_withdrawn": True}
    assert set(written["1.000001"]) == set(PROCEDURE_FIELDS)
    assert len(written) == 2


def test_a_withdrawn_procedure_is_withdrawn_here_or_never_comes_in() -> None:
    gone = ("1.001193", "Khai sinh", "Hộ tịch", "Hết hiệu lực")
    (changed,) = procedures({"1.001193": BIRTH}, gone).changed
    assert changed.fields == {"is_withdrawn": (False, True)}
    preview = procedures({}, gone)
    assert [(each.row, each.reason) for each in preview.skipped] == [(2, SkipReason.WITHDRAWN)]
    assert preview.is_applicable


def test_a_procedure_comes_back_into_force() -> None:
    (changed,) = procedures(
        {"1.001193": {**BIRTH, "is_withdrawn": True}}, ("1.001193", "Khai sinh", "Hộ tịch", "Công khai")
    ).changed
    assert changed.fields == {"is_withdrawn": (True, False)}


def test_what_is_not_yet_in_force_waits() -> None:
    preview = procedures({}, ("1.000001", "A", "Hộ tịch", "Chưa có hiệu lực"))
    assert [each.reason for each in preview.skipped] == [SkipReason.NOT_IN_FORCE]


def test_a_new_procedure_needs_a_department_and_its_field_is_asked_for() -> None:
    rows = (("1.000001", "A", "Hàng hải"), ("1.000002", "B", "Hàng hải"), ("1.000003", "C", "Hộ tịch"))
    preview = procedures({}, *rows, fields={"Hộ tịch": "TP"})
    assert preview.unplaced == {"Hàng hải": 2}
    assert told(preview.problems) == [("row.unplaced", 2), ("row.unplaced", 3)]
    assert procedures({}, *rows, fields={"Hộ tịch": "TP", "hàng hải": "VHTT"}).is_applicable
    skipped = procedures({}, *rows, fields={"Hộ tịch": "TP", "Hàng hải": ""})
    assert [each.reason for each in skipped.skipped] == [SkipReason.NOT_OURS] * 2
    assert skipped.is_applicable


def test_a_procedure_that_is_present_keeps_its_department() -> None:
    assert procedures({"1.001193": BIRTH}, ("1.001193", "Khai sinh", "Hộ tịch")).same


def test_fields_answered_for_by_one_department_are_known_already() -> None:
    present = {
        "a": BIRTH, "b": {**BIRTH, "department": "VHTT", "field": "Văn hóa"},
        "c": {**BIRTH, "field": "Hòa giải"}, "d": {**BIRTH, "field": "Hòa giải", "department": "VHTT"},
        "e": {**BIRTH, "field": "Cũ", "is_withdrawn": True},
    }  # fmt: skip
    assert departments_by_field(present) == {"Hộ tịch": "TP", "Văn hóa": "VHTT"}
