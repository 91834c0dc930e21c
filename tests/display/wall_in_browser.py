"""A wall in a real Chromium, on a real server, and the officers who make it ring."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from actions.accounts import Role
from doors import device_cookie
from tests.running import RunningServer

ROOT = Path(__file__).parents[2]
LOADED_WITHIN_MS = 90_000
WITHIN_S = 90.0
# Each call that the wall starts, each chime's first tone and each clip, in their order; kept over a reload.
RECORDER = """
const note = (what, id = null) => {
  const noted = JSON.parse(sessionStorage.getItem("noted") ?? "[]");
  const at = performance.timeOrigin + performance.now();
  sessionStorage.setItem("noted", JSON.stringify([...noted, { what, id, at }]));
};
document.addEventListener("call-started", ({ detail: { id, label, count, kind } }) => {
  note(label ? `${label} ${count}` : kind, id);
});
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) {
  if (this.frequency.value === 659.25 || Math.abs(this.frequency.value - 659.25) < 0.01) note("chime");
  return start.apply(this, when);
};
const play = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...when) {
  if (this.buffer?.duration > 0.5) note("voice");
  return play.apply(this, when);
};
"""
SHOWN = """() => [...document.querySelectorAll("[data-rows] > *")].map((row) => ({
  desk: row.dataset.desk,
  state: row.dataset.state,
  label: row.querySelector(".plate:not([hidden] *)")?.getAttribute("aria-label") ?? null,
  waiting: Number(row.querySelector("[data-waiting]").textContent),
}))"""


# Which call stands in the slot, if one does, and which are listed beside it.
SHOWN_CALLS = """() => {
  const labels = (part) =>
    [...document.querySelectorAll(`${part} .plate:not([hidden] *)`)].map((plate) => plate.getAttribute("aria-label"));
  return [document.body.dataset.slot === "call" ? labels("[data-call]")[0] : null, labels("[data-recent]")];
}"""


@dataclass
class Wall:
    """One screen, with what it was heard to do."""

    server: RunningServer
    page: Any

    def heard(self) -> list[str]:
        """Calls started, chimes and spoken clips, in order, over all reloads."""
        return [each["what"] for each in self._noted()]

    def noted(self) -> list[str]:
        """Calls started and chimes."""
        return [what for what in self.heard() if what != "voice"]

    def calls(self) -> list[str]:
        """The calls started: label and how often called."""
        return [what for what in self.noted() if what != "chime"]

    def moments_s(self) -> list[float]:
        """When each call was started."""
        return [each["at"] / 1000 for each in self._noted() if each["what"] not in ("chime", "voice")]

    def started(self) -> list[tuple[int, float]]:
        """The number of each call started, and when on this machine's clock."""
        skew = time.monotonic() - time.time()
        return [(each["id"], round(each["at"] / 1000 + skew, 2)) for each in self._noted() if each["id"] is not None]

    def wait_until(self, holds: Callable[[], Any], told: Callable[[], Any]) -> None:
        """Until it holds, however slow the machine; fails with what is told."""
        until = time.monotonic() + WITHIN_S
        while not holds():
            assert time.monotonic() < until, told()
            self.page.wait_for_timeout(50)

    def wait_for_calls(self, number: int) -> None:
        """Until so many calls were started."""
        self.wait_until(lambda: len(self.calls()) >= number, self.noted)

    def wait_for_call(self, call: str) -> None:
        """Until this call was started; others may stand before it in the line."""
        self.wait_until(lambda: call in self.calls(), self.noted)

    def wait_for_heard(self, *heard: str) -> None:
        """Until exactly this was heard, and nothing more comes after it."""
        self.wait_until(lambda: len(self.heard()) >= len(heard), self.heard)
        self.page.wait_for_timeout(300)
        assert self.heard() == [*heard]

    def wait_for(self, holds: str) -> None:
        """Until a JavaScript expression holds; Playwright's own wait would evaluate it where the page forbids that."""
        self.wait_until(lambda: self.page.evaluate(holds), lambda: holds)

    def wait_for_state(self, state: str) -> None:
        """Until the wall is "live" or "stale"."""
        expect(self.page.locator(f"body[data-state={state}]")).to_be_visible(timeout=WITHIN_S * 1000)

    def shows_plate(self, place: str, label: str) -> None:
        """Until a number stands there."""
        expect(self.page.locator(f"{place} .plate")).to_have_attribute("aria-label", label)

    def wait_for_snapshot(self) -> None:
        """Until the screen equals the server's own snapshot."""
        until = time.monotonic() + WITHIN_S
        while self.page.evaluate(SHOWN) != (told := self._told()):
            assert time.monotonic() < until, (self.page.evaluate(SHOWN), told)
            self.page.wait_for_timeout(50)

    def wait_for_recent_calls(self) -> None:
        """Until slot and list name the newest calls of the server's own snapshot, and no others."""
        until = time.monotonic() + WITHIN_S
        while True:
            told = list(dict.fromkeys(call["label"] for call in self._snapshot()["calls"]))
            slot, beside = self.page.evaluate(SHOWN_CALLS)
            first = slot or next(iter(told), None)
            if (slot is None or slot in told) and beside == [label for label in told if label != first][:3]:
                return
            assert time.monotonic() < until, (slot, beside, told)
            self.page.wait_for_timeout(50)

    def _snapshot(self) -> Any:
        return self.page.evaluate("fetch('/display/snapshot').then((answer) => answer.json())")

    def _told(self) -> list[dict[str, Any]]:
        rows = self._snapshot()["rows"]
        return [
            {
                "desk": row["desk"],
                "state": row["state"],
                "label": None if row["number"] is None else f"{row['series']}-{row['number']:03d}",
                "waiting": row["waiting"],
            }
            for row in rows
        ]

    def _noted(self) -> Any:
        return self.page.evaluate("JSON.parse(sessionStorage.getItem('noted') ?? '[]')")


def open_wall(
    server: RunningServer,
    browser: Any,
    width: int = 1366,
    height: int = 768,
    code: str = "wall-1",
    url: str | None = None,
    prepare: Callable[[Any], None] = lambda page: None,
) -> Wall:
    """A paired wall, connected and painted. `url`: another way to the server; `prepare(page)` before it is opened."""
    url = url or server.url
    context = browser.new_context(viewport={"width": width, "height": height})
    context.add_cookies([{"name": device_cookie(Role.WALL), "value": server.token(code), "url": url}])
    context.add_init_script(RECORDER)
    page = context.new_page()
    page.set_default_navigation_timeout(LOADED_WITHIN_MS)
    prepare(page)
    page.goto(f"{url}/display/")
    page.wait_for_selector("body[data-state=live]", timeout=LOADED_WITHIN_MS)
    return Wall(server, page)


def serve_changed(page: Any, name: str, wanted: str, given: str) -> None:
    """Serve a script (its path in the repository) to this page with one constant of another value."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert wanted in text
    made = text.replace(wanted, given)
    page.route(f"**/{Path(name).name}", lambda route: route.fulfill(body=made, content_type="text/javascript"))


class Officers:
    """One officer at each desk asked for, acting through the API."""

    def __init__(self, server: RunningServer, *desks: str) -> None:
        self.server = server
        for desk in desks:
            server.add_account(f"officer-{desk}")
            self.act(desk, "open")

    def act(self, desk: str, verb: str, **wish: str) -> Any:
        """The verb of the desk's address: next, recall, serve, finish …; the desk as it is then."""
        token = self.server.token(account=f"officer-{desk}")
        answer = self.server.api("POST", f"/desks/{desk}/{verb}", token, json=wish)
        assert answer.status_code == 200, answer.text
        return answer.json()


def issue(server: RunningServer, *departments: str) -> list[Any]:
    """A ticket of each department, as a kiosk takes it; returns them as the API tells them."""
    tickets = []
    for number, department in enumerate(departments):
        wish = {"department": department, "touch_id": f"touch {number} {time.monotonic_ns()}", "visit": "unsure"}
        answer = server.api("POST", "/tickets", server.token("kiosk-1"), json=wish)
        assert answer.status_code == 201, answer.text
        tickets.append(answer.json())
    return tickets
