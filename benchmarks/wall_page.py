"""The wall that benchmarks/walls.py measures: tells on its output when a number was painted and a sound began."""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

from playwright.sync_api import sync_playwright

from actions.accounts import Role
from doors import device_cookie

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
WITHIN_MS = 120_000
# The frame after the change has begun: what was written before it is on the screen. Calls are met as the page paints
# them; the line's own waiting is left out, because the benchmark calls faster than a hall.
WATCH = """
const now = () => (performance.timeOrigin + performance.now()) / 1000;
const frame = (tell) => requestAnimationFrame(() => tell(now()));
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(...more) {
    super(...more);
    this.addEventListener("message", ({ data }) => {
      const found = typeof data === "string" && data.match(/^42\\["bare",.*"number":(\\d+)/);
      if (!found) return;
      document.querySelector("[data-total]").textContent = found[1];
      frame((at) => tellPainted({ what: `bare ${found[1]}`, at }));
    });
  }
};
let sound = null;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) {
  if (Math.round(this.frequency.value) === 659) sound ??= now();
  return start.apply(this, when);
};
document.addEventListener("call-started", ({ detail }) => {
  sound = null;
  frame((at) => setTimeout(() => tellPainted({ what: `call ${detail.count}`, at, sound }), 100));
});
"""
WEIGHT = """() => {
  const files = [performance.getEntriesByType("navigation")[0], ...performance.getEntriesByType("resource")];
  const bytes = (found) => found.reduce((sum, each) => sum + each.transferSize, 0);
  const fonts = files.filter(({ name }) => name.includes("/fonts/"));
  return { files: files.length, bytes: bytes(files), fonts: bytes(fonts) };
}"""


def main(url: str, secret: str, chromium: str) -> None:
    """Serve the benchmark until it ends us."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        context.add_cookies([{"name": device_cookie(Role.WALL), "value": secret, "url": url}])
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(WITHIN_MS)
        page.expose_function("tellPainted", lambda told: print(json.dumps(told), flush=True))
        _quicken(page)
        page.goto(f"{url}/display/")
        page.wait_for_selector("body[data-state=live]")
        weight = page.evaluate(WEIGHT)
        page.wait_for_timeout(3000)
        print(json.dumps({"what": "ready"}), flush=True)
        _serve(page, context, weight)


def _serve(page: Any, context: Any, weight: dict[str, Any]) -> None:
    wishes: list[str] = []
    threading.Thread(target=lambda: wishes.extend(iter(sys.stdin.readline, "")), daemon=True).start()
    while True:
        page.wait_for_timeout(20)
        if wishes:
            seconds = int(wishes.pop().split()[1])
            print(json.dumps({"what": "about", **weight, **_cost(page, context, seconds)}), flush=True)


def _cost(page: Any, context: Any, seconds: int) -> dict[str, float]:
    """Percent of one core that the page's main thread is busy."""
    session = context.new_cdp_session(page)
    session.send("Performance.enable")

    def metrics() -> dict[str, float]:
        return {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}

    before = metrics()
    page.wait_for_timeout(seconds * 1000)
    after = metrics()
    share = {name: (after[name] - before[name]) / seconds * 100 for name in ("TaskDuration", "ScriptDuration")}
    return {"cpu": share["TaskDuration"], "script": share["ScriptDuration"]}


def _quicken(page: Any) -> None:
    """Calls follow each other faster here than the line would let them into the slot, or a voice could say them."""
    page.route("**/display/sounds/*", lambda route: route.fulfill(json={"clips": []}))

    def answer(route: Any) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace("ALONE_MS = 7_000", "ALONE_MS = 1"))

    def silence(route: Any) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace("LENGTH_S = 1.5", "LENGTH_S = 0.1"))

    page.route("**/display/static/calls.js", answer)
    page.route("**/theme/chime.js", silence)


if __name__ == "__main__":
    main(*sys.argv[1:4])
