"""The server is gone, and the kiosk's browser starts anew: is there a page of ours, and is it right again by itself?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from playwright.sync_api import expect

from tests.running import RunningServer

Open = Callable[..., Any]


def test_everything_that_the_worker_keeps_exists(kiosk: FlaskClient) -> None:
    answer = kiosk.get("/kiosk/worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    found = re.search(r"JSON\.parse\((\".*?\")\);", answer.get_data(as_text=True))
    assert found is not None
    told = json.loads(json.loads(found[1]))
    for address in (told["waiting"], *told["kept"]):
        assert kiosk.get(address, buffered=True).status_code == 200, address


def test_a_restart_without_a_server_shows_our_page_and_comes_back_by_itself(tmp_path: Path, open_kiosk: Open) -> None:
    server = RunningServer(tmp_path / "data")
    server.start()
    try:
        page = open_kiosk(server)
        page.evaluate("navigator.serviceWorker.ready.then((ready) => ready.active.state)")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        server.kill()
        page.goto(f"{server.url}/kiosk/departments/TP")
        expect(page.locator("h1")).to_contain_text("Máy đang tạm dừng. Mời ông/bà lấy số tại bàn của Văn phòng")
        # Its own style and letters are there too.
        assert page.evaluate("getComputedStyle(document.querySelector('.away')).display") == "grid"
        server.start()
        expect(page.locator(".kiosk--home .tile").first).to_be_visible(timeout=10_000)
    finally:
        server.stop()
