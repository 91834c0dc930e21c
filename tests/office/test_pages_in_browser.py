"""Can everybody use the Office's pages, on its old PC too, and how many keys does an absence cost?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import commands
import config as configuration
from actions.absence_conflicts import AbsenceWish
from actions.absence_views import Reason
from actions.absences import report_absence
from actions.accounts import Role, add_account
from actions.hall import Hall
from actions.orders import set_exception
from actions.people import OfficerView, OfficerWish, save_officer
from actions.stops import put_notice, stop_department
from passwords import hash_password
from rules.duty import ExceptionKind
from tests.patience import comes_to
from tests.running import AT, ROOT, RunningServer

PASSWORD = "mat-khau-thu-1"
PC, NARROW = (1366, 768), (1024, 700)
MOST_KEYS = 12
PAGES = (
    "/", "/roster", "/roster/month", "/roster/exceptions/new", "/roster/days/new", "/roster/orders/new", "/absences",
    "/absences/new", "/absences/1", "/absences/1/change", "/absences/1/substitute", "/notices", "/departments/TP/stop",
    "/people", "/people/1", "/people/new", "/people/import", "/procedures", "/procedures/new", "/procedures/import",
    "/procedures/edit/1.013225", "/report", "/log", "/accounts", "/accounts/new", "/accounts/2", "/devices",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A morning on which much is not as it should be: an absence, an exception, a stop, a notice, nobody at a desk."""
    server = RunningServer(tmp_path_factory.mktemp("office") / "data")
    _fill(server.data)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def office(browser: Any, server: RunningServer) -> Iterator[Any]:
    """Somebody of the Office, signed in; `wrong` is what the page complained of."""
    context = browser.new_context(viewport={"width": PC[0], "height": PC[1]}, bypass_csp=True)
    page = context.new_page()
    page.wrong = []
    page.goto(f"{server.url}/sign-in?next=/office/")
    page.fill("input[name=name]", "van-phong")
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    yield page
    context.close()


def test_no_page_has_a_barrier_or_is_wider_than_its_screen(office: Any, server: RunningServer) -> None:
    found = {}
    is_narrow = "document.documentElement.scrollWidth <= innerWidth"
    for path in PAGES:
        answer = office.goto(f"{server.url}/office{path}")
        assert answer.status == 200, path
        office.evaluate("document.fonts.ready")
        for width, height in (PC, NARROW):
            office.set_viewport_size({"width": width, "height": height})
            comes_to(office, (path, width, True), lambda at=(path, width): (*at, office.evaluate(is_narrow)))
        office.set_viewport_size({"width": PC[0], "height": PC[1]})
        found[path] = [each["id"] for each in Axe().run(office).response["violations"]]
    assert {path: some for path, some in found.items() if some} == {}
    assert office.wrong == []


def test_an_absence_with_its_substitute_is_a_dozen_keys(office: Any, server: RunningServer) -> None:
    """Well under a minute for somebody who types with two fingers: name, Enter, on to the substitute, Enter."""
    office.goto(f"{server.url}/office/absences/new")
    expect(office.locator("#find")).to_be_focused()
    pressed: list[str] = []

    def press(*keys: str) -> None:
        for key in keys:
            office.keyboard.press(key)
            pressed.append(key)

    press(*"hieu", "Enter")
    expect(office.locator("#substitute option").nth(1)).to_have_text("Nguyễn Hữu Phước")
    press("Tab", "Tab", "Tab", "ArrowDown", "Tab", "Enter")
    office.wait_for_url("**/office/absences")
    expect(office.locator("tr", has_text="Đàm Văn Hiếu").first).to_contain_text("Nguyễn Hữu Phước")
    assert len(pressed) <= MOST_KEYS


def test_a_substitute_chosen_while_the_list_is_fetched_stays_chosen(office: Any, server: RunningServer) -> None:
    office.goto(f"{server.url}/office/absences/new")
    expect(office.locator("#find")).to_be_focused()
    office.keyboard.type("mui")
    office.keyboard.press("Enter")
    expect(office.locator("#substitute option").nth(1)).to_have_text("Trần Thị Mai")
    held: list[Any] = []
    office.route("**/candidates?*", lambda route: held.append(route))
    office.locator('input[name="when"]').nth(1).check()
    comes_to(office, 1, lambda: len(held))  # the question is on its way
    office.select_option("#substitute", label="Trần Thị Mai")
    with office.expect_response("**/candidates?*"):
        held[0].continue_()
    office.wait_for_timeout(200)
    expect(office.locator("#substitute option:checked")).to_have_text("Trần Thị Mai")


def test_a_name_typed_before_the_script_is_there_is_found(office: Any, server: RunningServer) -> None:
    office.route("**/absences.js", lambda route: (office.fill("#find", "mui"), route.continue_()))
    office.goto(f"{server.url}/office/absences/new")
    expect(office.locator("#officer option:checked")).to_have_text("Triệu Thị Mùi")


def _fill(data: Path) -> None:
    config = configuration.load(ROOT / "config.toml")
    place = commands.Place(ROOT / "config.toml", data, None)
    hall = commands.open_ready_hall(place, config, commands.training_clock(config, AT))
    kept = hash_password(PASSWORD)
    lan = _officer(hall, "Lục Thị Lan", "TP")
    _officer(hall, "Đàm Văn Hiếu", "LDTBXH")
    _officer(hall, "Nguyễn Hữu Phước", "LDTBXH")
    _officer(hall, "Triệu Thị Mùi", "NNPTNT")
    _officer(hall, "Trần Thị Mai", "NNPTNT")
    hall.write(add_account, name="van-phong", role=Role.SUPERVISOR, password_hash=kept, officer_name="Nông Thị Văn")
    hall.write(add_account, name="lan", role=Role.OFFICER, password_hash=kept, officer=lan.id)
    now = hall.now()
    end = now.replace(hour=10)  # 17:00 on the office's wall
    wish = AbsenceWish(lan.id, now, end, Reason.TRAINING, note="lớp bồi dưỡng", reported_by="Trưởng phòng")
    hall.write(report_absence, wish=wish, actor="account:1")
    hall.write(stop_department, department="KTHT", reason="power", until=None, actor="account:1")
    hall.write(put_notice, text="Chiều nay cắt điện từ 14:00.", until=None, actor="account:1")
    hall.write(
        set_exception,
        department="YT",
        day=hall.here().today,
        kind=ExceptionKind.EXTRA,
        sittings=("morning",),
        order="12/TB-VP",
        reason="tiêm chủng",
        actor="account:1",
    )
    hall.database.close()


def _officer(hall: Hall, name: str, department: str) -> OfficerView:
    saved = hall.write(save_officer, wish=OfficerWish(name, (department,), mobile="+84912345678"), actor="account:1")
    assert isinstance(saved, OfficerView)
    return saved
