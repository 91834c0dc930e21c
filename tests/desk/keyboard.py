"""Somebody at a desk in a real browser, with a keyboard and nothing else."""

from __future__ import annotations

import os
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.display.wall_in_browser import serve_changed
from tests.patience import comes_to
from tests.running import RunningServer

PASSWORD = "mat-khau-thu-1"
# A second, as the page is; where nothing is tried about it, a fraction: it is waited for before nearly every press.
SETTLE_MS, HURRIED_MS = 1000, 300
# Every press is answered, or the line is lost and the press is kept: while an answer is on its way no other is taken.
ANSWERED = """document.querySelector("#lost:not([hidden])") !== null || Object.entries(sessionStorage).every(
  ([key, kept]) => !key.startsWith("desk.presses.") || kept === "[]")"""


class Officer:
    """Someone at a keyboard; `key` presses one and nothing else is ever clicked."""

    def __init__(self, page: Any, server: RunningServer, desk: str, department: str) -> None:
        self.page = page
        self.server = server
        self.desk = desk
        self.department = department
        self.settle_ms = SETTLE_MS
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda line: self.problems.append(line.text) if line.type == "error" else None)

    def key(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)

    def sign_in(self, path: str) -> None:
        """Where the server asks who it is, and then leads to this page."""
        self.page.goto(f"{self.server.url}{path}")
        expect(self.page.locator("[name=name]")).to_be_focused()
        self.page.keyboard.type(f"officer-{self.desk}")
        self.key("Tab")
        self.page.keyboard.type(PASSWORD)
        self.key("Enter")
        self.page.wait_for_url(f"**{path}")

    def hurry(self) -> None:
        """Its page takes Enter sooner after a change; to be told before it is opened."""
        self.settle_ms = HURRIED_MS
        serve_changed(self.page, "desk/static/keys.js", f"SETTLE_MS = {SETTLE_MS}", f"SETTLE_MS = {HURRIED_MS}")

    def go_to_the_desk(self) -> None:
        self.sign_in("/desk/")
        self.page.wait_for_selector(".pick:focus")
        self.key("Enter")
        self.page.wait_for_url(f"**/desk/{self.desk}")
        self.has_focus("act-main")
        self.expect("closed")

    def open_the_desk(self) -> None:
        self.go_to_the_desk()
        self.key("Enter")
        self.expect("ready")

    def expect(self, phase: str, text: str = "") -> None:
        expect(self.page.locator(f'#desk[data-phase="{phase}"]')).to_be_visible()
        if text:
            expect(self.page.get_by_text(text).first).to_be_visible()
        comes_to(self.page, True, lambda: self.page.evaluate(ANSWERED))

    def settle(self) -> None:
        self.page.wait_for_timeout(self.settle_ms + 100)

    def has_focus(self, name: str) -> None:
        expect(self.page.locator(f"#{name}")).to_be_focused()

    def shows(self, label: str) -> None:
        """Whose number stands large on the screen."""
        expect(self.page.locator("#plate .plate")).to_have_attribute("aria-label", label)

    def says(self, place: str, text: str) -> None:
        """The text is somewhere in that place."""
        expect(self.page.locator(place)).to_contain_text(text)

    def enter(self) -> None:
        """Enter, once the last change has settled."""
        self.settle()
        self.key("Enter")

    def asked(self, name: str) -> None:
        """A question stands over the page, and may be answered."""
        expect(self.page.locator(f"#ask-{name}[open]")).to_be_visible()
        self.settle()

    def answered(self, name: str) -> None:
        """Its question is gone."""
        expect(self.page.locator(f"#ask-{name}")).to_be_hidden()

    def notice(self, text: str) -> None:
        self.says("#notice-text", text)


def new_officer(browser: Any, server: RunningServer, desk: str, department: str, **view: Any) -> Officer:
    """An account with the desk's own browser."""
    server.add_account(f"officer-{desk}", "officer", PASSWORD, "--departments", department)
    page = browser.new_page(**{"viewport": {"width": 1366, "height": 768}, **view})
    return Officer(page, server, desk, department)


def take_numbers(officer: Officer, n: int, **wish: Any) -> None:
    """`n` citizens take a number of the officer's department, for a result unless something else is wished."""
    token = officer.server.token(device="kiosk-1")
    what = {} if "procedure" in wish else {"department": officer.department, "visit": "result"}
    for _ in range(n):
        asked = {"touch_id": os.urandom(8).hex(), **what, **wish}
        assert officer.server.api("POST", "/tickets", token, asked).status_code == 201


def first_procedure(officer: Officer) -> str:
    """The key of a procedure of the officer's department."""
    listed = officer.server.api("GET", f"/procedures?department={officer.department}", officer.server.token("kiosk-1"))
    return str(listed.json()["procedures"][0]["key"])


def barriers(page: Any) -> list[str]:
    """What axe-core finds serious or critical, or cannot decide for sure.

    It knows nothing of the top layer and would measure a question against the page behind it: that is hidden meanwhile.
    """
    page.evaluate("document.fonts.ready")
    behind = """(to) => document.querySelector("dialog[open]") &&
        document.querySelectorAll("body > :not(dialog)").forEach((each) => (each.style.visibility = to))"""
    page.evaluate(behind, "hidden")
    found = Axe().run(page).response
    page.evaluate(behind, "")
    wrong = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    return [_told(each, node) for each in (*wrong, *found["incomplete"]) for node in each["nodes"]]


def _told(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{rule['id']}: {node['html'][:120]}: {[each['message'] for each in node['any']]}"
