"""Left alone overnight, is the kiosk fresh in the morning, with the next day's duty, without a touch?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import expect

from tests.patience import comes_to
from tests.running import RunningServer

Open = Callable[..., Any]
NIGHT, MORNING = "2017-03-13 23:59:54", "2017-03-14 07:40"
MIDNIGHT = "2017-03-13T17:00:00"  # there, in UTC
# By the letter: Justice on Monday, Health on Tuesday.
MONDAYS, TUESDAYS = '[data-department="TP"]', '[data-department="YT"]'


@pytest.fixture
def late(tmp_path: Path) -> Iterator[RunningServer]:
    """A server some seconds before midnight."""
    server = RunningServer(tmp_path / "data", at=NIGHT)
    server.start()
    yield server
    server.stop()


def test_the_start_page_shows_the_next_days_duty_without_a_touch(late: RunningServer, open_kiosk: Open) -> None:
    page = open_kiosk(late)
    page.clock.install()
    page.reload()
    page.wait_for_selector(".kiosk--home .tile")
    page.locator("#screen").evaluate("(screen) => (screen.dataset.evening = 1)")
    comes_to(page, True, lambda: _is_tuesday(late))

    page.clock.fast_forward(60_000)  # the page's own minute; nobody touches anything
    expect(page.locator("#screen[data-evening]")).to_have_count(0)
    expect(page.locator(f"{TUESDAYS}:not(.tile--off)")).to_be_visible()
    expect(page.locator(f"{MONDAYS}.tile--off")).to_be_visible()
    expect(page.locator("[data-today]").first).to_have_text("Thứ Ba, 14/3/2017")

    late.stop()  # the server's PC begins anew in the morning, and the page stays
    late.at = MORNING
    late.start()
    expect(page.locator(f'{TUESDAYS}[data-open="1"]')).to_be_visible()
    expect(page.locator(f'{MONDAYS}[data-open="0"]')).to_be_visible()
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("[data-clock]").first).to_have_text("7:40")
    assert page.wrong == []


def _is_tuesday(server: RunningServer) -> bool:
    """By the server's own clock."""
    cookies = {"mot_cua_kiosk": server.token(device="kiosk-1")}
    told = requests.get(f"{server.url}/kiosk/queue", cookies=cookies, timeout=30).json()
    return str(told["now"]) >= MIDNIGHT
