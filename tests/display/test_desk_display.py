"""The small screen at a desk: what it gets from the server, and what it does in a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from application import House
from tests.display.wall_in_browser import serve_changed
from tests.running import RunningServer
from tests.visitors import add_officer, csrf, paired, signed_in

SIZES = [(1024, 600), (800, 480)]
# The question stays for twenty seconds; here as long as a busy machine may need to look at it.
ASKED_FOR_MS = 600_000
OURS = {"Origin": "http://localhost", "Accept": "application/json"}


def test_a_screen_shows_its_own_desk_and_no_other(house: House) -> None:
    screen = paired(house, "desk-4")
    assert screen.get("/display/desks/").headers["Location"] == "/display/desks/4"
    assert "Quầy 4" in screen.get("/display/desks/4").get_data(as_text=True)
    assert screen.get("/display/desks/2").headers["Location"] == "/display/desks/4"
    assert screen.get("/display/desks/2/state").status_code == 404
    assert screen.post("/display/desks/2/rating", json={"token": "x", "score": 4}, headers=OURS).status_code == 404


def test_it_names_the_officer_and_no_citizen(house: House) -> None:
    screen, officer = paired(house, "desk-4"), signed_in(house, add_officer(house, "lien", "TP"))
    assert screen.get("/display/desks/4/state").get_json()["state"] == "closed"
    officer.post("/desk/4/open", json={}, headers={**csrf(officer), "Accept": "application/json"})
    state = screen.get("/display/desks/4/state").get_json()
    assert (state["state"], state["officer"], state["number"]) == ("ready", "lien", None)
    assert set(state) == {
        "seq", "now", "state", "series", "number", "officer", "departments", "back_at", "question",
    }  # fmt: skip


@pytest.mark.parametrize(
    "body", [None, [], {}, {"token": 1}, {"token": "x", "score": "4"}, {"token": "x", "score": 1, "reasons": "a"}]
)
def test_a_body_that_no_page_of_ours_sends_is_refused(house: House, body: Any) -> None:
    assert paired(house, "desk-4").post("/display/desks/4/rating", json=body, headers=OURS).status_code == 400


def test_a_rating_from_a_foreign_page_is_refused(house: House) -> None:
    screen = paired(house, "desk-4")
    foreign = {"Origin": "http://evil.example", "Accept": "application/json"}
    assert screen.post("/display/desks/4/rating", json={"token": "x"}, headers=foreign).status_code == 400


class Counter:
    """Desk 4 with its officer's program, and its small screen in a browser."""

    def __init__(self, server: RunningServer, browser: Any) -> None:
        self.server = server
        self.context = browser.new_context(viewport={"width": 1024, "height": 600}, has_touch=True, bypass_csp=True)
        self.page = self.context.new_page()
        self.page.clock.install()
        serve_changed(
            self.page, "display/static/desk_rating.js", "ASKED_FOR_MS = 20_000", f"ASKED_FOR_MS = {ASKED_FOR_MS}"
        )
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.goto(f"{server.url}/pair/{server.token(device='desk-4')}")
        self.page.wait_for_url("**/display/desks/4")

    def take(self, **wish: Any) -> None:
        asked = {"department": "TP", "touch_id": os.urandom(8).hex(), **wish}
        answer = self.server.api("POST", "/tickets", self.server.token(device="kiosk-1"), asked)
        assert answer.status_code == 201

    def does(self, *verbs: str, **wish: Any) -> Any:
        for verb in verbs:
            answer = self.server.api("POST", f"/desks/4/{verb}", self.server.token(account="lien"), wish)
            assert answer.status_code == 200, answer.text
        return answer.json()

    def shows(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def shows_number(self, label: str) -> None:
        expect(self.page.locator("[data-plate] .plate")).to_have_attribute("aria-label", label)

    def asks(self) -> None:
        expect(self.page.locator("[data-ask]")).to_be_visible()

    def does_not_ask(self) -> None:
        expect(self.page.locator("[data-ask]")).to_be_hidden()

    def barriers(self) -> list[str]:
        self.page.evaluate("document.fonts.ready")
        found = Axe().run(self.page).response
        wrong = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
        return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in (*wrong, *found["incomplete"])]

    def cut_off(self) -> list[str]:
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll("main *, header *")]
                 .filter((each) => each.checkVisibility() && !each.closest(".vh"))
                 .filter((each) => { const box = each.getBoundingClientRect(); return box.width &&
                   (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1); })
                 .map((each) => each.outerHTML.slice(0, 100))"""
        )
        return found


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Counter]:
    server = RunningServer(tmp_path_factory.mktemp("counter") / "data")
    server.start()
    server.add_account("lien", "officer", "mat-khau-thu-1", "--departments", "TP")
    counter = Counter(server, browser)
    yield counter
    assert counter.problems == []
    counter.context.close()
    server.stop()


def test_it_follows_the_desk_and_asks_once(counter: Counter) -> None:
    for _ in range(2):
        counter.take()
    counter.does("open", "next")
    counter.shows("Mời đến quầy")
    counter.shows_number("4-001")
    counter.does("serve")
    counter.shows("Đang tiếp số")
    counter.does_not_ask()
    counter.does("finish-next")
    counter.shows("Ông/bà thấy phục vụ thế nào?")
    counter.shows_number("4-002")
    for width, height in SIZES:
        counter.page.set_viewport_size({"width": width, "height": height})
        assert counter.cut_off() == []
    assert counter.barriers() == []
    counter.page.tap("[data-score='2']")
    counter.shows("Điều gì cần làm tốt hơn?")
    assert counter.cut_off() == []
    assert counter.barriers() == []
    counter.page.tap("[data-reason='waiting']")
    counter.page.tap("[data-send]")
    counter.shows("Cảm ơn ông/bà.")
    counter.does_not_ask()
    counter.page.reload()
    counter.shows("Mời đến quầy")
    counter.does_not_ask()


def test_an_undone_finish_takes_the_question_away_and_time_does_too(counter: Counter) -> None:
    counter.does("serve", "finish")
    counter.asks()
    counter.does("undo")
    counter.does_not_ask()
    counter.take(language="en")
    counter.does("finish")
    counter.asks()  # only now the service is over
    counter.does("next", "serve", "finish")
    counter.shows("How was the service?")
    counter.page.clock.fast_forward(ASKED_FOR_MS)
    counter.does_not_ask()
