"""Can the Office keep its directory: find, add, change, lose nobody's typing, print and take it along?"""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import update

from actions.accounts import Role, add_account_token, list_accounts
from actions.audit import list_acts
from actions.people import OfficerView, OfficerWish, list_officers, save_officer
from actions.presence import open_desk
from application import House
from models import Officer
from tests.entrance.forms import send
from tests.office.supervisor import Supervisor, seen_in, words
from tests.visitors import PASSWORD, add_officer, csrf, signed_in

TAM = OfficerWish("Lê Thị Thử", ("TP", "YT"), "Công chức tư pháp", "+842063852123;ext=12", "+84912345678")
TYPED = {
    "name": "  Hoàng  Văn Mẫu ",
    "position": "Trưởng phòng",
    "office_phone": "0206/3852123 máy lẻ 12",
    "mobile": "0912 345 678",
    "departments": ["TP", "KTHT"],
    "note": "",
}


@pytest.fixture
def office_client(house: House) -> FlaskClient:
    return signed_in(house, add_officer(house, "van-phong", role=Role.SUPERVISOR))


@pytest.fixture
def headers(office_client: FlaskClient) -> dict[str, str]:
    return csrf(office_client, "/office/people")


def on_list(house: House) -> dict[str, OfficerView]:
    return {each.name: each for each in house.hall.read(list_officers) if each.is_on_list}


def added(house: House, wish: OfficerWish = TAM) -> OfficerView:
    officer: Any = house.hall.write(save_officer, wish=wish, actor="test")
    assert isinstance(officer, OfficerView)
    return officer


def text(client: FlaskClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


def test_only_the_office_sees_the_directory(house: House, client: FlaskClient) -> None:
    officer = signed_in(house, add_officer(house))
    pages = ("/office/people", "/office/people/new", "/office/people/list.csv", "/office/people/import")
    for page in (*pages, "/office/procedures", "/office/procedures/list.xlsx", "/office/procedures/import"):
        assert officer.get(page).status_code == 403, page
        assert client.get(page).status_code == 302, page
    answer = officer.post("/office/people/new", data=TYPED, headers=csrf(officer, "/desk/"))
    assert answer.status_code == 403


def test_a_change_without_the_forgery_token_is_refused(house: House, office_client: FlaskClient) -> None:
    office_client.post("/office/people/new", data=TYPED)
    assert not on_list(house)


def test_somebody_is_added_with_telephone_numbers_normalised(
    house: House, office_client: FlaskClient, headers: dict[str, str]
) -> None:
    answer = office_client.post("/office/people/new", data=TYPED, headers=headers)
    assert answer.headers["Location"] == "/office/people"
    officer = on_list(house)["Hoàng Văn Mẫu"]
    assert (officer.office_phone, officer.mobile) == ("+842063852123;ext=12", "+84912345678")
    assert set(officer.departments) == {"TP", "KTHT"}
    page = text(office_client, "/office/people")
    assert "0206 3852 123 (máy lẻ 12)" in page
    assert 'href="tel:+84912345678"' in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("mobile", "0912 ABC", "Số điện thoại không hợp lệ."),
        ("mobile", "0165 234 5678", "nay là 0352 345 678"),
        ("office_phone", "123", "Số điện thoại không hợp lệ."),
        ("name", "  ", "Chưa ghi họ và tên."),
        ("name", "x" * 130, "Quá dài."),
    ],
)
def test_what_is_wrong_is_told_and_stays_typed(
    house: House, office_client: FlaskClient, headers: dict[str, str], field: str, typed: str, sentence: str
) -> None:
    answer = office_client.post("/office/people/new", data={**TYPED, field: typed}, headers=headers)
    page = answer.get_data(as_text=True)
    assert sentence in page
    assert f'value="{typed}"' in page
    assert not on_list(house)


def test_the_search_needs_no_accents(house: House, office_client: FlaskClient) -> None:
    added(house)
    added(house, OfficerWish("Nông Văn Mẫu", ("KTHT",)))
    for query in ("thu", "le thi THỬ", "tu phap", "y te", "912345678"):
        page = text(office_client, f"/office/people?q={query}")
        assert "Lê Thị Thử" in page, query
        assert "Nông Văn Mẫu" not in page, query
    assert "Không tìm thấy ai" in text(office_client, "/office/people?q=khong+co")


def test_the_directory_of_one_department(house: House, office_client: FlaskClient) -> None:
    added(house)
    added(house, OfficerWish("Nông Văn Mẫu", ("KTHT",)))
    page = text(office_client, "/office/people?department=YT")
    assert "Lê Thị Thử" in page
    assert "Nông Văn Mẫu" not in page


def test_who_only_has_an_account_is_marked_and_can_be_put_on_the_list(
    house: House, office_client: FlaskClient, headers: dict[str, str]
) -> None:
    add_officer(house, "lien", "TP")
    assert "Chỉ có tài khoản" in text(office_client, "/office/people")
    (officer,) = (each for each in house.hall.read(list_officers) if each.accounts == ("lien",))
    fields = {**TYPED, "revision": officer.revision}
    office_client.post(f"/office/people/{officer.id}", data=fields, headers=headers)
    assert on_list(house)["Hoàng Văn Mẫu"].accounts == ("lien",)


def test_two_who_edit_one_officer_the_second_is_told_and_nothing_is_lost(
    house: House, office_client: FlaskClient, headers: dict[str, str]
) -> None:
    officer = added(house)
    page = text(office_client, f"/office/people/{officer.id}")
    assert f'name="revision" type="hidden" value="{officer.revision}"' in page
    theirs = OfficerWish(TAM.name, ("TP",), "Phó phòng", TAM.office_phone, TAM.mobile)
    house.hall.write(save_officer, wish=theirs, actor="other", officer_id=officer.id, revision=officer.revision)
    mine = {**TYPED, "revision": officer.revision}
    answer = office_client.post(f"/office/people/{officer.id}", data=mine, headers=headers)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Người khác vừa sửa mục này" in page
    assert 'value="Trưởng phòng"' in page
    assert "Người khác vừa ghi: Phó phòng" in page
    assert "Người khác vừa ghi: Tư pháp" in page
    assert on_list(house)[TAM.name].position == "Phó phòng"
    seen = {**TYPED, "revision": officer.revision + 1}
    assert f'name="revision" type="hidden" value="{officer.revision + 1}"' in page
    assert office_client.post(f"/office/people/{officer.id}", data=seen, headers=headers).status_code == 302
    assert on_list(house)["Hoàng Văn Mẫu"].position == "Trưởng phòng"


def test_a_form_without_its_revision_overwrites_nobody(
    house: House, office_client: FlaskClient, headers: dict[str, str]
) -> None:
    officer = added(house)
    assert office_client.post(f"/office/people/{officer.id}", data=TYPED, headers=headers).status_code == 409


def test_whoever_leaves_is_off_the_list_and_the_log_keeps_the_name(
    house: House, office_client: FlaskClient, headers: dict[str, str]
) -> None:
    officer = added(house)
    fields = {"revision": officer.revision}
    answer = office_client.post(f"/office/people/{officer.id}/left", data=fields, headers=headers)
    assert answer.headers["Location"] == "/office/people"
    assert not on_list(house)
    act = house.hall.read(list_acts)[0]
    assert (act.kind, act.before) == ("officer_left", {**asdict(TAM), "departments": ["TP", "YT"]})
    assert office_client.get(f"/office/people/{officer.id}").status_code == 404


def test_whoever_leaves_signs_in_no_more_and_is_signed_out_everywhere(
    house: House, office_client: FlaskClient, headers: dict[str, str]
) -> None:
    account = add_officer(house)
    token = house.hall.write(add_account_token, account_id=account.id)
    theirs, software = signed_in(house, account), {"Authorization": f"Bearer {token}"}
    assert (
        theirs.get("/desk/").status_code,
        house.app.test_client().get("/api/v1/board", headers=software).status_code,
    ) == (200, 200)
    (officer,) = (each for each in house.hall.read(list_officers) if each.accounts == ("lien",))
    office_client.post(f"/office/people/{officer.id}/left", data={"revision": officer.revision}, headers=headers)
    assert theirs.get("/desk/").headers["Location"].startswith("/sign-in")
    assert house.app.test_client().get("/api/v1/board", headers=software).status_code == 401
    page = send(house.app.test_client(), "/sign-in", name="lien", password=PASSWORD)
    assert "Tài khoản đã ngừng dùng" in page.get_data(as_text=True)
    assert {act.kind for act in house.hall.read(list_acts)} >= {"officer_left", "account_disabled"}
    again = office_client.post(f"/office/accounts/{account.id}/enable", headers=headers)
    assert "Không có công chức này" in again.get_data(as_text=True)


def test_who_had_left_before_accounts_went_along_is_out_too(house: House) -> None:
    account = add_officer(house)
    theirs = signed_in(house, account)
    house.hall.write(lambda session, here: session.execute(update(Officer).values(left_at=here.now)))
    assert theirs.get("/desk/").headers["Location"].startswith("/sign-in")


def test_nobody_takes_an_account_along_that_they_may_not_disable(
    house: House, office_client: FlaskClient, headers: dict[str, str]
) -> None:
    add_officer(house, "quan-tri", role=Role.ADMINISTRATOR)
    by_name = {each.accounts[0]: each for each in house.hall.read(list_officers)}
    for name, sentence in (("quan-tri", "Chỉ quản trị mới làm được"), ("van-phong", "tài khoản đang đăng nhập")):
        officer = by_name[name]
        answer = office_client.post(
            f"/office/people/{officer.id}/left", data={"revision": officer.revision}, headers=headers
        )
        assert (answer.status_code, sentence in answer.get_data(as_text=True)) == (409, True)
    assert not any(each.is_disabled for each in house.hall.read(list_accounts))


def test_whom_an_officer_stands_in_for_is_shown_before_they_leave(house: House) -> None:
    chief = Supervisor(house, "van-phong-2")
    huong, khanh = added(house, OfficerWish("Bế Thị Hương", ("TNMT",))), added(house, OfficerWish("Khánh", ("TNMT",)))
    chief.reports(huong.id, substitute=khanh.id)
    first = chief.sends(f"/people/{khanh.id}/left", revision=khanh.revision)
    assert first.status_code == 409
    page = words(first.get_data(as_text=True))
    assert "Khánh đang được cử trực thay Bế Thị Hương (13/3/2017 – 13/3/2017)" in page
    assert "Vẫn đưa ra khỏi danh bạ" in page
    assert "Khánh" in on_list(house)
    again = chief.sends(f"/people/{khanh.id}/left", revision=khanh.revision, seen=seen_in(first))
    assert again.status_code == 302
    assert "Khánh" not in on_list(house)
    assert "Khánh không còn trong danh bạ. Chưa có người thay" in chief.sees("/absences")
    assert "Thay: Khánh" not in chief.sees("/roster")


def test_nobody_leaves_from_an_open_desk_or_after_a_change(
    house: House, office_client: FlaskClient, headers: dict[str, str]
) -> None:
    account = add_officer(house)
    house.hall.write(open_desk, desk="4", account=account)
    (officer,) = (each for each in house.hall.read(list_officers) if each.accounts == ("lien",))
    for revision, sentence in ((officer.revision, "đang mở quầy"), (officer.revision - 1, "Người khác vừa sửa")):
        answer = office_client.post(f"/office/people/{officer.id}/left", data={"revision": revision}, headers=headers)
        assert (answer.status_code, sentence in answer.get_data(as_text=True)) == (409, True)


def test_the_directory_is_taken_along_as_a_workbook_and_as_text(house: House, office_client: FlaskClient) -> None:
    officer = added(house)
    book = load_workbook(io.BytesIO(office_client.get("/office/people/list.xlsx").data))
    heading, row = book.worksheets[0].iter_rows(values_only=True)
    assert heading[1] == "Họ và tên"
    assert row[:2] == (str(officer.id), "Lê Thị Thử")
    answer = office_client.get("/office/people/list.csv")
    assert "danh-ba-cong-chuc.csv" in answer.headers["Content-Disposition"]
    assert "0206 3852 123 (máy lẻ 12)" in answer.data.decode("utf-8-sig")


def test_an_officer_of_a_department_that_is_gone_is_still_shown(
    house: House, office_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(house)
    monkeypatch.setattr("office.people.department_names", dict)
    assert "TP, YT" in text(office_client, "/office/people")
