"""What may anybody read and print: the roster, the procedures and their sheets, the directory?"""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from actions.hall import Hall
from actions.orders import set_exception
from actions.people import OfficerWish, save_officer
from actions.procedures import procedure_to_edit, save_procedure, withdraw_procedure
from actions.stops import stop_department
from application import House
from rules.duty import ExceptionKind
from tests.conftest import SetClock
from tests.pages import Page

PATHS = ("/posting/", "/posting/procedures", "/posting/procedures/1.013225", "/posting/departments/TP/sheets")
ALL = (*PATHS, "/posting/roster", "/posting/roster?size=a3", "/posting/officers", "/posting/?lang=en")
DAY_S = 24 * 3600


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def add_person(hall: Hall, name: str, *departments: str, **more: str) -> None:
    answer: Any = hall.write(save_officer, wish=OfficerWish(name, departments, **more), actor="test")
    assert answer.name == name


@pytest.mark.parametrize("path", ALL)
def test_a_page_asks_for_nothing_from_outside_and_runs_nothing_of_its_own(client: FlaskClient, path: str) -> None:
    page = Page.read(text(client, path))
    assert page.forbidden == []
    for address in page.resources:
        assert client.get(address, buffered=True).status_code == 200, address


@pytest.mark.parametrize("path", ALL)
def test_a_posted_page_can_only_be_read(client: FlaskClient, path: str) -> None:
    assert client.post(path, headers={"Origin": "http://localhost"}).status_code in (400, 405)


def test_every_link_of_the_overview_leads_somewhere(client: FlaskClient) -> None:
    for link in Page.read(text(client, "/posting/")).links:
        assert client.get(link).status_code == 200, link


def test_the_overview_names_who_is_there_today_when_and_where(client: FlaskClient) -> None:
    today = text(client, "/posting/").split('id="week"')[0]
    assert "Hôm nay, thứ Hai, 13/3/2017" in today
    assert "Phòng Tư\u00a0pháp" in today
    assert "Quầy\u00a04, tầng\u00a01" in today
    assert "Phòng Y\u00a0tế" not in today


def test_on_a_holiday_the_overview_says_why_nobody_is_there(client: FlaskClient, set_clock: SetClock) -> None:
    set_clock.wait((date(2017, 5, 1) - date(2017, 3, 13)).days * DAY_S)
    assert "Hôm nay nghỉ" in text(client, "/posting/")


def test_a_stopped_department_is_told_before_anybody_sets_out(client: FlaskClient, sqlite_hall: Hall) -> None:
    sqlite_hall.write(stop_department, department="TP", reason="mất điện", until=None, actor="test")
    assert "Phòng Tư pháp tạm ngừng nhận số: mất điện" in text(client, "/posting/")


def test_the_week_shows_exceptions_with_their_order(client: FlaskClient, sqlite_hall: Hall) -> None:
    order = {"order": "số 12/VP", "reason": "nhiều hồ sơ", "actor": "test"}
    sqlite_hall.write(
        set_exception, department="YT", day=date(2017, 3, 15), kind=ExceptionKind.EXTRA, sittings=("morning",), **order
    )
    roster = text(client, "/posting/roster")
    assert "Thứ Tư, 15/3/2017 (sáng): Phòng Y tế trực thêm (số 12/VP; nhiều hồ sơ)." in roster
    assert '<span class="roster__part">Sáng</span>' in roster


def test_a_week_with_a_holiday_says_so_in_its_column_and_below(client: FlaskClient, set_clock: SetClock) -> None:
    set_clock.wait((date(2017, 5, 3) - date(2017, 3, 13)).days * DAY_S)
    roster = text(client, "/posting/roster")
    assert "<small>Nghỉ: " in roster
    assert "Thứ Hai, 1/5/2017: Nghỉ: " in roster


def test_other_weeks_can_be_read_ahead_but_not_back(client: FlaskClient) -> None:
    this = text(client, "/posting/roster")
    assert "Từ ngày 13/3/2017 đến ngày 17/3/2017" in this
    assert "Tuần trước" not in this
    assert "Từ ngày 20/3/2017 đến ngày 24/3/2017" in text(client, "/posting/roster?week=2017-03-22")
    for nonsense in ("2017-03-06", "2030-01-01", "0001-01-01", "tomorrow", ""):
        assert "Từ ngày 13/3/2017" in text(client, f"/posting/roster?week={nonsense}")


def test_the_poster_comes_on_a4_and_a3(client: FlaskClient) -> None:
    assert "page-a4.css" in text(client, "/posting/roster")
    assert "page-a3.css" in text(client, "/posting/roster?size=a3")
    assert "page-a4.css" in text(client, "/posting/roster?size=a9")


def test_every_procedure_is_listed_under_its_department(client: FlaskClient) -> None:
    assert text(client, "/posting/procedures").count('href="/posting/procedures/') == 143
    assert text(client, "/posting/procedures?department=TP").count('href="/posting/procedures/') == 15
    assert client.get("/posting/procedures?department=NOBODY").status_code == 404


def test_procedures_are_searched_without_accents(client: FlaskClient) -> None:
    found = text(client, "/posting/procedures?q=chung+thuc+ban+sao")
    assert "Chứng thực bản sao" in found
    assert "Cấp giấy phép xây dựng mới" not in found
    assert "Không tìm thấy “qwzx”." in text(client, "/posting/procedures?q=qwzx")


def test_a_sheet_has_all_that_the_law_wants_posted(client: FlaskClient) -> None:
    sheet = text(client, "/posting/procedures/1.013225")
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Quảng Uyên, ngày 13 tháng 3 năm 2017",
        "Cấp giấy phép xây dựng mới", "1.013225", "Đơn đề nghị cấp giấy phép xây dựng", "20 ngày; 15 ngày",
        "Theo nghị quyết HĐND cấp tỉnh", "Luật Xây dựng 50/2014/QH13", "Nguồn: dichvucong.gov.vn",
        "Thứ Hai, thứ Tư và thứ Sáu hằng tuần: sáng 7:30–11:30, chiều 13:30–17:00",
    ):  # fmt: skip
        assert words in sheet, words


def test_a_sheet_is_headed_by_the_official_name_and_dated(client: FlaskClient, sqlite_hall: Hall) -> None:
    edit: Any = sqlite_hall.read(procedure_to_edit, key="1.013225")
    official = "Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV và nhà ở riêng lẻ"
    wish = dataclasses.replace(edit.wish, official_name=official)
    sqlite_hall.write(save_procedure, wish=wish, revision=edit.revision, actor="test")
    for path in ("/posting/procedures/1.013225", "/posting/departments/KTHT/sheets"):
        sheet = text(client, path)
        assert f"{official}</h1>" in sheet
        assert "(thường gọi: Cấp giấy phép xây dựng mới (công trình" in sheet
        assert "Cập nhật ngày 13/3/2017." in sheet


def test_what_is_unknown_is_said_to_be_asked(client: FlaskClient, sqlite_hall: Hall) -> None:
    edit: Any = sqlite_hall.read(procedure_to_edit, key="1.013225")
    wish = dataclasses.replace(edit.wish, fee="", documents=())
    sqlite_hall.write(save_procedure, wish=wish, revision=edit.revision, actor="test")
    sheet = text(client, "/posting/procedures/1.013225")
    assert "Mời ông/bà hỏi cán bộ." in sheet
    assert "Mời ông/bà hỏi cán bộ về giấy tờ cần có." in sheet


def test_a_withdrawn_procedure_is_no_longer_posted(client: FlaskClient, sqlite_hall: Hall) -> None:
    edit: Any = sqlite_hall.read(procedure_to_edit, key="1.013225")
    sqlite_hall.write(withdraw_procedure, key="1.013225", revision=edit.revision, actor="test")
    assert client.get("/posting/procedures/1.013225").status_code == 404
    assert text(client, "/posting/procedures").count('href="/posting/procedures/') == 142


def test_all_sheets_of_a_department_are_printed_in_one_go(client: FlaskClient) -> None:
    assert text(client, "/posting/departments/TP/sheets").count('<article class="sheet">') == 15
    assert client.get("/posting/departments/NOBODY/sheets").status_code == 404


def test_a_code_to_scan_is_drawn_once_phones_can_reach_us(house: House, client: FlaskClient) -> None:
    assert "sheet__qr" not in text(client, "/posting/procedures/1.013225")
    hall = house.hall
    site = hall.config.site.model_copy(update={"public_url": "https://motcua.example.vn"})
    reachable = dataclasses.replace(hall, config=hall.config.model_copy(update={"site": site}))
    house.app.extensions["hall"] = reachable
    assert 'class="sheet__qr"><svg' in text(client, "/posting/procedures/1.013225")
    assert 'class="sheet__qr"><svg' in text(client, "/posting/roster")


def test_the_directory_lists_officers_by_department_with_their_numbers(client: FlaskClient, sqlite_hall: Hall) -> None:
    assert "Chưa có danh sách công chức." in text(client, "/posting/officers")
    add_person(sqlite_hall, "Công chức A", "TP", "YT", position="Trưởng phòng", mobile="+84912345678")
    page = text(client, "/posting/officers")
    assert page.count("Công chức A") == 2
    assert '<a href="tel:+84912345678">0912 345 678</a>' in page
    assert "Trưởng phòng" in page
    assert "Công chức A" in text(client, "/posting/officers?q=truong+phong")
    assert "Không tìm thấy “zzz”." in text(client, "/posting/officers?q=zzz")


def test_whoever_is_not_on_the_list_is_not_in_the_directory(house: House, client: FlaskClient) -> None:
    from tests.visitors import add_officer

    add_officer(house, "lien")  # an account of the installer's, on no department's list
    assert "Chưa có danh sách công chức." in text(client, "/posting/officers")


def test_a_reader_of_english_keeps_the_language(client: FlaskClient) -> None:
    page = text(client, "/posting/?lang=en")
    assert "Justice Division" in page
    assert all("lang=en" in link for link in Page.read(page).links if link.startswith("/posting/") and "TP" in link)


def test_names_are_text_and_never_markup(client: FlaskClient, sqlite_hall: Hall) -> None:
    add_person(sqlite_hall, "<script>alert(1)</script>", "TP", position="<b>x</b>")
    page = text(client, "/posting/officers?q=%3Cscript%3E")
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_the_start_page_leads_here(client: FlaskClient) -> None:
    assert 'href="/posting/"' in text(client, "/")
