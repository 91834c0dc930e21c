"""The recorder in a real Chromium with a microphone that beeps: record, listen, accept, until the hall speaks so."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.conftest import BROWSER_ARGUMENTS
from tests.patience import comes_to
from tests.running import RunningServer
from tests.voice.sounds import heard

PASSWORD = "mat-khau-thu-1"
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("voice") / "data")
    server.start()
    server.add_account("vp", "supervisor", PASSWORD)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def recording_browser(browser: Any) -> Iterator[Any]:
    """Another Chromium beside the shared one: the microphone is a matter of its command line."""
    path = os.environ.get("MOT_CUA_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    chromium = browser.browser_type.launch(executable_path=path, args=[*BROWSER_ARGUMENTS, *MICROPHONE])
    yield chromium
    chromium.close()


def open_recorder(server: RunningServer, browser: Any, url: str = "") -> Any:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda line: page.wrong.append(line.text) if line.type == "error" else None)
    page.goto(f"{url or server.url}/sign-in")
    page.fill("[name=name]", "vp")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/**")
    page.goto(f"{url or server.url}/office/voice")
    page.locator("[data-prompt]", has_text=re.compile(r"\w")).wait_for()
    return page


def record(page: Any, milliseconds: int = 1500) -> None:
    """One clip by keyboard alone: Enter, speak, Enter; the page listens and offers to accept."""
    page.focus("[data-record]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-record][data-on=true]")
    page.wait_for_timeout(milliseconds)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-accept]:focus:not([disabled])")


def test_clip_after_clip_is_recorded_heard_and_accepted(server: RunningServer, recording_browser: Any) -> None:
    page = open_recorder(server, recording_browser)
    expect(page.locator("[data-progress-words]")).to_have_text("Lượt gọi: đã có 0 trên 29 đoạn")
    expect(page.locator("[data-prompt]")).to_have_text("Mời công dân có số")

    with page.expect_response("**/draft.wav?*") as listened:
        record(page)
    assert listened.value.status in (200, 206)
    expect(page.locator("[data-told]")).not_to_be_empty()
    page.keyboard.press("Enter")
    page.locator("[data-progress-words]", has_text="đã có 1 trên 29").wait_for()
    expect(page.locator("[data-prompt]")).to_have_text("đến quầy số")
    expect(page.locator("[data-record]")).to_be_focused()
    expect(page.locator("[data-clip][data-state=ready]")).to_have_count(1)

    recorded = server.data / "recordings" / "vi" / "moi-cong-dan-co-so-37a7.wav"
    sound = heard(recorded)
    assert sound.rate == 22_050
    assert 0.8 < sound.seconds < 10
    assert sound.peak > 0.05

    # Another one, thrown away: what counts stays what it was.
    record(page)
    page.click("[data-after]")
    expect(page.locator("[data-clip][data-state=ready]")).to_have_count(1)

    page.click('[data-clip="moi-cong-dan-co-so-37a7"]')
    page.click("[data-remove]")
    page.locator("[data-progress-words]", has_text="đã có 0 trên 29").wait_for()
    assert not recorded.exists()
    assert page.wrong == []
    page.context.close()


def test_the_voice_can_be_heard_before_the_hall_hears_it(server: RunningServer, recording_browser: Any) -> None:
    page = open_recorder(server, recording_browser)
    with page.expect_response("**/office/voice/sound/*.mp3") as played:
        page.click("[data-sample] button")
    assert heard(played.value.body()).seconds > 3
    page.wait_for_selector("[data-sample-told]:not([hidden])")
    expect(page.locator("[data-sample-told]")).to_contain_text("Mời công dân có số 1-017, đến quầy số 1. (giọng máy)")
    assert page.wrong == []
    page.context.close()


def test_without_a_microphone_the_page_says_what_to_do(server: RunningServer, browser: Any) -> None:
    page = open_recorder(server, browser)
    page.click("[data-record]")
    page.wait_for_selector("[data-told]:not([hidden])")
    expect(page.locator("[data-told]")).to_contain_text("micro")
    page.context.close()


def test_over_plain_http_in_the_hall_the_page_tells_where_to_record(
    server: RunningServer, recording_browser: Any
) -> None:
    page = open_recorder(server, recording_browser)
    page.add_init_script("Object.defineProperty(globalThis, 'isSecureContext', { value: false })")
    page.reload()
    page.wait_for_selector("[data-not-allowed]:not([hidden])")
    expect(page.locator("[data-not-allowed]")).to_contain_text("localhost")
    expect(page.locator("[data-record]")).to_be_disabled()
    page.context.close()


def test_nothing_hinders_anybody_on_the_page(server: RunningServer, recording_browser: Any) -> None:
    page = open_recorder(server, recording_browser)
    found = Axe().run(page, options={"resultTypes": ["violations", "incomplete"]})
    assert [each["id"] for each in found.response["violations"]] == []
    comes_to(page, True, lambda: page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
    page.context.close()
