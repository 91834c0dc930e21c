"""The Office's morning: somebody is reported absent at 8:20, a substitute is sent at 8:25, every screen follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from actions.accounts import account_by_name
from actions.hall import Hall
from actions.overview import overview
from actions.people import OfficerView, OfficerWish, list_officers, save_officer
from actions.site import site_id
from config import Config
from database import open_database
from reports.compliance import ComplianceReport, compliance_report
from reports.period import Period
from tests.conftest import SetClock
from tests.patience import comes_to
from tests.running import RunningServer

PASSWORD = "mat-khau-thu-1"
SIZES = {"kiosk": (1080, 1920), "wall": (1920, 1080), "desk": (1366, 768), "office": (1366, 768)}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """8:20 on Monday; a supervisor, and an officer of Y tế, which has no duty today."""
    server = RunningServer(tmp_path / "data", at="2017-03-13 08:20")
    server.start()
    server.add_account("vp", "supervisor", PASSWORD)
    server.add_account("tam", "officer", PASSWORD, "--departments", "YT")
    yield server
    server.stop()


@pytest.fixture
def beside(server: RunningServer, office: Config) -> Iterator[Hall]:
    """The server's own data, read and written beside it as the command line does."""
    database = open_database(f"sqlite:///{next((server.data / 'training').glob('*.db'))}")
    clock = SetClock(datetime(2017, 3, 13, 8, 20), office.site.zone)
    key = database.write(lambda session: site_id(session, office, clock.now()))
    yield Hall(office, clock, database, key)
    database.close()


@pytest.fixture
def open_screen(browser: Any) -> Iterator[Callable[[str], Any]]:
    """Opens a screen in a browser profile of its own; afterwards no script may have failed in any of them."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def open_one(kind: str) -> Any:
        width, height = SIZES[kind]
        context = browser.new_context(viewport={"width": width, "height": height}, has_touch=kind == "kiosk")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{kind}: {error}"))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert wrong == []


def test_an_absence_at_8_20_and_a_substitute_at_8_25(
    server: RunningServer, beside: Hall, open_screen: Callable[[str], Any]
) -> None:
    _list_people(beside)
    kiosk, wall, office, today, desk = map(open_screen, ("kiosk", "wall", "office", "office", "desk"))
    kiosk.goto(server.links["kiosk"])
    kiosk.wait_for_url("**/kiosk/")
    wall.goto(server.links["wall"])
    wall.wait_for_url("**/display/")
    _sign_in(office, server, "vp")
    _sign_in(today, server, "vp")
    today.goto(f"{server.url}/office/")
    today.get_by_text("Tài nguyên - Môi trường").first.wait_for()
    _sign_in(desk, server, "tam")
    kiosk.locator('[data-department="TNMT"][data-open="1"]').wait_for()

    # 8:20: the Office writes down that the only officer of a department is away. By keyboard alone.
    office.goto(f"{server.url}/office/absences/new")
    expect(office.locator("#find")).to_be_focused()
    office.keyboard.type("huong")
    expect(office.locator("#officer option:checked")).to_have_text("Bế Thị Hương")
    office.keyboard.press("Enter")  # on to the next question, not away with a form half filled in
    expect(office.locator('[name="when"]:focus')).to_have_count(1)
    office.get_by_role("button", name="Lưu báo vắng").focus()
    office.keyboard.press("Enter")
    office.wait_for_url("**/office/absences")
    office.get_by_text("Báo muộn").first.wait_for()
    _state_is(beside, "unstaffed")
    today.get_by_text("Bế Thị Hương").first.wait_for()  # nobody touches this page any more

    # The kiosk follows without anybody's touch, apologises and gives no number.
    kiosk.locator('[data-department="TNMT"]:not([data-open="1"])').wait_for()
    kiosk.locator('[data-department="TNMT"]').tap()
    kiosk.get_by_text("chưa bố trí được người trực").first.wait_for()
    expect(kiosk.get_by_role("button", name="Lấy số")).to_have_count(0)
    kiosk.goto(f"{server.url}/kiosk/")

    # 8:25: the alert on the Office's first page leads to the choice of a substitute.
    server.at = "2017-03-13 08:25"
    server.restart()
    office.goto(f"{server.url}/office/")
    office.locator('a[href*="department=TNMT"]').first.click()
    office.wait_for_url("**/substitute")
    expect(office.locator("#find")).to_be_focused()
    office.keyboard.type("vi tam")
    expect(office.locator("#substitute option:checked")).to_have_text(re.compile("^Vi"))
    office.get_by_label("Lý do Văn phòng chấp nhận").fill("phòng chỉ có một công chức")
    office.keyboard.press("Enter")
    office.wait_for_url("**/office/absences")
    office.get_by_text("Vi Văn Tâm trực thay Bế Thị Hương").first.wait_for()

    # Every screen that stood open follows; the substitute's desk calls, the wall shows the call.
    today.get_by_text("Vi Văn Tâm").first.wait_for()
    kiosk.locator('[data-department="TNMT"][data-open="1"]').wait_for()
    kiosk.goto(f"{server.url}/kiosk/departments/TNMT/unsure")
    kiosk.get_by_role("button", name="Lấy số").tap()
    kiosk.wait_for_url("**/kiosk/tickets/*")
    desk.goto(f"{server.url}/desk/2")
    _press_when(desk, "Enter", "Mở quầy")
    _press_when(desk, "Enter", "Gọi số tiếp")
    desk.get_by_text("Đang gọi").first.wait_for()
    wall.get_by_text("Mời công dân có số").wait_for()
    comes_to(wall, True, lambda: "2001" in re.sub(r"\D", "", wall.inner_text("body")))
    expect(wall.locator("body")).to_contain_text("Quầy 2")

    beside.clock.wait(30 * 60)
    _state_is(beside, "covered")
    _is_told_in_the_report(beside.read(compliance_report, Period.week_of(date(2017, 3, 13))))


def _is_told_in_the_report(report: ComplianceReport) -> None:
    (line,) = report.absences
    assert (line.officer, line.substitute, line.is_late) == ("Bế Thị Hương", "Vi Văn Tâm", True)
    assert (line.reported_at.hour, line.reported_at.minute) == (8, 20)
    (row,) = (row for row in report.rows if row.code == "TNMT")
    assert (row.figures.absences, row.figures.absences_late, row.figures.late) == (1, 1, 1)
    assert row.figures.substitute == 1


def _list_people(hall: Hall) -> None:
    """Hương alone serves TNMT; Tâm of YT has an account."""
    added = hall.write(save_officer, wish=OfficerWish("Bế Thị Hương", ("TNMT",)), actor="system")
    assert isinstance(added, OfficerView)
    found = hall.read(account_by_name, name="tam")
    assert found is not None
    tam = next(each for each in hall.read(list_officers) if each.id == found[0].officer_id)
    wish = OfficerWish("Vi Văn Tâm", ("YT",))
    named = hall.write(save_officer, wish=wish, actor="system", officer_id=tam.id, revision=tam.revision)
    assert isinstance(named, OfficerView)


def _state_is(hall: Hall, state: str) -> None:
    """What the Office's overview makes of the department."""
    shown = {each.code: each.state for each in hall.read(overview).departments}
    assert shown["TNMT"] == state


def _sign_in(page: Any, server: RunningServer, name: str) -> None:
    page.goto(f"{server.url}/sign-in")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def _press_when(page: Any, key: str, button: str) -> None:
    """Press a key once its action is offered; the page ignores Enter for a second after each change."""
    page.get_by_text(button).first.wait_for()
    page.wait_for_timeout(1_100)
    page.keyboard.press(key)
