"""Can the Office keep the catalogue in the page, and see how much of the published list it posts?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from actions.accounts import Role
from actions.catalogue import find_procedures, load_procedures, procedure
from actions.hall import Hall
from actions.procedures import ProcedureEdit, procedure_to_edit, procedures_to_edit, save_procedure, withdraw_procedure
from application import House
from office import covered
from tests.visitors import add_officer, csrf, signed_in

KEY = "1.013225"
TYPED = {
    "name": "Cấp giấy phép thử",
    "official_name": "Cấp giấy phép thử theo quyết định công bố",
    "code": "1.999001.000.00.00.H14",
    "department": "KTHT",
    "field": "Hoạt động xây dựng",
    "documents": "Đơn\r\n\r\n Bản vẽ ",
    "synonyms": "giấy phép con\r\nphép thử",
    "time_limit": "15 ngày",
    "fee": "Không",
    "legal_basis": "Luật thử",
    "source": "Quyết định thử",
}


@pytest.fixture
def office_client(house: House) -> FlaskClient:
    return signed_in(house, add_officer(house, "van-phong", role=Role.SUPERVISOR))


@pytest.fixture
def headers(office_client: FlaskClient) -> dict[str, str]:
    return csrf(office_client, "/office/people")


def edit(house: House, key: str = KEY) -> ProcedureEdit:
    found = house.hall.read(procedure_to_edit, key=key)
    assert found is not None
    return found


def text(client: FlaskClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


def test_the_catalogue_stands_by_department(office_client: FlaskClient) -> None:
    page = text(office_client, "/office/procedures")
    assert page.index("Phòng Tư pháp<span") != page.index("Phòng Kinh tế và Hạ tầng<span")
    assert "143 thủ tục" in page


def test_the_search_needs_no_accents_and_knows_synonyms(house: House, office_client: FlaskClient) -> None:
    name = edit(house).wish.name
    for query in ("lam nha", "1.013225", "giấy phép xây dựng"):
        assert name in text(office_client, f"/office/procedures?q={query}"), query
    assert name not in text(office_client, "/office/procedures?q=lam+nha&department=TP")
    assert "Không tìm thấy thủ tục nào" in text(office_client, "/office/procedures?q=khongco")


def test_a_new_procedure_is_found_at_the_kiosk_by_its_synonym(
    house: House, office_client: FlaskClient, headers: dict[str, str]
) -> None:
    answer = office_client.post("/office/procedures/new", data=TYPED, headers=headers)
    assert answer.headers["Location"] == "/office/procedures"
    added = edit(house, "1.999001")
    assert (added.wish.code, added.wish.documents) == ("1.999001", ("Đơn", "Bản vẽ"))
    assert added.updated_on == house.hall.local_now().date()
    assert house.hall.read(find_procedures, query="giay phep con")[0].key == "1.999001"
    assert "cập nhật ngày 13/3/2017" in text(office_client, "/office/procedures?q=1.999001")


def test_a_procedure_is_not_added_twice(house: House, office_client: FlaskClient, headers: dict[str, str]) -> None:
    answer = office_client.post("/office/procedures/new", data={**TYPED, "code": KEY}, headers=headers)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, f"Đã có thủ tục mã {KEY}" in page) == (409, True)
    assert "Cấp giấy phép thử" in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"), [("code", "abc", "sai mẫu"), ("name", "", "còn trống"), ("name", "x" * 501, "dài")]
)
def test_what_is_wrong_is_told(
    house: House, office_client: FlaskClient, headers: dict[str, str], field: str, typed: str, sentence: str
) -> None:
    answer = office_client.post("/office/procedures/new", data={**TYPED, field: typed}, headers=headers)
    assert sentence in answer.get_data(as_text=True)
    assert house.hall.read(procedure_to_edit, key="1.999001") is None


def test_a_department_that_does_not_exist_is_refused(
    house: House, office_client: FlaskClient, headers: dict[str, str]
) -> None:
    answer = office_client.post("/office/procedures/new", data={**TYPED, "department": "XX"}, headers=headers)
    assert (answer.status_code, "Không có phòng" in answer.get_data(as_text=True)) == (409, True)


def test_what_the_page_shows_saves_back_unchanged(
    house: House, office_client: FlaskClient, headers: dict[str, str]
) -> None:
    before = edit(house)
    wish = before.wish
    fields = {
        **{name: getattr(wish, name) for name in TYPED if name not in ("documents", "synonyms")},
        "documents": "\r\n".join(wish.documents),
        "synonyms": "\r\n".join(wish.synonyms),
        "revision": before.revision,
    }
    answer = office_client.post(f"/office/procedures/edit/{KEY}", data=fields, headers=headers)
    assert answer.status_code == 302
    assert edit(house).wish == wish
    assert edit(house).updated_on == house.hall.local_now().date()


def test_two_who_edit_one_procedure_the_second_is_told_and_nothing_is_lost(
    house: House, office_client: FlaskClient, headers: dict[str, str]
) -> None:
    seen = edit(house)
    other: Any = {**{name: getattr(seen.wish, name) for name in seen.wish.__slots__}, "fee": "50.000 đồng"}
    house.hall.write(save_procedure, wish=type(seen.wish)(**other), actor="other", revision=seen.revision)
    answer = office_client.post(
        f"/office/procedures/edit/{KEY}", data={**TYPED, "revision": seen.revision}, headers=headers
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Người khác vừa ghi: 50.000 đồng" in page
    assert "Luật thử" in page
    assert edit(house).wish.fee == "50.000 đồng"
    fields = {**TYPED, "revision": seen.revision + 1}
    assert office_client.post(f"/office/procedures/edit/{KEY}", data=fields, headers=headers).status_code == 302
    assert edit(house).wish.fee == "Không"


def test_a_withdrawn_procedure_leaves_the_kiosk_and_comes_back(
    house: House, office_client: FlaskClient, headers: dict[str, str]
) -> None:
    for fields, is_posted in (({}, False), ({"back": "1"}, True)):
        data = {"revision": edit(house).revision, **fields}
        answer = office_client.post(f"/office/procedures/withdraw/{KEY}", data=data, headers=headers)
        assert answer.status_code == 302
        assert (house.hall.read(procedure, key=KEY) is not None) == is_posted
        assert ("Đã gỡ</span>" in text(office_client, f"/office/procedures?q={KEY}")) != is_posted


def test_a_stale_withdrawal_is_refused(house: House, office_client: FlaskClient, headers: dict[str, str]) -> None:
    data = {"revision": edit(house).revision + 1}
    answer = office_client.post(f"/office/procedures/withdraw/{KEY}", data=data, headers=headers)
    assert answer.status_code == 409
    assert not edit(house).is_withdrawn


def test_editing_a_withdrawn_procedure_does_not_put_it_back(house: House) -> None:
    seen = edit(house)
    house.hall.write(withdraw_procedure, key=KEY, revision=seen.revision, actor="test")
    house.hall.write(save_procedure, wish=seen.wish, revision=seen.revision + 1, actor="test")
    assert edit(house).is_withdrawn


def test_a_newer_shipped_list_takes_nothing_away_that_the_office_added(house: House, tmp_path: Path) -> None:
    path = house.hall.config.procedures_path
    assert path is not None
    wish = edit(house).wish
    added = type(wish)(key="eigen", code="", department="TP", field="", name="Thủ tục riêng")
    house.hall.write(save_procedure, wish=added, actor="test")
    newer = tmp_path / "procedures.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    newer.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert house.hall.write(load_procedures, path=newer) == 1
    assert not edit(house, "eigen").is_withdrawn


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "national-codes.csv"
    rows = ["procedure_code,official_name,field", f"{KEY},Cấp giấy phép,Hoạt động xây dựng", "1.999009,Mới,Thử"]
    path.write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.setattr(covered, "_path", lambda _: path)
    return path


def test_the_share_of_the_published_list_is_told_with_what_is_missing(
    house: House, office_client: FlaskClient, published: Path
) -> None:
    assert "Đã niêm yết 1/2 thủ tục (50%)" in text(office_client, "/office/procedures")
    page = text(office_client, "/office/procedures/coverage")
    assert "Chưa niêm yết (1)" in page
    assert "1.999009" in page
    assert "Đang niêm yết nhưng không còn trong danh mục" in page


def test_a_changed_list_is_read_again(house: House, office_client: FlaskClient, published: Path) -> None:
    text(office_client, "/office/procedures")
    published.write_text(f"procedure_code,official_name,field\n{KEY},Cấp giấy phép,Xây dựng", encoding="utf-8")
    assert "Đã niêm yết 1/1 thủ tục (100%)" in text(office_client, "/office/procedures")


def test_without_a_published_list_there_is_no_figure(office_client: FlaskClient) -> None:
    assert "Đã niêm yết" not in text(office_client, "/office/procedures")
    assert office_client.get("/office/procedures/coverage").status_code == 404


def test_the_whole_catalogue_is_one_read(sqlite_hall: Hall) -> None:
    assert len(sqlite_hall.read(procedures_to_edit)) == 143
