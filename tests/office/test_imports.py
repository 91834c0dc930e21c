"""Does a list from outside come in as the Office saw it in the preview, wholly or not at all?"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from actions.accounts import Role
from actions.audit import list_acts
from actions.lists import Confirmed, ListFile
from actions.people import OfficerWish, list_officers, save_officer
from actions.procedures import ProcedureImport, ProcedureWish, import_procedures, procedure_to_edit, procedures_to_edit
from application import House
from office import kept_files
from tests.imports.files import separated, workbook
from tests.visitors import add_officer, csrf, signed_in

PEOPLE = (
    ("DANH SÁCH CÔNG CHỨC TRỰC",),
    ("STT", "Họ và tên", "Phòng", "Chức vụ", "ĐT cơ quan", "Di động"),
    (1, "Lê Thị Thử", "Phòng Tư pháp", "Công chức", "0206 3852 123", "0912345678"),
    (2, "Nông Văn Mẫu", "Phòng Kinh tế và Hạ tầng", "", "", "0913 456 789"),
    ("Cộng: 2 người",),
)
PROCEDURES = (
    ("Mã TTHC", "Tên TTHC", "Lĩnh vực"),
    ("1.999001", "Đăng ký thử nghiệm một", "Thử nghiệm"),
    ("1.999002", "Đăng ký thử nghiệm hai", "Thử nghiệm"),
    ("1.999003", "Cấp phép hàng hải", "Hàng hải"),
)


class Importer:
    """Somebody of the Office who sends lists in."""

    def __init__(self, house: House, what: str) -> None:
        self.house, self.what = house, what
        self.client: FlaskClient = signed_in(house, add_officer(house, f"vp-{what}", role=Role.SUPERVISOR))
        self.headers = csrf(self.client, "/office/people")

    def send(self, content: bytes, name: str = "list.xlsx", **fields: Any) -> Any:
        return self.client.post(f"/office/{self.what}/import", headers=self.headers, **body(content, name, **fields))

    def again(self, page: str, **fields: Any) -> Any:
        """The preview's own form, sent with these fields."""
        data = {**hidden(page), **fields}
        return self.client.post(f"/office/{self.what}/import", data=data, headers=self.headers)

    def confirm(self, page: str, **fields: Any) -> Any:
        return self.again(page, write="1", **fields)


def body(content: bytes, name: str, **fields: Any) -> dict[str, Any]:
    """A form with a file. The client's own way leaves a temporary file open where the file is large."""
    boundary, encoded = encode_multipart({"file": FileStorage(io.BytesIO(content), name), **fields})
    return {"data": encoded, "content_type": f"multipart/form-data; boundary={boundary}"}


def hidden(page: str) -> dict[str, str]:
    form = page.split("data-busy>")[1]
    tags = re.findall(r"<input[^>]*>", form)
    found = {}
    for tag in tags:
        if 'type="hidden"' in tag:
            name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            assert name
            found[name[1]] = value[1] if value else ""
    return found


def counts(page: str) -> list[int]:
    """New, changed, unchanged, skipped, errors."""
    return [int(number) for number in re.findall(r"<b>(\d+)</b></li>", page)]


def html(answer: Any) -> str:
    text: str = answer.get_data(as_text=True)
    return text


@pytest.fixture
def kept(house: House, tmp_path: Path) -> Path:
    house.app.config["IMPORTS"] = tmp_path / "imports"
    return tmp_path / "imports"


@pytest.fixture
def people(house: House, kept: Path) -> Importer:
    return Importer(house, "people")


@pytest.fixture
def procedures(house: House, kept: Path) -> Importer:
    return Importer(house, "procedures")


def on_list(house: House) -> dict[str, Any]:
    return {each.name: each for each in house.hall.read(list_officers, on_list_only=True)}


def test_nothing_is_written_before_the_office_confirms(house: House, people: Importer, kept: Path) -> None:
    page = html(people.send(workbook(PEOPLE)))
    assert counts(page) == [2, 0, 0, 1, 0]
    assert "Không phải dòng của danh sách" in page
    assert not on_list(house)
    answer = people.confirm(page)
    assert answer.headers["Location"] == "/office/people"
    assert on_list(house)["Lê Thị Thử"].office_phone == "+842063852123"
    assert on_list(house)["Nông Văn Mẫu"].departments == ("KTHT",)
    assert "thêm 2, sửa 0" in html(people.client.get("/office/people"))
    (digest,) = [path.name for path in kept.iterdir()]
    act = next(act for act in house.hall.read(list_acts) if act.kind == "imported")
    assert (act.who, act.facts["added"], act.facts["skipped"]) == ("vp-people", 2, 1)
    assert (act.facts["file"], act.facts["digest"]) == ("list.xlsx", digest)
    assert "Danh bạ công chức" in html(people.client.get("/office/log")).split("<table")[1]


def test_before_and_after_of_what_changes_are_shown_and_logged(house: House, people: Importer) -> None:
    wish = OfficerWish("Lê Thị Thử", ("TP",), "Công chức", "", "+84912345678", "giữ lại")
    house.hall.write(save_officer, wish=wish, actor="test")
    page = html(people.send(workbook(PEOPLE)))
    assert counts(page) == [1, 1, 0, 1, 0]
    assert '<span class="mut">–</span>' in page
    assert "<ins>0206 3852 123</ins>" in page
    people.confirm(page)
    officer = on_list(house)["Lê Thị Thử"]
    assert (officer.office_phone, officer.note) == ("+842063852123", "giữ lại")
    changed = next(act for act in house.hall.read(list_acts) if act.kind == "officer_changed")
    assert (changed.before["office_phone"], changed.after["office_phone"]) == ("", "+842063852123")


def test_whoever_only_has_an_account_joins_the_list_instead_of_standing_twice(house: House, people: Importer) -> None:
    add_officer(house, "tam", "TP")
    (holder,) = (each for each in house.hall.read(list_officers) if each.accounts == ("tam",))
    rows = (("Họ và tên", "Phòng"), (holder.name, "Tư pháp"))
    page = html(people.send(workbook(rows)))
    assert counts(page) == [0, 1, 0, 0, 0]
    people.confirm(page)
    assert on_list(house)[holder.name].id == holder.id


def test_an_export_comes_back_as_nothing_changed(house: House, people: Importer, procedures: Importer) -> None:
    people.confirm(html(people.send(workbook(PEOPLE))))
    for importer in (people, procedures):
        for ending in ("xlsx", "csv"):
            exported = importer.client.get(f"/office/{importer.what}/list.{ending}").data
            page = html(importer.send(exported, f"list.{ending}"))
            assert counts(page)[:2] == [0, 0], (importer.what, ending)
            assert "Không có gì mới để ghi" in page


def test_a_list_that_names_no_department_asks_whose_it_is(house: House, people: Importer) -> None:
    rows = (("Họ và tên", "Di động"), ("Lê Thị Thử", "0912345678"))
    page = html(people.send(workbook(rows)))
    assert "Danh sách của phòng" in page
    assert "chưa rõ thuộc phòng nào" in page
    page = html(people.again(page, department="YT"))
    assert counts(page) == [1, 0, 0, 0, 0]
    assert people.confirm(page).status_code == 303
    assert on_list(house)["Lê Thị Thử"].departments == ("YT",)


def test_whether_a_namesake_is_the_same_person_is_asked(house: House, people: Importer) -> None:
    people.confirm(html(people.send(workbook((("Họ và tên", "Phòng"), ("Nguyễn Văn Mẫu", "Tư pháp"))))))
    rows = (("Họ và tên", "Phòng"), ("Nguyễn Văn Mẫu", "Y tế"))
    page = html(people.send(workbook(rows)))
    assert counts(page) == [0, 0, 0, 0, 1]
    assert "trùng tên với công chức đã có của Phòng Tư pháp" in page
    (known,) = re.findall(r'<option value="(\d+)">Là người đã có của', page)
    assert people.confirm(page).status_code == 200, "nothing is written before it is answered"
    same = html(people.again(page, **{"namesake-2": known}))
    assert counts(same) == [0, 1, 0, 0, 0]
    other = html(people.again(page, **{"namesake-2": "new"}))
    assert counts(other) == [1, 0, 0, 0, 0]
    assert people.confirm(same).status_code == 303
    assert set(on_list(house)["Nguyễn Văn Mẫu"].departments) == {"TP", "YT"}


def test_a_mistake_is_told_with_row_and_column_and_nothing_is_half_imported(house: House, people: Importer) -> None:
    rows = (*PEOPLE[:3], (2, "Nông Văn Mẫu", "Phòng Tư pháp", "", "", "0912 ABC"))
    page = html(people.send(workbook(rows)))
    assert "Dòng 4, cột “Di động”: số điện thoại “0912 ABC” không hợp lệ." in page
    assert "Chưa ghi gì. Sửa 1 lỗi rồi nhập lại." in page
    assert people.confirm(page).status_code == 200
    assert not on_list(house)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "list.xlsx", "Tệp không có dữ liệu"),
        (b"PK\x03\x04broken", "list.xlsx", "Tệp bị hỏng"),
        (b"%PDF-1.4", "list.pdf", "Chỉ nhận .xlsx, .csv"),
        (b"%PDF-1.4", "list.xlsx", "Nội dung tệp không phải .xlsx"),
        ("Họ và tên\nLê Thị Thử".encode("utf-16-le")[:-1], "list.csv", "UTF-8"),
        ("Họ và tên;Phòng\nLê Thị Thử;TP".encode("cp1258", "replace"), "list.csv", "UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "list.xlsx", "có mật khẩu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "list.xlsx", "kiểu cũ"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(people: Importer, content: bytes, name: str, sentence: str) -> None:
    answer = people.send(content, name)
    assert (answer.status_code, sentence in html(answer)) == (200, True)


def test_a_formula_that_nobody_calculated_is_told_with_its_cell(people: Importer) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Họ và tên", "Phòng"])
    sheet.append(["Lê Thị Thử", "=VLOOKUP(A2,B:B,1)"])
    content = io.BytesIO()
    book.save(content)
    assert "Dòng 2, cột “Phòng”: ô chứa công thức" in html(people.send(content.getvalue()))


def test_no_file_at_all_is_asked_for(people: Importer) -> None:
    answer = people.client.post("/office/people/import", data={}, headers=people.headers)
    assert (answer.status_code, "Chọn tệp .xlsx hoặc .csv" in html(answer)) == (409, True)


@pytest.mark.parametrize("megabytes", [21, 49, 51])
def test_a_file_too_large_is_told_its_size(people: Importer, megabytes: int) -> None:
    answer = people.send(b"x" * (megabytes * 1024 * 1024), "list.csv")
    assert f"Tệp quá lớn: {megabytes}" in html(answer) or f"Tệp quá lớn: {megabytes + 1}" in html(answer)
    assert "Nhiều nhất 20 MB" in html(answer)


def test_elsewhere_a_request_stays_small(people: Importer) -> None:
    data = {"name": "x" * 400_000}
    assert people.client.post("/office/people/new", data=data, headers=people.headers).status_code == 413


def test_a_file_larger_than_any_form_reaches_only_people_who_are_signed_in(house: House, client: FlaskClient) -> None:
    large = body(b"x" * 400_000, "list.csv")
    assert client.post("/office/people/import", **large).status_code == 302
    officer = signed_in(house, add_officer(house))
    assert officer.post("/office/people/import", **large).status_code == 403


def test_what_somebody_changed_after_the_preview_is_looked_at_again(house: House, people: Importer) -> None:
    page = html(people.send(workbook(PEOPLE)))
    house.hall.write(save_officer, wish=OfficerWish("Lê Thị Thử", ("TP",), "Phó phòng"), actor="other")
    answer = people.confirm(page)
    assert (answer.status_code, "Người khác vừa sửa" in html(answer)) == (409, True)
    assert list(on_list(house)) == ["Lê Thị Thử"]
    assert counts(html(answer)) == [1, 1, 0, 1, 0]
    assert people.confirm(html(answer)).status_code == 303


def test_a_change_in_the_very_moment_of_the_write_stops_all_of_it(
    house: House, people: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer: Any = house.hall.write(save_officer, wish=OfficerWish("Lê Thị Thử", ("TP",)), actor="test")
    page = html(people.send(workbook(PEOPLE)))
    write = house.hall.database.write

    def write_after_another(action: Callable[..., Any], **more: Any) -> Any:
        monkeypatch.undo()
        wish = OfficerWish("Lê Thị Thử", ("YT",))
        house.hall.write(save_officer, wish=wish, actor="other", officer_id=officer.id, revision=officer.revision)
        return write(action, **more)

    monkeypatch.setattr(house.hall.database, "write", write_after_another)
    assert people.confirm(page).status_code == 409
    assert [each.departments for each in on_list(house).values()] == [("YT",)]


def test_the_confirmation_means_the_very_bytes_that_were_shown(people: Importer) -> None:
    page = html(people.send(workbook(PEOPLE)))
    for digest in ("f" * 64, "../../mot-cua.db", ""):
        answer = people.confirm(page, digest=digest)
        assert answer.status_code == 409, digest


def test_what_nobody_confirmed_goes_after_a_day(people: Importer, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people.send(workbook(PEOPLE))
    (first,) = kept.iterdir()
    monkeypatch.setattr(kept_files, "WAITS_S", -1)
    people.send(workbook(PEOPLE[:3]))
    assert first not in set(kept.iterdir())


def test_the_office_says_who_answers_for_the_fields_of_a_national_list(house: House, procedures: Importer) -> None:
    page = html(procedures.send(workbook(PROCEDURES)))
    assert counts(page) == [0, 0, 0, 0, 3]
    assert "Thử nghiệm (2)" in page
    page = html(procedures.again(page, **{"place-0": "TP", "place-1": "-"}))
    assert counts(page) == [2, 0, 0, 1, 0]
    assert procedures.confirm(page).headers["Location"] == "/office/procedures"
    added: Any = house.hall.read(procedure_to_edit, key="1.999001")
    assert (added.wish.department, added.wish.name) == ("TP", "Đăng ký thử nghiệm một")
    assert house.hall.read(procedure_to_edit, key="1.999003") is None


def test_all_other_fields_can_be_answered_for_at_once(house: House, procedures: Importer) -> None:
    page = html(procedures.send(workbook(PROCEDURES)))
    page = html(procedures.again(page, **{"place-0": "TP", "otherwise": "KTHT"}))
    assert counts(page) == [3, 0, 0, 0, 0]
    assert procedures.confirm(page).status_code == 303
    other: Any = house.hall.read(procedure_to_edit, key="1.999003")
    assert other.wish.department == "KTHT"


def test_a_list_may_withdraw_a_procedure(house: House, procedures: Importer) -> None:
    key = house.hall.read(procedures_to_edit)[0].wish.key
    rows = (("key", "Tên", "Trạng thái"), (key, "", "Hết hiệu lực"))
    name = house.hall.read(procedures_to_edit)[0].wish.name
    rows = (rows[0], (key, name, "Hết hiệu lực"))
    page = html(procedures.send(separated(rows), "list.csv"))
    assert counts(page) == [0, 1, 0, 0, 0]
    assert procedures.confirm(page).status_code == 303
    edit: Any = house.hall.read(procedure_to_edit, key=key)
    assert (edit.is_withdrawn, edit.updated_on) == (True, house.hall.local_now().date())
    act = next(act for act in house.hall.read(list_acts) if act.kind == "procedure_changed")
    assert (act.before["is_withdrawn"], act.after["is_withdrawn"]) == (False, True)
    assert "documents" not in act.after


def test_a_procedure_of_no_department_of_ours_stops_the_whole_import(house: House) -> None:
    wishes = [ProcedureWish(f"1.99900{n}", "", code, "", "Thử") for n, code in enumerate(("TP", "XX"))]
    imported = tuple(ProcedureImport(wish) for wish in wishes)
    refused: Any = house.hall.write(
        import_procedures, procedures=imported, confirmed=Confirmed(ListFile("a.csv"), "test")
    )
    assert refused.code == "no_department"
    assert house.hall.read(procedure_to_edit, key="1.999000") is None
