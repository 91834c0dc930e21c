"""The server is gone, and the kiosk's browser starts anew: is there a page of ours, and is it right again by itself?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from tests.running import RunningServer

Open = Callable[..., Any]


class BadGateway(BaseHTTPRequestHandler):
    """What a proxy says for a server that is gone."""

    def do_GET(self) -> None:
        self.send_response(502)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<h1>502 Bad Gateway</h1>")

    def log_message(self, *words: Any) -> None:
        """Nothing."""


@contextmanager
def proxy_alone(port: int) -> Iterator[None]:
    """A proxy on the server's port that has no server any more."""
    proxy = ThreadingHTTPServer(("127.0.0.1", port), BadGateway)
    Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield
    finally:
        proxy.shutdown()
        proxy.server_close()


def told_to_worker(kiosk: FlaskClient) -> dict[str, Any]:
    answer = kiosk.get("/kiosk/worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    found = re.search(r"JSON\.parse\((\".*?\")\);", answer.get_data(as_text=True))
    assert found is not None
    told: dict[str, Any] = json.loads(json.loads(found[1]))
    return told


def test_another_place_of_help_is_another_worker(kiosk: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    before = told_to_worker(kiosk)["name"]
    assert told_to_worker(kiosk)["name"] == before
    monkeypatch.setattr("kiosk.shell.waiting", lambda: "Mời ông/bà lấy số ở cổng")
    assert told_to_worker(kiosk)["name"] != before


def test_everything_that_the_worker_keeps_exists(kiosk: FlaskClient) -> None:
    told = told_to_worker(kiosk)
    for address in (told["waiting"], *told["kept"]):
        assert kiosk.get(address, buffered=True).status_code == 200, address


def test_a_restart_without_a_server_shows_our_page_and_comes_back_by_itself(tmp_path: Path, open_kiosk: Open) -> None:
    server = RunningServer(tmp_path / "data")
    server.start()
    try:
        page = open_kiosk(server, worker="allow")
        page.evaluate("navigator.serviceWorker.ready.then((ready) => ready.active.state)")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        server.kill()
        page.goto(f"{server.url}/kiosk/departments/TP")
        expect(page.locator("h1")).to_contain_text("Máy đang tạm dừng. Mời ông/bà lấy số tại bàn của Văn phòng")
        # Its own style and letters are there too.
        expect(page.locator(".away")).to_have_css("display", "grid")
        with proxy_alone(server.port):
            page.goto(f"{server.url}/kiosk/departments/TP")
            expect(page.locator(".away")).to_have_css("display", "grid")
            expect(page).to_have_title(re.compile(r" · \d+$"))  # it goes on asking
        server.start()
        expect(page.locator(".kiosk--home .tile").first).to_be_visible(timeout=10_000)
    finally:
        server.stop()
