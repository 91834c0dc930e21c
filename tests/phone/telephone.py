"""What the tests of the phone page share: a ticket from the kiosk, an officer at desk 4, a telephone that notes."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import expect

from actions.issue import issue_ticket
from actions.known import known
from actions.views import TicketView
from application import House
from rules.states import Visit
from tests.running import RunningServer

SMALL = {"width": 320, "height": 568}
# Notes each chime and how the telephone is shaken; `told()` reads and forgets them.
RECORDER = """
window.noted = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) {
  if (Math.abs(this.frequency.value - 659.25) < 0.01) window.noted.push("chime");
  return start.apply(this, when);
};
Navigator.prototype.vibrate = (pattern) => pattern !== 0 && window.noted.push(`shakes ${pattern}`);
"""
DEAF_AND_STILL = "delete Navigator.prototype.vibrate; delete window.AudioContext;"


def issue(server: RunningServer) -> Any:
    """Somebody takes a number for Justice."""
    wish = {"department": "TP", "touch_id": f"touch {time.monotonic_ns()}", "visit": "unsure"}
    return server.api("POST", "/tickets", server.token("kiosk-1"), json=wish).json()


def issued(house: House, touch: str, language: str = "vi") -> TicketView:
    """Somebody takes a number for a procedure of Justice, without a server."""
    procedure = next(key for key, each in _procedures(house).items() if each.department == "TP")
    answer: Any = house.hall.write(
        issue_ticket,
        touch_id=touch,
        procedure=procedure,
        department=None,
        visit=Visit.NEW,
        kiosk="kiosk-1",
        language=language,
    )
    ticket: TicketView = answer.ticket
    return ticket


def _procedures(house: House) -> Any:
    return house.hall.read(lambda session, here: known(session, here).procedures)


def act(server: RunningServer, *verbs: str) -> None:
    """What the officer at desk 4 does."""
    for verb in verbs:
        answer = server.api("POST", f"/desks/4/{verb}", server.token(account="officer"), json={})
        assert answer.status_code == 200, answer.text


def open_ticket(server: RunningServer, page: Any, ticket: Any) -> None:
    """The page, once it follows the news: what it asks for first must not come into the test's way."""
    with page.expect_response("**/state"):
        page.goto(f"{server.url}/t/{ticket['token']}")


def is_in(page: Any, state: str) -> None:
    """The page shows that its ticket is in this state."""
    expect(page.locator(f"body[data-state={state}]")).to_be_visible()
