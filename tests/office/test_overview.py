"""Does the Office see its day: who is due, who is there, who is missing, and whom to call?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from actions.absence_conflicts import AbsenceWish
from actions.absence_views import AbsenceView, Reason
from actions.absences import report_absence
from actions.accounts import AccountView, Role
from actions.hall import Hall
from actions.issue import issue_ticket
from actions.people import OfficerView, OfficerWish, save_officer
from actions.presence import close_desk, open_desk
from actions.views import DeskView, Issued
from application import House
from tests.conftest import SetClock
from tests.pages import Page
from tests.running import RunningServer
from tests.visitors import PASSWORD, add_officer, signed_in

ALERT_WITHIN_MS = 20_000  # five seconds where the machine does nothing else; it asks by itself after thirty
LATE = "2017-03-13 07:44:52"  # eight seconds before the grace of the morning's sitting is over


@pytest.fixture
def supervisor(house: House) -> FlaskClient:
    return signed_in(house, add_officer(house, "van-phong", role=Role.SUPERVISOR))


def listed(hall: Hall, name: str, *departments: str, **wish: str) -> OfficerView:
    added: Any = hall.write(save_officer, wish=OfficerWish(name, departments, **wish), actor="test")
    assert isinstance(added, OfficerView), added
    return added


def sits(hall: Hall, account: AccountView, desk: str) -> None:
    assert isinstance(hall.write(open_desk, desk=desk, account=account), DeskView)


def absent(hall: Hall, officer: OfficerView, day: int, **more: Any) -> None:
    zone = hall.config.site.zone
    since, until = (datetime(2017, 3, day, hour, 30, tzinfo=zone) for hour in (7, 16))
    wish = AbsenceWish(officer.id, since, until, Reason.LEAVE, **more)
    assert isinstance(hall.write(report_absence, wish=wish, actor="test"), AbsenceView)


def state(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/office/state")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.get_json()
    return told


def row(html: str, department: str) -> str:
    return html.split(f'data-department="{department}"')[1].split("</tr>")[0]


def test_the_office_begins_with_its_day(supervisor: FlaskClient) -> None:
    text = supervisor.get("/office/").get_data(as_text=True)
    page = Page.read(text)
    assert "Hôm nay tại Bộ phận Một cửa" in text
    assert page.forbidden == []
    assert page.forms_without_token == []


def test_only_the_office_sees_it(house: House) -> None:
    officer = signed_in(house, add_officer(house))
    assert officer.get("/office/state", headers={"Accept": "application/json"}).status_code == 403


def test_a_department_whose_officer_sits_at_the_desk_is_covered(house: House, supervisor: FlaskClient) -> None:
    sits(house.hall, add_officer(house, "lien", "TP"), "4")
    told = row(state(supervisor)["html"], "TP")
    assert "Đang tiếp" in told
    assert "Quầy 4: lien" in told


def test_whoever_sits_there_for_another_department_does_not_cover_it(house: House, supervisor: FlaskClient) -> None:
    both = next(desk.code for desk in house.hall.config.desks if "TP" in desk.departments)
    other = next(code for code in house.hall.config.desk(both).departments if code != "TP")
    sits(house.hall, add_officer(house, "khac", other), both)
    told = row(state(supervisor)["html"], "TP")
    assert "Chưa mở quầy" in told
    assert "khac" not in told


def test_an_uncovered_department_is_an_alert_with_telephone_numbers(house: House, supervisor: FlaskClient) -> None:
    listed(house.hall, "Bà Mẫu", "TP", mobile="+84912000104", office_phone="+842063852123")
    told = state(supervisor)
    assert "uncovered:TP:morning" in told["alerts"]
    alert = told["html"].split('data-alert="uncovered:TP:morning"')[1].split("</section>")[0]
    for wanted in (
        "Phòng Tư pháp chưa mở quầy sau 70 phút.",
        "0912 000 104",
        "0206 3852 123",
        'href="tel:0912000104"',
        "/office/absences/new?department=TP",
        "/office/departments/TP/stop",
    ):
        assert wanted in alert


def test_a_department_whose_desk_was_left_is_told_since_when(
    house: House, supervisor: FlaskClient, set_clock: SetClock
) -> None:
    lien = add_officer(house, "lien", "TP")
    sits(house.hall, lien, "4")
    house.hall.write(close_desk, desk="4", account=lien)
    set_clock.wait(20 * 60)
    assert "Phòng Tư pháp không còn ai ở quầy từ 8:40 (20 phút)." in state(supervisor)["html"]
    assert supervisor.get("/office/").status_code == 200


def test_an_absence_without_a_substitute_is_an_alert_at_once(house: House, supervisor: FlaskClient) -> None:
    absent(house.hall, listed(house.hall, "Bà Mẫu", "TP"), 13)
    told = state(supervisor)
    assert "unstaffed:TP" in told["alerts"]
    assert "Bà Mẫu báo vắng lúc 8:40 (nghỉ phép), chưa có người thay." in told["html"]
    assert "Chưa có người" in row(told["html"], "TP")


def test_a_gap_later_in_the_week_is_seen_before_it_comes(house: House, supervisor: FlaskClient) -> None:
    absent(house.hall, listed(house.hall, "Bà Mẫu", "TP"), 15)
    told = state(supervisor)
    assert "coming:TP:2017-03-15" in told["alerts"]
    assert "Thứ Tư, 15/3: Phòng Tư pháp chưa có người trực." in told["html"]
    assert "wk--nobody" in told["html"]


def test_a_substitute_is_named_with_the_absent_one(house: House, supervisor: FlaskClient) -> None:
    substitute = add_officer(house, "thay", "TP")
    absent(house.hall, listed(house.hall, "Bà Mẫu", "TP"), 13, substitute=substitute.officer_id)
    sits(house.hall, substitute, "4")
    told = state(supervisor)
    assert "unstaffed:TP" not in told["alerts"]
    assert "thay trực thay Bà Mẫu" in row(told["html"], "TP")
    assert "Người thay" in row(told["html"], "TP")


def test_waiting_served_and_wrong_days_are_counted(house: House, supervisor: FlaskClient, set_clock: SetClock) -> None:
    for department in ("TP", "TP", "YT"):
        answer = house.hall.write(issue_ticket, touch_id=f"touch {set_clock.passed_s}", department=department)
        assert isinstance(answer, Issued) is (department == "TP")
        set_clock.wait(60)
    set_clock.wait(40 * 60)
    told = state(supervisor)
    assert "43 phút" in row(told["html"], "TP")
    assert "Y\xa0tế <strong>(1 lượt đến)</strong>" in told["html"]
    assert "ở 1 phòng, ban" in told["html"]


def test_the_page_knows_when_the_clock_alone_changes_it(
    house: House, supervisor: FlaskClient, set_clock: SetClock
) -> None:
    assert state(supervisor)["changes_at"] == "2017-03-13T11:30:00+07:00"
    set_clock.wait(3 * 3600)
    assert state(supervisor)["changes_at"] == "2017-03-13T13:30:00+07:00"
    set_clock.wait(2 * 3600)
    assert state(supervisor)["changes_at"] == "2017-03-13T13:45:00+07:00"


def test_a_day_on_which_nobody_is_due_has_no_alerts(house: House, supervisor: FlaskClient, set_clock: SetClock) -> None:
    set_clock.wait(5 * 24 * 3600)
    told = state(supervisor)
    assert told["alerts"] == []
    assert re.search(r"data-urgent [^>]*hidden>", supervisor.get("/office/people").text)
    assert "Hôm nay không có phòng, ban nào trực." in told["html"]


@pytest.fixture
def late_server(tmp_path: Any) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path / "data", at=LATE)
    server.start()
    server.add_account("van-phong", "supervisor")
    yield server
    server.stop()


def test_an_uncovered_department_appears_within_five_seconds(late_server: RunningServer, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(f"{late_server.url}/sign-in?next=/office/")
    page.fill("input[name=name]", "van-phong")
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("body[data-state=live]")
    other = context.new_page()  # the alert finds somebody who is busy with another page, too
    other.goto(f"{late_server.url}/office/absences/new")
    page.wait_for_selector("[data-clock]:text-is('7:45')", timeout=60_000)
    expect(page.locator('[data-alert="uncovered:TP:morning"]')).to_be_visible(timeout=ALERT_WITHIN_MS)
    expect(other.locator("[data-urgent]")).to_contain_text("6", timeout=ALERT_WITHIN_MS)
    expect(page).to_have_title(re.compile(r"^\(6\) "))
    expect(page.locator("[data-urgent]")).to_have_text(re.compile("^6"))
    context.close()
