"""Does the start script keep a wall on the screen: with sound, after a crash, and when its page stands still?"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket

from actions.accounts import Role
from doors import device_cookie
from tests.running import RunningServer, free_port

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "deploy" / "wall.sh"
# A browser that notes with what it was started, and ends at the second start only when it is told to.
PRETENDED = """#!/bin/sh
echo "$*" >> "$NOTES"
[ "$(wc -l < "$NOTES")" -lt 2 ] && exit 1
exec sleep 60
"""


@pytest.fixture
def run(begin: Callable[..., subprocess.Popen[str]]) -> Callable[..., subprocess.Popen[str]]:
    return partial(begin, SCRIPT)


def wait_until(holds: Callable[[], Any], within_s: float, what: str) -> None:
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, what
        time.sleep(0.1)


def pretended(tmp_path: Path) -> tuple[Path, Path]:
    browser, notes = tmp_path / "chromium", tmp_path / "notes"
    browser.write_text(PRETENDED, encoding="utf-8")
    browser.chmod(0o755)
    return browser, notes


def test_the_browser_is_started_again_when_it_ends(tmp_path: Path, run: Callable[..., Any]) -> None:
    browser, notes = pretended(tmp_path)
    run("http://10.0.0.5:8080/", "12345678", MOT_CUA_BROWSER=str(browser), NOTES=str(notes))
    wait_until(lambda: notes.exists() and len(notes.read_text().splitlines()) == 2, 60, "started twice")
    first, second = notes.read_text().splitlines()
    for flag in ("--kiosk", "--autoplay-policy=no-user-gesture-required", "--remote-debugging-address=127.0.0.1"):
        assert flag in first
    assert first.endswith("deploy/waiting.html#http://10.0.0.5:8080/pair?code=12345678")
    assert second.endswith("deploy/waiting.html#http://10.0.0.5:8080/display/")


def test_a_crash_leaves_no_question_on_the_screen(tmp_path: Path, run: Callable[..., Any]) -> None:
    browser, notes = pretended(tmp_path)
    profile = tmp_path / "profile" / "Default"
    profile.mkdir(parents=True)
    (profile / "Preferences").write_text('{"profile":{"exit_type":"Crashed","exited_cleanly":false}}')
    run("http://10.0.0.5:8080", MOT_CUA_BROWSER=str(browser), NOTES=str(notes), MOT_CUA_PROFILE=str(profile.parent))
    wait_until(notes.exists, 60, "started")
    told = json.loads((profile / "Preferences").read_text())["profile"]
    assert told == {"exit_type": "Normal", "exited_cleanly": True}


@pytest.mark.parametrize(
    ("page", "starts_again"),
    [
        ({"title": "Màn hình · 17", "url": "http://10.0.0.5/display/"}, True),
        ({"title": "10.0.0.5", "url": "chrome-error://chromewebdata/"}, True),
        ({"title": "Ghép máy này", "url": "http://10.0.0.5/pair"}, False),
        ("counts", False),
    ],
)
def test_a_page_that_stands_still_is_started_again_and_no_other(
    tmp_path: Path, run: Callable[..., Any], page: Any, starts_again: bool
) -> None:
    browser, notes = pretended(tmp_path)
    notes.write_text("already\n", encoding="utf-8")  # the pretended browser stays from its next start on
    with watched(page) as port:
        run(
            "http://10.0.0.5", MOT_CUA_BROWSER=str(browser), NOTES=str(notes), MOT_CUA_WATCH_PORT=str(port),
            MOT_CUA_STILL_S="3",
        )  # fmt: skip
        wait_until(lambda: len(notes.read_text().splitlines()) == 2, 60, "started")
        if starts_again:
            wait_until(lambda: len(notes.read_text().splitlines()) == 3, 90, "started again")
        else:
            time.sleep(6)
            assert len(notes.read_text().splitlines()) == 2


@contextmanager
def watched(page: Any) -> Iterator[int]:
    """A browser's list of pages, always with the same title, or with a count that goes on."""
    count = itertools.count()

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            counted = {"title": f"Màn hình · {next(count)}", "url": "http://10.0.0.5/display/"}
            body = json.dumps([counted if page == "counts" else page], indent=3, ensure_ascii=False).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Not on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("words", [(), ("192.168.1.10:8080",), ("http://10.0.0.5", "1234abcd")])
def test_a_wrong_start_is_told_and_starts_nothing(tmp_path: Path, run: Callable[..., Any], words: tuple[str]) -> None:
    browser, notes = pretended(tmp_path)
    begun = run(*words, MOT_CUA_BROWSER=str(browser), NOTES=str(notes))
    assert begun.wait(timeout=60) == 2
    assert begun.communicate()[1].startswith("wall.sh: ")
    assert not notes.exists()


@pytest.mark.long
def test_a_page_that_hangs_for_good_is_started_again(
    tmp_path: Path, run: Callable[..., Any], running_server: RunningServer
) -> None:
    """Real Chromium, real wall: its script is sent into an endless loop, which no script of its own could end."""
    browser = os.environ.get("MOT_CUA_CHROMIUM") or shutil.which("chromium")
    assert browser is not None
    code = pairing_code(running_server)
    port = free_port()
    run(
        running_server.url, code, MOT_CUA_BROWSER=browser, MOT_CUA_WATCH_PORT=str(port), MOT_CUA_STILL_S="25",
        MOT_CUA_BROWSER_FLAGS="--headless --no-sandbox --disable-gpu --remote-allow-origins=*",
    )  # fmt: skip
    wait_until(lambda: titled(port, "·"), 60, "the wall is shown")
    hang(port)
    wait_until(lambda: not titled(port, "·"), 90, "the browser was ended")
    wait_until(lambda: titled(port, "·"), 60, "the wall is shown again")


def pairing_code(server: RunningServer) -> str:
    """The Office's one-time code for the wall, as its page makes it."""
    from tests.display.test_two_walls_in_browser import Office

    answer = Office(server).post("/office/devices/wall-1/pairing")
    found = answer.text.split('code__digits num">')[1].split("<")[0]
    return found.replace(" ", "")


def titled(port: int, mark: str) -> bool:
    """Whether the wall's page is there with a running count in its title."""
    try:
        pages = requests.get(f"http://127.0.0.1:{port}/json/list", timeout=2).json()
    except (requests.RequestException, ValueError):
        return False
    return any("/display/" in page["url"] and mark in page["title"] for page in pages)


def hang(port: int) -> None:
    """What a bug in a script, or a driver of the graphics card, does to a page."""
    pages = requests.get(f"http://127.0.0.1:{port}/json/list", timeout=5).json()
    page = next(each for each in pages if "/display/" in each["url"])
    socket = websocket.create_connection(page["webSocketDebuggerUrl"], timeout=5)
    socket.send(json.dumps({"id": 1, "method": "Runtime.evaluate", "params": {"expression": "for (;;) {}"}}))
    time.sleep(0.5)
    socket.close()


def test_the_page_pairs_by_the_code_in_its_address_and_is_harmless_twice(
    running_server: RunningServer, browser: Any
) -> None:
    code = pairing_code(running_server)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{running_server.url}/pair?code={code}")
    page.wait_for_url(f"{running_server.url}/display/")
    assert any(cookie["name"] == device_cookie(Role.WALL) for cookie in context.cookies())
    page.goto(f"{running_server.url}/pair?code={code}")
    assert page.url == f"{running_server.url}/display/"
    context.close()
