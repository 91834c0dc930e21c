"""Who may look after whose account, and what follows from each change?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from actions.accounts import AccountView, Role, account_by_id, account_by_name, add_account
from actions.known import known
from actions.people import OfficerWish, save_officer
from actions.presence import open_desk
from application import House
from passwords import is_password
from tests.visitors import add_officer, csrf, signed_in

NEW = {"person": "Cán bộ mới", "name": "moi", "role": "officer", "password": "một câu dễ nhớ", "departments": ["TP"]}


class Office:
    """Somebody of the Office at their browser."""

    def __init__(self, house: House, account: AccountView) -> None:
        self.house = house
        self.account = account
        self.client: FlaskClient = signed_in(house, account)
        self.headers = csrf(self.client, "/office/accounts")

    def send(self, path: str, **fields: Any) -> Any:
        return self.client.post(f"/office{path}", data=fields, headers=self.headers)

    def found(self, name: str) -> AccountView | None:
        found: Any = self.house.hall.read(account_by_name, name=name)
        return found[0] if found else None


@pytest.fixture
def administrator(house: House) -> Office:
    return Office(house, add_officer(house, "quan", role=Role.ADMINISTRATOR))


@pytest.fixture
def supervisor(house: House) -> Office:
    return Office(house, add_officer(house, "van-phong", role=Role.SUPERVISOR))


def test_an_officer_does_not_get_into_the_office(house: House) -> None:
    client = signed_in(house, add_officer(house))
    for page in ("/office/", "/office/accounts", "/office/accounts/new", "/office/devices"):
        assert client.get(page).status_code == 403
    answer = client.post("/office/accounts/new", data=NEW, headers=csrf(client, "/desk/"))
    assert answer.status_code == 403


def test_a_stranger_is_shown_the_sign_in(client: FlaskClient) -> None:
    assert client.get("/office/accounts").headers["Location"] == "/sign-in?next=/office/accounts"


def test_a_new_officer_can_sign_in_and_open_the_desk(supervisor: Office) -> None:
    assert supervisor.send("/accounts/new", **NEW).headers["Location"] == "/office/accounts"
    account = supervisor.found("moi")
    assert account is not None
    assert (account.role, account.departments, account.officer_name) == (Role.OFFICER, ("TP",), "Cán bộ mới")
    assert "Đã thêm tài khoản moi." in supervisor.client.get("/office/accounts").get_data(as_text=True)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": "van-phong"}, "Đã có tài khoản tên “van-phong”."),
        ({"password": "ngắn"}, "Mật khẩu cần ít nhất"),
        ({"person": ""}, "Ô này còn trống."),
        ({"departments": "BÊN-KHÁC"}, "Chọn một mục trong danh sách."),
        ({"officer": "bảy"}, "Chọn một mục trong danh sách."),
        ({"name": "hai chữ"}, "Tên đăng nhập chỉ gồm chữ"),
    ],
)
def test_what_is_wrong_is_said(supervisor: Office, changed: dict[str, str], sentence: str) -> None:
    assert sentence in supervisor.send("/accounts/new", **{**NEW, **changed}).get_data(as_text=True)
    assert supervisor.found("moi") is None


def test_only_an_administrator_makes_the_office(supervisor: Office, administrator: Office) -> None:
    for role in ("supervisor", "administrator"):
        supervisor.send("/accounts/new", **{**NEW, "role": role})
        assert supervisor.found("moi") is None
    administrator.send("/accounts/new", **{**NEW, "role": "supervisor"})
    made = administrator.found("moi")
    assert made is not None
    assert made.role is Role.SUPERVISOR


@pytest.mark.parametrize("change", ["", "/password", "/disable", "/enable", "/departments"])
def test_a_supervisor_cannot_touch_an_administrator(supervisor: Office, administrator: Office, change: str) -> None:
    path = f"/accounts/{administrator.account.id}{change}"
    if change:
        assert supervisor.send(path, password="của người khác").status_code == 403
    else:
        assert supervisor.client.get(f"/office{path}").status_code == 403
    theirs: Any = administrator.found("quan")
    assert theirs.epoch == administrator.account.epoch


def test_a_new_password_signs_its_holder_out(house: House, supervisor: Office) -> None:
    account = add_officer(house)
    theirs = signed_in(house, account)
    assert theirs.get("/desk/").status_code == 200
    supervisor.send(f"/accounts/{account.id}/password", password="một câu mới hẳn")
    assert theirs.get("/desk/").status_code == 302
    _, kept = _account_and_hash(house, "lien")
    assert is_password("một câu mới hẳn", kept)


def test_ones_own_new_password_keeps_one_signed_in(administrator: Office) -> None:
    administrator.send(f"/accounts/{administrator.account.id}/password", password="một câu mới hẳn")
    assert administrator.client.get("/office/accounts").status_code == 200


def test_a_disabled_account_is_out_at_once_and_can_come_back(house: House, supervisor: Office) -> None:
    account = add_officer(house)
    theirs = signed_in(house, account)
    supervisor.send(f"/accounts/{account.id}/disable")
    assert theirs.get("/desk/").status_code == 302
    assert "Đã ngừng" in supervisor.client.get("/office/accounts").get_data(as_text=True)
    supervisor.send(f"/accounts/{account.id}/enable")
    again: Any = house.hall.read(account_by_id, account_id=account.id)
    assert not again.is_disabled


def test_nobody_disables_themselves_or_who_is_at_a_desk(house: House, administrator: Office) -> None:
    own = administrator.send(f"/accounts/{administrator.account.id}/disable")
    assert (own.status_code, "đang đăng nhập" in own.get_data(as_text=True)) == (409, True)
    officer = add_officer(house)
    house.hall.write(open_desk, desk="4", account=officer)
    assert administrator.send(f"/accounts/{officer.id}/disable").status_code == 409


def test_departments_can_be_changed(house: House, supervisor: Office) -> None:
    account = add_officer(house, "lien", "TP")
    supervisor.send(f"/accounts/{account.id}/departments", departments=["TP", "YT"], revision=account.revision)
    changed: Any = house.hall.read(account_by_id, account_id=account.id)
    assert set(changed.departments) == {"TP", "YT"}


def test_the_second_who_changes_departments_is_told_and_overwrites_nobody(
    house: House, supervisor: Office, administrator: Office
) -> None:
    account = add_officer(house, "lien", "TP")
    path = f"/accounts/{account.id}/departments"
    shown = f'name="revision" type="hidden" value="{account.revision}"'
    assert shown in supervisor.client.get(f"/office/accounts/{account.id}").text
    assert administrator.send(path, departments=["TP", "YT"], revision=account.revision).status_code == 302
    for fields in ({"revision": account.revision}, {}):
        answer = supervisor.send(path, departments=["KTHT"], **fields)
        assert answer.status_code == 409
        assert "Người khác vừa sửa mục này" in answer.text
        assert re.search(r"Người khác vừa ghi: (Tư pháp, Y tế|Y tế, Tư pháp)", answer.text)
        assert re.search(r'<input checked[^>]* value="KTHT">', answer.text)
    changed: Any = house.hall.read(account_by_id, account_id=account.id)
    assert set(changed.departments) == {"TP", "YT"}
    assert f'name="revision" type="hidden" value="{changed.revision}"' in answer.text
    assert supervisor.send(path, departments=["KTHT"], revision=changed.revision).status_code == 302


def test_an_unknown_account_is_not_found(administrator: Office) -> None:
    assert administrator.client.get("/office/accounts/999").status_code == 404


def _account_and_hash(house: House, name: str) -> tuple[AccountView, str]:
    found = house.hall.read(account_by_name, name=name)
    assert found is not None
    return found


def test_an_officer_of_the_directory_gets_an_account(house: House, supervisor: Office) -> None:
    """Name and departments are the directory's; nobody is in it twice, and nobody gets two accounts."""
    listed: Any = house.hall.write(save_officer, wish=OfficerWish("Lục Thị Lan", ("TP",)), actor="system")
    assert f'value="{listed.id}">Lục Thị Lan – Tư pháp' in supervisor.client.get("/office/accounts/new").text
    chosen = {**NEW, "officer": listed.id, "person": "", "departments": ["YT"]}
    assert supervisor.send("/accounts/new", **chosen).status_code == 302
    account = supervisor.found("moi")
    assert account is not None
    assert (account.officer_id, account.officer_name, account.departments) == (listed.id, "Lục Thị Lan", ("TP",))
    assert "Lục Thị Lan" not in supervisor.client.get("/office/accounts/new").text
    again: Any = house.hall.write(add_account, name="b", role=Role.OFFICER, password_hash="-", officer=listed.id)
    assert (again.code, again.facts["name"]) == ("officer_has_account", "moi")
    nobody: Any = house.hall.write(add_account, name="b", role=Role.OFFICER, password_hash="-", officer=9_999)
    assert nobody.code == "no_officer_found"


def test_an_officer_page_leads_to_the_account_of_that_officer(house: House, supervisor: Office) -> None:
    listed: Any = house.hall.write(save_officer, wish=OfficerWish("Lục Thị Lan", ("TP",)), actor="system")
    address = f"/office/accounts/new?officer={listed.id}"
    assert f'href="{address}"' in supervisor.client.get(f"/office/people/{listed.id}").text
    assert f'<option selected value="{listed.id}">' in supervisor.client.get(address).text


def test_departments_said_anew_change_who_is_on_duty_at_once(house: House, supervisor: Office) -> None:
    """The officer of the directory is the account's: its department is staffed or not from then on."""
    listed: Any = house.hall.write(save_officer, wish=OfficerWish("Lục Thị Lan", ("TP",)), actor="system")
    supervisor.send("/accounts/new", **{**NEW, "officer": listed.id, "person": ""})
    assert house.hall.read(_listed_for, department="TP") == {listed.id}
    account = supervisor.found("moi")
    assert account is not None
    supervisor.send(f"/accounts/{account.id}/departments", departments=["YT"], revision=account.revision)
    assert house.hall.read(_listed_for, department="TP") == set()
    assert house.hall.read(_listed_for, department="YT") == {listed.id}


def _listed_for(session: Any, here: Any, *, department: str) -> set[int]:
    return set(known(session, here).duty.officers.get(department, ()))
