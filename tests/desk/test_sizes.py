"""Is everything in sight on old screens and in the window beside the dossier software, also for a finger?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.keyboard import Officer, barriers, first_procedure, new_officer, take_numbers
from tests.patience import comes_to
from tests.running import RunningServer

COMPACT = (360, 760)
DESKS = iter([("1", "KTHT"), ("4", "TP")])
# What an officer must see without scrolling, however small the window.
ALWAYS = "#state, #timer, #plate, #what, .act, #act-undo, #waiting-count, #act-break, #act-close"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("sizes") / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def officer(server: RunningServer, browser: Any) -> Iterator[Officer]:
    somebody = new_officer(browser, server, *next(DESKS), bypass_csp=True, has_touch=True)
    somebody.hurry()
    yield somebody
    assert somebody.problems == []
    somebody.page.close()


def test_the_compact_window_has_everything_in_sight(officer: Officer) -> None:
    take_numbers(officer, 3, procedure=first_procedure(officer))
    officer.open_the_desk()
    officer.page.set_viewport_size({"width": COMPACT[0], "height": COMPACT[1]})
    for phase in ("ready", "calling", "serving"):
        officer.expect(phase)
        comes_to(officer.page, (phase, []), lambda phase=phase: (phase, out_of_sight(officer)))
        assert barriers(officer.page) == []
        officer.enter()
    officer.asked("outcome")
    is_narrow = f"document.documentElement.scrollWidth <= {COMPACT[0]}"
    comes_to(officer.page, True, lambda: officer.page.evaluate(is_narrow))
    assert barriers(officer.page) == []


def test_a_finger_does_it_too(officer: Officer) -> None:
    """From the number's own menu: call it, then transfer it; the notice is that of the keyboard."""
    take_numbers(officer, 2)
    officer.open_the_desk()
    officer.settle()
    officer.page.tap("#waiting tr:nth-child(2) .q__pick")
    officer.asked("menu")
    officer.page.tap("#ask-menu .choice:nth-child(1) label")
    officer.page.tap("#ask-menu [type=submit]")
    officer.expect("calling")
    expect(officer.page.locator("#plate .plate")).to_have_attribute("aria-label", re.compile("-002$"))
    officer.settle()
    officer.page.tap("#act-main")
    officer.expect("serving")
    officer.page.tap("#act-park")
    officer.expect("ready")
    officer.page.tap("#parked .q__pick")
    officer.asked("menu")
    officer.page.tap("#ask-menu [type=submit]")
    officer.expect("calling")
    officer.has_focus("act-main")


def out_of_sight(officer: Officer) -> list[str]:
    found: list[str] = officer.page.evaluate(
        """(always) => [...document.querySelectorAll(always)]
             .filter((each) => each.checkVisibility())
             .filter((each) => { const box = each.getBoundingClientRect();
               return box.right > innerWidth + 1 || box.left < -1 || box.top < 0 || box.bottom > innerHeight + 1; })
             .map((each) => `${each.id || each.className} ${JSON.stringify(each.getBoundingClientRect())}`)""",
        ALWAYS,
    )
    return found
