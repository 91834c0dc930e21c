"""How long from a citizen's touch to the painted ticket page, beside a bare page after a bare durable post?

    python3 run.py bench touches [--rounds 100]

One real Chromium is the kiosk. A touch is sent, written durably, answered, its page fetched and painted (the number is
in the page and the next frame has begun). The bare touch posts one durable row, fetches "hello" and paints it, in the
same page. In turn. Also: what the kiosk's first page weighs on the wire (reach ≤ 300 kB).
"""

from __future__ import annotations

import argparse
import time
from typing import Any

from playwright.sync_api import sync_playwright

from actions.accounts import Role
from benchmarks.load import Target, chromium, print_beside, target
from doors import device_cookie

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SIZE = {"width": 1080, "height": 1920}
PROCEDURE = "/kiosk/procedures/1.013225"
PAINTED = """
const painted = (is) => new Promise((done) => {
  const look = () => is() && requestAnimationFrame(() => done(performance.now()));
  const watch = new MutationObserver(() => is() && (watch.disconnect(), look()));
  watch.observe(document, { childList: true, subtree: true });
});
"""
OURS = f"""async () => {{
  {PAINTED}
  const shown = painted(() => document.querySelector(".kiosk--ticket .plate"));
  const began = performance.now();
  document.querySelector("[data-take]").click();
  return (await shown) - began;
}}"""
BARE = f"""async () => {{
  {PAINTED}
  const shown = painted(() => document.querySelector("[data-bare]"));
  const began = performance.now();
  const headers = {{ "Content-Type": "application/json" }};
  await fetch("/bare/post", {{ method: "POST", headers, body: JSON.stringify({{ touch: Math.random() }}) }});
  const text = await (await fetch("/bare/hello", {{ cache: "no-store" }})).text();
  const bare = Object.assign(document.createElement("h1"), {{ textContent: text }});
  bare.dataset.bare = "";
  document.getElementById("screen").replaceWith(bare);
  return (await shown) - began;
}}"""
WEIGHT = """() => {
  const files = [performance.getEntriesByType("navigation")[0], ...performance.getEntriesByType("resource")];
  return { files: files.length, bytes: files.reduce((sum, each) => sum + each.transferSize, 0) };
}"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    wish = parser.parse_args()
    with target() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = _kiosk(browser, server)
        page.goto(f"{server.url}/kiosk/")
        page.wait_for_selector(".kiosk--home .tile")
        page.wait_for_load_state("networkidle")
        weight = page.evaluate(WEIGHT)
        times: dict[str, list[float]] = {"bare page": [], "ticket": []}
        for _ in range(wish.rounds):
            for name, script in (("bare page", BARE), ("ticket", OURS)):
                page.goto(f"{server.url}{PROCEDURE}")
                page.wait_for_selector("[data-take]")
                time.sleep(0.2)
                times[name].append(page.evaluate(script))
        browser.close()
    print(f"{wish.rounds} rounds, milliseconds from the touch to the frame")
    print_beside(times, reach="not named")
    print(f"first page: {weight['files']} files, {weight['bytes'] / 1024:.0f} kB on the wire (reach ≤ 300)")


def _kiosk(browser: Any, server: Target) -> Any:
    context = browser.new_context(viewport=SIZE, has_touch=True)
    secret = server.secrets["kiosk-1"]
    context.add_cookies([{"name": device_cookie(Role.KIOSK), "value": secret, "url": server.url}])
    return context.new_page()


if __name__ == "__main__":
    main()
