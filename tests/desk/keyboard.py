"""Somebody at a desk in a real browser, with a keyboard and nothing else."""

from __future__ import annotations

import os
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.running import RunningServer

PASSWORD = "mat-khau-thu-1"
SETTLED_MS = 1100


class Officer:
    """Someone at a keyboard; `key` presses one and nothing else is ever clicked."""

    def __init__(self, page: Any, server: RunningServer, desk: str, department: str) -> None:
        self.page = page
        self.server = server
        self.desk = desk
        self.department = department
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda line: self.problems.append(line.text) if line.type == "error" else None)

    def key(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)

    def go_to_the_desk(self) -> None:
        self.page.goto(f"{self.server.url}/desk/")
        self.page.keyboard.type(f"officer-{self.desk}")
        self.key("Tab")
        self.page.keyboard.type(PASSWORD)
        self.key("Enter")
        self.page.wait_for_selector(".pick:focus")
        self.key("Enter")
        self.page.wait_for_url(f"**/desk/{self.desk}")
        self.page.wait_for_selector("#act-main:focus")
        self.expect("closed")

    def open_the_desk(self) -> None:
        self.go_to_the_desk()
        self.key("Enter")
        self.expect("ready")

    def expect(self, phase: str, text: str = "") -> None:
        self.page.wait_for_selector(f'#desk[data-phase="{phase}"]', timeout=5000)
        if text:
            self.page.wait_for_selector(f"text={text}", timeout=5000)

    def settle(self) -> None:
        self.page.wait_for_timeout(SETTLED_MS)

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.id"))

    def plate(self) -> str:
        return str(self.page.locator("#plate .plate").get_attribute("aria-label"))

    def text(self, place: str) -> str:
        return str(self.page.locator(place).inner_text())

    def enter(self) -> None:
        """Enter, once the last change has settled."""
        self.settle()
        self.key("Enter")

    def asked(self, name: str) -> None:
        """A question stands over the page, and may be answered."""
        self.page.wait_for_selector(f"#ask-{name}[open]")
        self.settle()

    def answered(self, name: str) -> None:
        """Its question is gone."""
        self.page.wait_for_selector(f"#ask-{name}", state="hidden")

    def notice(self, text: str) -> None:
        self.page.wait_for_selector(f"#notice-text:has-text('{text}')")


def new_officer(browser: Any, server: RunningServer, desk: str, department: str, **view: Any) -> Officer:
    """An account with the desk's own browser."""
    server.add_account(f"officer-{desk}", "officer", PASSWORD, "--departments", department)
    page = browser.new_page(**{"viewport": {"width": 1366, "height": 768}, **view})
    page.set_default_timeout(8000)
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
    behind = "(to) => document.querySelector('dialog[open]') && (document.querySelector('main').style.visibility = to)"
    page.evaluate(behind, "hidden")
    found = Axe().run(page).response
    page.evaluate(behind, "")
    wrong = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    return [_told(each, node) for each in (*wrong, *found["incomplete"]) for node in each["nodes"]]


def _told(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{rule['id']}: {node['html'][:120]}: {[each['message'] for each in node['any']]}"
