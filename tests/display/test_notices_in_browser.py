"""Do the Office's notices stand in the wall's foot strip, page by page, whole and never scrolled?"""

from __future__ import annotations

import re
from typing import Any

import requests
from playwright.sync_api import expect

from tests.display.wall_in_browser import open_wall, serve_changed
from tests.running import RunningServer
from tests.visitors import PASSWORD

PAGE_MS = 2_000
LONG = "Sáng thứ Tư, 15/3 Bộ phận Một cửa không nhận hồ sơ đất đai do họp; mời ông/bà đến vào thứ Sáu, 17/3. " * 2
STRIP = """() => {
  const box = document.querySelector("[data-recent-box]");
  return {
    text: box.dataset.strip === "notice" ? box.querySelector("[data-notice-text]").textContent : "",
    isWhole: box.scrollWidth <= box.clientWidth + 1 && box.scrollHeight <= box.clientHeight + 1,
    fit: Number(box.style.getPropertyValue("--fit")),
  };
}"""


def put_notice(server: RunningServer, text: str) -> None:
    """As the Office does it in its own browser."""
    server.add_account("van-phong", "supervisor")
    office = requests.Session()
    sign_in = {"name": "van-phong", "password": PASSWORD, "csrf_token": token(office, f"{server.url}/sign-in")}
    office.post(f"{server.url}/sign-in", data=sign_in, timeout=30)
    notice = {"text": text, "lasts": "open", "csrf_token": token(office, f"{server.url}/office/notices")}
    answer = office.post(f"{server.url}/office/notices", data=notice, timeout=30)
    assert answer.status_code == 200, answer.text


def token(office: requests.Session, url: str) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', office.get(url, timeout=30).text)
    assert found is not None
    return found[1]


def turn_quickly(page: Any) -> None:
    serve_changed(page, "display/static/notices.js", "PAGE_MS = 8000", f"PAGE_MS = {PAGE_MS}")


def test_a_long_notice_is_paged_between_the_usual_strip(running_server: RunningServer, browser: Any) -> None:
    wall = open_wall(running_server, browser, prepare=turn_quickly)
    put_notice(running_server, LONG[:200])
    expect(wall.page.locator('[data-recent-box][data-pages="3"]')).to_be_visible()
    seen: list[dict[str, Any]] = []

    def texts() -> list[str]:
        seen.append(wall.page.evaluate(STRIP))
        return list(dict.fromkeys(each["text"] for each in seen))

    wall.wait_until(lambda: len(texts()) == 3, lambda: seen)
    told = texts()
    assert all(each["isWhole"] for each in seen)
    assert all(each["fit"] == 1 for each in seen if each["text"])
    assert "" in told
    parts = sorted((text for text in told if text), key=lambda text: text.startswith("…"))
    joined = " ".join(part.strip("… ") for part in parts).replace("\xa0", " ")
    assert joined == " ".join(LONG[:200].split())
