"""Two walls of one office: each shows and sounds what is its own; and what the Office says and sets reaches them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image
from playwright.sync_api import expect

from tests.display.offices import office, wall
from tests.display.wall_in_browser import Officers, Wall, issue, open_wall, serve_changed
from tests.running import RunningServer
from tests.visitors import PASSWORD


class Office:
    """A supervisor at the Office's pages."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        server.add_account("van-phong", "supervisor")
        self.session = requests.Session()
        self.token = self._token("/sign-in")
        self.post("/sign-in", name="van-phong", password=PASSWORD)
        self.token = self._token("/office/announcements")

    def post(self, path: str, files: Any = None, **data: str) -> requests.Response:
        data["csrf_token"] = self.token
        answer = self.session.post(f"{self.server.url}{path}", data=data, files=files, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer

    def walls(self) -> dict[str, Any]:
        """What its page says of each wall."""
        told = self.session.get(f"{self.server.url}/office/walls/state", timeout=30).json()["walls"]
        return {each["code"]: each for each in told}

    def _token(self, path: str) -> str:
        page = self.session.get(f"{self.server.url}{path}", timeout=30).text
        return re.search(r'name="csrf-token" content="([^"]+)"', page)[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("two")
    walls = wall("floor-1", "1", "2", "3", loudspeaker=True, volume=60) + wall("floor-2", "4", "5", "6")
    server = RunningServer(folder / "data", config=office(folder, walls=walls))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def walls(server: RunningServer, browser: Any) -> Iterator[tuple[Wall, Wall]]:
    codes = ("floor-1", "floor-2")
    both = tuple(open_wall(server, browser, code=code, prepare=hold_calls_shortly) for code in codes)
    yield both
    for each in both:
        each.page.context.close()


def hold_calls_shortly(page: Any) -> None:
    """One that was answered leaves the slot to a picture after two seconds, not twenty."""
    serve_changed(page, "display/static/slot.js", "HOLD_MS = 20_000", "HOLD_MS = 2_000")


@pytest.fixture(scope="module")
def supervisor(server: RunningServer) -> Office:
    return Office(server)


@pytest.fixture(scope="module")
def officers(server: RunningServer) -> Officers:
    return Officers(server, "1", "4")


def test_each_wall_shows_its_desks_and_only_the_loudspeaker_sounds(
    server: RunningServer, walls: tuple[Wall, Wall], officers: Officers
) -> None:
    below, above = walls
    issue(server, "KTHT", "TP")
    officers.act("1", "next")
    officers.act("4", "next")
    below.wait_for_calls(1)
    above.wait_for_calls(1)
    for each in walls:
        each.wait_for_snapshot()
    below.wait_until(lambda: "chime" in below.noted(), below.noted)
    above.page.wait_for_timeout(500)
    assert below.noted() == ["1-001 1", "chime"]
    assert above.noted() == ["4-001 1"]
    desks = "rows => rows.map((row) => row.dataset.desk)"
    shown = [each.page.eval_on_selector_all("[data-rows] > *", desks) for each in walls]
    assert shown == [["1", "2", "3"], ["4", "5", "6"]]


def test_a_call_taken_back_leaves_the_slot_and_is_not_spoken(
    server: RunningServer, walls: tuple[Wall, Wall], officers: Officers
) -> None:
    below, _ = walls
    below.wait_for("!JSON.parse(localStorage.getItem('wall.calls.floor-1.due') ?? '[]').length")
    officers.act("1", "serve")
    officers.act("1", "finish")
    issue(server, "KTHT", "KTHT")
    officers.act("1", "next")
    in_slot = "(document.body.dataset.slot === 'call' && document.querySelector('[data-call] .plate').ariaLabel)"
    below.wait_for(f"{in_slot} === '1-002'")
    officers.act("1", "close")  # 1-002 waits again
    below.wait_for(f"{in_slot} !== '1-002'")
    officers.act("1", "open")
    officers.act("1", "next")
    below.wait_for_calls(3)
    assert below.calls() == ["1-001 1", "1-002 1", "1-002 1"]  # called anew: another call of the same number


def test_the_office_announces_and_the_loudspeaker_rings_for_it(walls: tuple[Wall, Wall], supervisor: Office) -> None:
    below, above = walls
    text = "Mời công dân có xe biển số 11A ra khu để xe."
    supervisor.post("/office/announcements", text=text, wall="-", minutes="10")
    for each in walls:
        each.wait_for("document.body.dataset.slot === 'announcement'")
        expect(each.page.locator("[data-announcement-text]")).to_have_text(text)
    below.wait_until(lambda: below.noted()[-2:] == ["spoken", "chime"], below.noted)
    above.wait_until(lambda: above.noted()[-1] == "spoken", above.noted)
    page = supervisor.session.get(f"{supervisor.server.url}/office/announcements", timeout=30).text
    seq = re.search(r"/office/announcements/(\d+)/end", page)
    assert seq is not None
    supervisor.post(f"/office/announcements/{seq[1]}/end")
    for each in walls:
        each.wait_for("document.body.dataset.slot !== 'announcement'")


def test_a_test_call_is_shown_on_its_wall_alone_and_reported_back(walls: tuple[Wall, Wall], supervisor: Office) -> None:
    below, above = walls
    supervisor.post("/office/walls/floor-2/test")
    above.wait_for("document.querySelector('[data-announcement-title]').textContent === 'Thử màn hình và loa'")
    assert below.page.locator("[data-announcement-title]").inner_text() != "Thử màn hình và loa"
    above.wait_until(lambda: supervisor.walls()["floor-2"]["test"].endswith("đã hiện xong"), supervisor.walls)
    told = supervisor.walls()
    assert told["floor-1"]["test"] == ""
    assert (told["floor-1"]["tone"], told["floor-1"]["sound"]) == ("ok", "Có tiếng")
    assert told["floor-2"]["sound"] == "Chỉ hiện, không phát loa"


def test_a_muted_wall_shows_without_a_sound_and_says_so(walls: tuple[Wall, Wall], supervisor: Office) -> None:
    below, _ = walls
    supervisor.post("/office/walls/floor-1/mute", minutes="30")
    expect(below.page.locator("[data-mute]")).to_be_visible()
    expect(below.page.locator("[data-mute]")).to_contain_text("Loa tắt đến 9:")
    chimes = below.noted().count("chime")
    supervisor.post("/office/walls/floor-1/test")
    below.wait_for("document.querySelector('[data-announcement-title]').textContent === 'Thử màn hình và loa'")
    below.page.wait_for_timeout(300)
    assert below.noted().count("chime") == chimes
    supervisor.post("/office/walls/floor-1/unmute")
    expect(below.page.locator("[data-mute]")).to_be_hidden()


def test_a_picture_of_the_office_is_shown_between_calls_and_gives_way_to_one(
    server: RunningServer, walls: tuple[Wall, Wall], supervisor: Office, officers: Officers, tmp_path: Path
) -> None:
    below, _ = walls
    Image.new("RGB", (3000, 1500), "green").save(tmp_path / "hình 1.png")
    with (tmp_path / "hình 1.png").open("rb") as file:
        supervisor.post("/office/media", files={"file": ("hình 1.png", file, "image/png")})
    officers.act("1", "serve")  # nobody is called any more
    below.wait_for("document.body.dataset.slot === 'media'")
    assert below.page.evaluate("document.querySelector('[data-media] img').naturalWidth") == 1920
    expect(below.page.locator("[data-last-call]")).to_be_visible()
    officers.act("1", "finish")
    issue(server, "KTHT")
    officers.act("1", "next")
    below.wait_for("document.body.dataset.slot === 'call'")
