"""Does the Office get its figures on screen, as a letter and as a workbook, and can it see who changed what?"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from docx import Document
from flask.testing import FlaskClient
from openpyxl import load_workbook
from playwright.sync_api import expect

from actions.absence_conflicts import AbsenceWish
from actions.absence_views import Reason
from actions.absences import assign_substitute, report_absence
from actions.accounts import AccountView, Role
from actions.audit import AUDITED
from actions.day import begin_day
from actions.people import OfficerWish, save_officer
from actions.presence import open_desk
from actions.stops import stop_department
from actions.turn_away import turn_away
from application import House
from locales import has
from tests.conftest import SetClock
from tests.pages import Page
from tests.running import RunningServer
from tests.visitors import PASSWORD, add_officer, csrf, signed_in


@pytest.fixture
def account(house: House) -> AccountView:
    return add_officer(house, "van-phong", role=Role.SUPERVISOR)


@pytest.fixture
def supervisor(house: House, account: AccountView) -> FlaskClient:
    return signed_in(house, account)


def a_day(house: House, set_clock: SetClock) -> None:
    """Justice comes on Monday at 8:40, 70 minutes late; it is evening."""
    house.hall.write(open_desk, desk="4", account=add_officer(house, "lien", "TP"))
    set_clock.wait(10 * 3600)


def download(client: FlaskClient, ending: str, proposals: str = "", period: str = "2017-W11") -> Any:
    return client.post(
        f"/office/report/{ending}?period={period}",
        data={"proposals": proposals},
        headers=csrf(client, "/office/notices"),
    )


# -- the report --------------------------------------------------------------------------------------------------


def test_the_week_is_on_screen(house: House, supervisor: FlaskClient, set_clock: SetClock) -> None:
    house.hall.write(begin_day)
    a_day(house, set_clock)
    house.hall.write(turn_away, department="TP", actor="kiosk:kiosk-1")
    text = supervisor.get("/office/report").get_data(as_text=True)
    page = Page.read(text)
    assert "Tuần 11 năm 2017" in text
    assert "Rời quầy từ 15 phút" in text
    assert "Có 1 lượt người dân đến vào ngày trực mà không lấy được số" in text
    assert "<td>Hết giờ lấy số</td>" in text
    assert "Muộn 70 phút" in text
    assert "Không có người trực" in text
    assert page.forbidden == []
    assert page.forms_without_token == []


def test_a_month_and_the_periods_beside_it_can_be_chosen(supervisor: FlaskClient) -> None:
    text = supervisor.get("/office/report?period=2017-02").get_data(as_text=True)
    assert "Tháng 2 năm 2017" in text
    for link in ("period=2017-01", "period=2017-03", "period=2017-W11"):
        assert link in text


@pytest.mark.parametrize("period", ["2017", "2017-13", "2017-W54", "9999-12", "0001-W01", "hôm nay"])
def test_what_is_no_period_is_not_found(supervisor: FlaskClient, period: str) -> None:
    assert supervisor.get("/office/report", query_string={"period": period}).status_code == 404


def test_the_letter_carries_the_proposals(supervisor: FlaskClient) -> None:
    answer = download(supervisor, "docx", "Đề nghị Chủ tịch nhắc nhở.\nBố trí thêm người.")
    assert "bao-cao-2017-W11.docx" in answer.headers["Content-Disposition"]
    said = [paragraph.text for paragraph in Document(io.BytesIO(answer.data)).paragraphs]
    assert any("Đề nghị Chủ tịch nhắc nhở." in text for text in said)
    assert any("Bố trí thêm người." in text for text in said)


def test_the_workbook_opens(supervisor: FlaskClient) -> None:
    answer = download(supervisor, "xlsx", period="2017-03")
    assert "bao-cao-2017-03.xlsx" in answer.headers["Content-Disposition"]
    assert load_workbook(io.BytesIO(answer.data)).sheetnames[0] == "Số liệu"


def test_proposals_that_are_too_long_are_kept(supervisor: FlaskClient) -> None:
    answer = download(supervisor, "docx", "dài " * 2_001)
    assert answer.status_code == 400
    assert "dài dài" in answer.get_data(as_text=True)


def test_another_kind_of_file_is_not_found(supervisor: FlaskClient) -> None:
    assert download(supervisor, "pdf").status_code == 404


def test_the_real_server_makes_both_files_in_its_thread(running_server: RunningServer, browser: Any) -> None:
    running_server.add_account("van-phong", "supervisor")
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{running_server.url}/sign-in?next=/office/report")
    page.fill("input[name=name]", "van-phong")
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{running_server.url}/office/report")
    page.fill("#proposals", "Đề nghị nhắc nhở.")
    page.reload()
    expect(page.locator("#proposals")).to_have_value("Đề nghị nhắc nhở.")
    for name in (".docx", ".xlsx"):
        with page.expect_download() as given:
            page.locator("button", has_text=name).press("Enter")
        assert given.value.suggested_filename == f"bao-cao-2017-W11{name}"
    context.close()


# -- the log -----------------------------------------------------------------------------------------------------


def rows(client: FlaskClient, **query: str) -> list[str]:
    text = client.get("/office/log", query_string=query).get_data(as_text=True)
    assert Page.read(text).forbidden == []
    return text.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1] if "<tbody>" in text else []


def test_a_change_tells_who_when_and_from_what_to_what(
    house: House, account: AccountView, supervisor: FlaskClient
) -> None:
    hall = house.hall
    wish = OfficerWish("Bà Mẫu", ("TP",), mobile="+84912000104")
    officer: Any = hall.write(save_officer, wish=wish, actor=account.actor)
    moved = OfficerWish("Bà Mẫu", ("YT",), mobile="+84912000105")
    hall.write(save_officer, wish=moved, officer_id=officer.id, actor=account.actor)
    newest = rows(supervisor)[0]
    for wanted in (
        "8:40",
        "van-phong",
        "Sửa thông tin cán bộ",
        "Bà Mẫu",
        "<del>0912 000 104</del> → <ins>0912 000 105</ins>",
        "<del>Tư pháp</del> → <ins>Y tế</ins>",
    ):
        assert wanted in newest
    assert "Chức vụ" not in newest


def test_a_stop_and_a_substitute_are_told_in_words(house: House, account: AccountView, supervisor: FlaskClient) -> None:
    hall, zone = house.hall, house.hall.config.site.zone
    until = datetime(2017, 3, 13, 9, 30, tzinfo=zone)
    hall.write(stop_department, department="TP", reason="power", until=until, actor=account.actor)
    absent, substitute = (add_officer(house, name, "TP") for name in ("absent", "substitute"))
    wish = AbsenceWish(absent.officer_id or 0, until, until.replace(hour=17), Reason.LEAVE)
    reported: Any = hall.write(report_absence, wish=wish, actor=account.actor)
    hall.write(
        assign_substitute,
        absence=reported.id,
        substitute=substitute.officer_id or 0,
        accepted_note="",
        actor=account.actor,
    )
    newest = rows(supervisor)
    assert "Cử người thay" in newest[0] or "cử người thay" in newest[0]
    assert "<del>–</del> → <ins>substitute</ins>" in newest[0]
    stop = next(row for row in newest if "Ngừng nhận số" in row)
    assert "mất điện" in stop
    assert "9:30, 13/3/2017" in stop


def test_days_narrow_the_log(supervisor: FlaskClient) -> None:
    assert rows(supervisor, since="2017-03-13", until="2017-03-13")
    assert rows(supervisor, since="2017-03-14") == []
    assert "Ngày ghi chưa đúng." in supervisor.get("/office/log?since=hôm").get_data(as_text=True)


def test_every_kind_of_act_has_words() -> None:
    assert [kind for kind in AUDITED if not has("vi", f"office.log.kind.{kind}")] == []


def test_an_officer_may_read_neither(house: House) -> None:
    officer = signed_in(house, add_officer(house))
    for path in ("/office/report", "/office/log"):
        assert officer.get(path).status_code == 403
