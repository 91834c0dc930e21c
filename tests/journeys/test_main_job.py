"""One morning from the first start: an administrator, a kiosk, a desk, a wall, each in a real browser of its own.

    python3 run.py test tests/journeys --pictures docs/pictures

takes the pictures of README.md on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.patience import comes_to
from tests.running import RunningServer

PASSWORD = "một câu ngắn dễ nhớ"
SIZES = {"kiosk": (1080, 1920), "wall": (1920, 1080), "desk": (1366, 768), "phone": (390, 844)}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The office of the letter with a public address, so that tickets carry a QR code."""
    tmp_path = tmp_path_factory.mktemp("main")
    config = tmp_path / "config.toml"
    shipped = (Path(__file__).parent.parent.parent / "config.toml").read_text(encoding="utf-8")
    root = Path(__file__).parent.parent.parent
    text = re.sub(r'(?m)^procedures = "', f'procedures = "{root.as_posix()}/', shipped)
    server = RunningServer(tmp_path / "data", config=config)
    text = re.sub(r"(?m)^\[site\]$", f'[site]\npublic_url = "{server.url}"', text)
    config.write_text(text, encoding="utf-8")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def open_screen(browser: Any) -> Iterator[Callable[[str], Any]]:
    """Opens a screen in a browser profile of its own; afterwards nothing may have gone wrong in any of them."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def open_one(kind: str) -> Any:
        width, height = SIZES[kind]
        context = browser.new_context(viewport={"width": width, "height": height}, has_touch=kind != "desk")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{kind}: {error}"))
        page.on("console", lambda said: wrong.append(f"{kind}: {said.text}") if said.type == "error" else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[Any, str], None]:
    """Keeps a screenshot where `--pictures` says, if it says."""
    folder = request.config.getoption("--pictures")

    def take(page: Any, name: str) -> None:
        if folder:
            page.wait_for_timeout(400)  # let fonts and transitions settle
            page.screenshot(path=Path(folder) / f"{name}.png")

    return take


def test_from_the_first_start_to_a_citizen_served(
    server: RunningServer, open_screen: Callable[[str], Any], picture: Callable[[Any, str], None]
) -> None:
    kiosk, wall, desk = open_screen("kiosk"), open_screen("wall"), open_screen("desk")

    # The installer opens the printed links: two machines are paired, an administrator is made.
    kiosk.goto(server.links["kiosk"])
    kiosk.wait_for_url("**/kiosk/")
    wall.goto(server.links["wall"])
    wall.wait_for_url("**/display/")
    desk.goto(f"{server.url}/")
    picture(desk, "start")
    _become_administrator(desk, server)
    picture(kiosk, "kiosk")
    picture(wall, "wall-idle")

    # A citizen: field, procedure, number, in three touches.
    kiosk.get_by_text("Tư pháp", exact=True).first.tap()
    kiosk.get_by_text("Đăng ký khai sinh có yếu tố nước ngoài").first.tap()
    kiosk.get_by_role("button", name="Lấy số").wait_for()
    picture(kiosk, "kiosk-procedure")
    kiosk.get_by_role("button", name="Lấy số").tap()
    kiosk.wait_for_url("**/kiosk/tickets/*")
    assert _plate(kiosk) == "4001"
    picture(kiosk, "kiosk-ticket")

    # Their phone follows the ticket's address.
    phone = open_screen("phone")
    phone.goto(f"{server.url}/t/{kiosk.url.split('/tickets/')[1].split('?')[0]}")
    assert _plate(phone) == "4001"

    # The officer works by keyboard alone.
    desk.goto(f"{server.url}/desk/4")
    _press_when(desk, "Enter", "Mở quầy")
    _press_when(desk, "Enter", "Gọi số tiếp")
    desk.get_by_text("Đang gọi").first.wait_for()

    # The hall sees it, and so does the phone, without anybody's reload.
    wall.get_by_text("Mời công dân có số").wait_for()
    expect(wall.locator("body")).to_contain_text("Quầy 4")
    comes_to(wall, True, lambda: "4001" in re.sub(r"\D", "", _words(wall)))
    phone.get_by_text("Đến lượt ông/bà").wait_for()
    picture(wall, "wall")
    picture(phone, "phone")
    picture(desk, "desk")

    _press_when(desk, "F4", "Gọi lại")
    desk.get_by_text("lần 2").first.wait_for()
    _press_when(desk, "Enter", "Công dân đã đến")
    desk.get_by_text("Đang tiếp").first.wait_for()
    _press_when(desk, "Enter", "Hoàn thành")
    desk.get_by_role("dialog").wait_for()
    picture(desk, "desk-outcome")
    desk.wait_for_timeout(1_100)
    desk.keyboard.press("Enter")
    desk.get_by_text("1 lượt").first.wait_for()
    phone.get_by_text("Đã tiếp xong").first.wait_for()

    # The Office sees its day: one department is covered, five are not.
    desk.goto(f"{server.url}/office/")
    desk.get_by_text("chưa mở quầy").first.wait_for()
    picture(desk, "office")


def test_a_department_off_duty_opens_its_page_and_never_a_ticket(
    server: RunningServer, open_screen: Callable[[str], Any], picture: Callable[[Any, str], None]
) -> None:
    kiosk = open_screen("kiosk")
    kiosk.goto(server.links["kiosk"])
    kiosk.wait_for_url("**/kiosk/")
    kiosk.get_by_text("Giáo dục và Đào tạo").first.tap()
    kiosk.get_by_text("Ngày mai").first.wait_for()
    expect(kiosk.locator("body")).to_contain_text("14/3/2017")
    expect(kiosk.locator("body")).to_contain_text("7:30–11:30")
    expect(kiosk.get_by_role("button", name="Lấy số")).to_have_count(0)
    picture(kiosk, "kiosk-off-duty")


def test_a_search_without_accents_finds_and_shows_who_is_on_duty(
    server: RunningServer, open_screen: Callable[[str], Any], picture: Callable[[Any, str], None]
) -> None:
    kiosk = open_screen("kiosk")
    kiosk.goto(server.links["kiosk"])
    kiosk.wait_for_url("**/kiosk/")
    kiosk.get_by_text("Tìm thủ tục").first.tap()
    kiosk.wait_for_url("**/kiosk/search**")
    for letter in "giay phep":
        kiosk.get_by_role("button", name="Dấu cách" if letter == " " else letter, exact=True).tap()
    kiosk.get_by_text("Có 20 thủ tục").first.wait_for()
    comes_to(kiosk, True, lambda: "Cấp Giấy phép bán lẻ rượu Kinh tế và Hạ tầng Hôm nay" in _words(kiosk))
    picture(kiosk, "kiosk-search")


def _become_administrator(page: Any, server: RunningServer) -> None:
    page.goto(server.links["set-up"])
    page.get_by_label("Họ và tên").fill("Hoàng Thị Liên")
    page.get_by_label("Tên đăng nhập").fill("lien")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_label("Nhập lại mật khẩu").fill(PASSWORD)
    page.get_by_label("Tôi cũng tiếp công dân").check()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Tạo tài khoản").click()
    page.wait_for_url("**/office/**")


def _press_when(page: Any, key: str, button: str) -> None:
    """Press a key once its action is offered; the page ignores Enter for a second after each change."""
    page.get_by_text(button).first.wait_for()
    page.wait_for_timeout(1_100)
    page.keyboard.press(key)


def _words(page: Any) -> str:
    """What stands on the page, with plain spaces."""
    return " ".join(page.inner_text("body").split())


def _plate(page: Any) -> str:
    page.locator(".plate").first.wait_for()
    return re.sub(r"\D", "", page.locator(".plate").first.inner_text())
