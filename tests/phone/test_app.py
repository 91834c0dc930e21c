"""Can a ticket be put on the home screen under HTTPS, and does a phone without a network keep no number of before?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from application import House
from tests.phone.telephone import SMALL, act, issue, issued, open_ticket
from tests.running import RunningServer

# The path of whatever is kept.
KEPT = """async () => {
  const caught = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const kept = await Promise.all(caught.map((cache) => cache.keys()));
  return kept.flat().map((each) => new URL(each.url).pathname);
}"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A small telephone whose pages may have a worker."""
    context = browser.new_context(viewport=SMALL)
    yield context.new_page()
    context.close()


def test_the_app_is_the_ticket_and_names_nobody(house: House, client: FlaskClient) -> None:
    ticket = issued(house, "a touch for an app")
    answer = client.get(f"/t/{ticket.token}/app.webmanifest")
    assert (answer.status_code, answer.mimetype) == (200, "application/manifest+json")
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.get_json()
    assert told["id"] == told["start_url"] == told["scope"] == f"/t/{ticket.token}"
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    for icon in told["icons"]:
        with client.get(icon["src"]) as picture:
            assert picture.mimetype == "image/png"
    text = answer.get_data(as_text=True)
    assert ticket.code not in text
    assert str(ticket.procedure_name) not in text
    assert client.get("/t/nothing/app.webmanifest").status_code == 404


def test_the_app_speaks_the_language_of_the_ticket(house: House, client: FlaskClient) -> None:
    ticket = issued(house, "an English touch for an app", language="en")
    told = client.get(f"/t/{ticket.token}/app.webmanifest").get_json()
    assert (told["lang"], told["short_name"]) == ("en", "Your number")


def test_a_phone_without_a_network_shows_no_number_and_comes_back(running_server: RunningServer, page: Any) -> None:
    ticket = issue(running_server)
    open_ticket(running_server, page, ticket)
    page.evaluate("() => navigator.serviceWorker.ready")
    told = _manifest(page)
    assert told["start_url"] == f"/t/{ticket['token']}"
    assert not [each for each in page.evaluate(KEPT) if ticket["token"] in each or each.endswith("/state")]

    running_server.kill()
    page.reload()
    expect(page.get_by_role("heading", name="Chưa kết nối được.")).to_be_visible()
    expect(page.get_by_text("Số của ông/bà vẫn giữ nguyên")).to_be_visible()
    assert ticket["label"].split("-")[1] not in page.locator("body").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    running_server.start()
    expect(page.locator("[data-headline]")).to_have_text("Ông/bà là người kế tiếp")


def test_where_the_address_is_not_trusted_nothing_is_kept(running_server: RunningServer, page: Any) -> None:
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    running_server.add_account("officer")
    act(running_server, "open")
    open_ticket(running_server, page, issue(running_server))
    assert page.locator("link[rel=manifest]").count() == 0
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


def _manifest(page: Any) -> Any:
    """As Chromium reads it; it has nothing to complain of."""
    found = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert found["errors"] == []
    return json.loads(found["data"])
