"""Is the wall after a day as light as after its first minutes? 24 hours in a few minutes, on a clock of the test's own.

The server is a script in the page that tells what a busy hall tells: two calls a minute and the boards that follow,
ticks so late that each silence looks like a cut, announcements, pictures, a true cut every hour.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.display.wall_in_browser import open_wall
from tests.running import RunningServer

ROOT = Path(__file__).parents[2]
HOURS = 24
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
# In place of the Socket.IO client: what the server tells is told by `hall`, and fetch answers with its snapshot.
SOCKET = """
export function io() {
  const heard = {};
  const socket = { connected: true, active: true, on: (name, what) => (heard[name] = what), close() {}, connect() {},
    io: { engine: { close() {} } } };
  window.tell = (name, message) => heard[name]?.(message);
  setTimeout(() => heard.connect(), 0);
  return socket;
}
"""
HALL = """({ pixel }) => {
  const hall = (window.hall = { seq: 1000, calls: [], number: 0, started: 0 });
  const first = JSON.parse(document.getElementById("snapshot").textContent);
  document.addEventListener("call-started", () => (hall.started += 1));
  const at = () => new Date(window.hallNow()).toISOString();
  const rows = () => first.rows.map((row, number) => ({ ...row, state: "serving", series: 1, number: hall.number % 999,
    waiting: (hall.number + number) % 30 }));
  const board = () => ({ seq: hall.seq, now: at(), rows: rows(), calls: hall.calls.slice(0, 6),
    waiting: hall.number % 90 });
  hall.snapshot = () => ({ ...first, ...board(), office: { ...first.office, until: "2099-01-01T00:00:00Z" },
    announcements: hall.number % 20 ? [] : [{ id: hall.seq, kind: "spoken", text: `Thông báo ${hall.number}`, at: at(),
      until: at() }],
    media: [{ url: pixel, kind: "picture", name: "a" }, { url: `${pixel}#b`, kind: "picture", name: "b" }] });
  const say = (message) => tell("news", { seq: hall.seq, prev: hall.seq - 1, ...message });
  hall.call = () => {
    hall.seq += 1;
    hall.number += 1;
    const desk = first.rows[hall.number % first.rows.length].desk;
    const call = { id: hall.seq, series: 1, number: hall.number % 999, label: `1-${hall.number}`, desk,
      department: "KTHT", at: at(), count: 1 };
    hall.calls = [call, ...hall.calls].slice(0, 40);
    say({ kind: "call", call });
    hall.seq += 1;
    say({ kind: "board", board: board() });
    if (hall.number % 20 === 0) say({ kind: "renew" });
  };
  hall.tick = () => tell("tick", { now: at() });
  hall.cut = () => tell("disconnect");
  hall.mend = () => tell("connect");
  window.fetch = async (url) => ({ ok: true, status: 200, headers: new Headers({ "Content-Type": "application/json" }),
    json: async () => (String(url).includes("/sounds/") ? { clips: [] } : hall.snapshot()) });
}"""


@pytest.mark.long
def test_a_day_leaves_the_wall_as_light_as_it_was(running_server: RunningServer, browser: Any) -> None:
    wall = open_wall(running_server, browser, prepare=pretend)
    page = wall.page
    page.evaluate("window.hallNow = () => Date.now()")
    page.evaluate(HALL, {"pixel": PIXEL})
    weights = []
    for hour in range(HOURS):
        for _ in range(60):
            for _ in range(2):
                page.evaluate("hall.call()")
                page.clock.run_for(15_000)
                page.evaluate("hall.tick()")
                page.clock.run_for(15_000)
        page.evaluate("hall.cut()")
        page.clock.run_for(30_000)
        page.evaluate("hall.mend()")
        weights.append(weight(page))
        print(f"hour {hour + 1}: {json.dumps(weights[-1])}, {page.evaluate('hall.started')} started")
    first, last = weights[1], weights[-1]
    assert page.evaluate("hall.started") >= HOURS * 110
    assert last["JSHeapUsedSize"] < first["JSHeapUsedSize"] * 1.2 + 300_000
    assert last["Nodes"] < first["Nodes"] * 1.2 + 200
    assert last["JSEventListeners"] < first["JSEventListeners"] * 1.2 + 50
    assert page.evaluate("Object.values(localStorage).join('').length") < 60_000


def weight(page: Any) -> dict[str, float]:
    """What the page holds after its rubbish is collected."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return {name: metrics[name] for name in ("JSHeapUsedSize", "Nodes", "JSEventListeners")}


def pretend(page: Any) -> None:
    page.clock.install()
    page.route(re.compile("socket.io.esm"), lambda route: route.fulfill(body=SOCKET, content_type="text/javascript"))
