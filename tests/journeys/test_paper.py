"""A morning on which the printer fails: every citizen keeps their number, and the Office knows what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.races.paper_trail import PaperPrinter, assert_truth, dots_of, jobs, office_with_printer, wait_until
from tests.running import RunningServer

PASSWORD = "mat-khau-thu-1"
SIZES = {"kiosk": (1080, 1920), "office": (1366, 768)}


@pytest.fixture
def printer() -> Iterator[PaperPrinter]:
    with PaperPrinter() as printer:
        yield printer


@pytest.fixture
def server(tmp_path: Path, printer: PaperPrinter) -> Iterator[RunningServer]:
    """The kiosk has a network printer, and tickets carry a code for phones."""
    server, _ = office_with_printer(tmp_path, printer, is_agents=False)
    assert server.config is not None
    text = server.config.read_text(encoding="utf-8")
    server.config.write_text(re.sub(r"(?m)^\[site\]$", f'[site]\npublic_url = "{server.url}"', text), encoding="utf-8")
    server.start()
    server.add_account("vp", "supervisor", PASSWORD)
    yield server
    server.stop()


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


def test_the_number_stays_when_the_paper_does_not_come(
    server: RunningServer, printer: PaperPrinter, open_screen: Callable[[str], Any]
) -> None:
    kiosk, office = open_screen("kiosk"), open_screen("office")
    kiosk.context.add_cookies([{"name": "mot_cua_kiosk", "value": server.token("kiosk-1"), "url": server.url}])
    _sign_in(office, server)

    # The printer is off. The screen is the ticket: number and code, large (tests/kiosk/test_touches.py: after 3 s).
    printer.switch_off()
    _take_number(kiosk, server)
    kiosk.get_by_text("Mời ông/bà lấy số trên màn hình").wait_for()
    expect(kiosk.locator(".paperbar")).to_contain_text("Số 4-001 vẫn có hiệu lực")
    assert kiosk.locator(".shot .qr svg").bounding_box()["width"] > 200

    # The Office is told which printer, without anybody's reload.
    office.get_by_text("Máy lấy số 1: không liên lạc được với máy in.").first.wait_for()
    office.get_by_text("1 phiếu chờ in").first.wait_for()

    # Somebody switches it on: the paper comes by itself, and both screens say so.
    printer.switch_on()
    kiosk.get_by_text("Mời ông/bà lấy phiếu ở khe bên dưới").wait_for()
    office.locator('[data-alert^="printer:"]').wait_for(state="detached")
    wait_until(lambda: len(printer.whole) == 1)

    # It dies in mid-ticket: nobody guesses. The kiosk sends to an officer, the Office is asked to look.
    printer.breaks_at = 3000
    _take_number(kiosk, server)
    kiosk.get_by_text("Nếu phiếu chưa ra, xin nhờ cán bộ.").wait_for()
    printer.breaks_at = 0
    office.get_by_text("Phiếu 4-002: chưa rõ đã in hay chưa.").wait_for()
    office.get_by_role("link", name="In lại").click()
    expect(office.get_by_label("Không thấy phiếu ra")).to_be_checked()
    office.get_by_role("button", name="In lại").click()
    office.get_by_text("Đã gửi in lại phiếu 4-002").wait_for()
    wait_until(lambda: len(printer.whole) == 2)
    doubtful, reprint = jobs(server)[1:]
    assert (doubtful.state, doubtful.settled) == ("doubtful", "reprinted")
    assert (reprint.facts["number"], reprint.facts["reprint"]) == (2, True)
    assert printer.pictures()[-1] == dots_of(reprint) != dots_of(doubtful)
    kiosk.get_by_text("Mời ông/bà lấy phiếu ở khe bên dưới").wait_for()

    # Once more, and this time the paper lies in the tray.
    printer.breaks_at = 3000
    _take_number(kiosk, server)
    office.goto(f"{server.url}/office/")
    office.get_by_text("Phiếu 4-003: chưa rõ đã in hay chưa.").wait_for()
    printer.breaks_at = 0
    office.get_by_role("button", name="Đã in").click()
    office.get_by_text("Đã ghi nhận phiếu 4-003 đã in.").wait_for()
    expect(office.get_by_text("chưa rõ đã in hay chưa")).to_have_count(0)
    assert_truth(server, printer)


def _take_number(kiosk: Any, server: RunningServer) -> None:
    kiosk.goto(f"{server.url}/kiosk/departments/TP/unsure")
    kiosk.get_by_role("button", name="Lấy số").tap()
    kiosk.wait_for_url("**/kiosk/tickets/*")
    # The page would go home before a busy machine has done all that happens meanwhile.
    kiosk.locator("#screen").evaluate("(screen) => { screen.dataset.ticketPageS = 600; }")


def _sign_in(page: Any, server: RunningServer) -> None:
    page.goto(f"{server.url}/sign-in")
    page.get_by_label("Tên đăng nhập").fill("vp")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(f"{server.url}/office/")
