"""How long from an officer's press to the number painted on a wall, beside a bare emit painted by the same page?

    python3 run.py bench walls [--walls 50] [--phones 1000] [--rounds 100] [--seconds 30]

One real Chromium is the wall that is measured; the other walls and the phones are sockets. A press is a recall: written
durably, told, painted (the plate is in the page and the next frame has begun). The bare emit writes its number into the
same page. In turn, from the request to the frame (reach: p99 ≤ 1.5 × bare). Also: when the sound begins after the
press (reach ≤ 1.5 s, chime included), what the page weighs, and what an idle wall costs the processor.
"""

from gevent import monkey

monkey.patch_all()

import argparse
import json
import subprocess
import sys
import time
from typing import Any

import gevent
import websocket

from benchmarks.calls import call_somebody, officer_of, walls_of
from benchmarks.load import ROOT, Client, Target, chromium, print_beside, quantile, target

WITHIN_S = 10.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--walls", type=int, default=50)
    parser.add_argument("--phones", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=30)
    wish = parser.parse_args()
    with target() as server:
        officer = Client(server.port, {"Authorization": f"Bearer {officer_of(server)}"})
        call_somebody(server, officer)
        walls_of(server, max(0, wish.walls - 1))
        phones = _phones(server, wish.phones)
        with Page(server) as page:
            page.tell("idle", wish.seconds)
            bare: list[float] = []
            ours: list[float] = []
            sounds: list[float] = []
            for number in range(wish.rounds):
                bare.append(_bare(page, officer, number))
                gevent.sleep(0.05)
                painted, sound = _recall(page, officer)
                ours.append(painted)
                if sound is not None:
                    sounds.append(sound)
                gevent.sleep(0.4)  # the board that follows, and the phones' answers to it
            about = page.answer
    print(f"{wish.walls} walls, {len(phones)} phones, {wish.rounds} rounds, milliseconds from the press to the frame")
    print_beside({"bare emit": bare, "recall": ours}, reach="p99 ≤ 1.5")
    print(f"sound begins after the press: {quantile(sounds, 0.5):.0f} ms, slowest {max(sounds):.0f} ms (reach ≤ 1500)")
    print(
        f"page: {about['files']} files, {about['bytes'] / 1024:.0f} kB, of which fonts {about['fonts'] / 1024:.0f} kB"
    )
    print(f"idle wall: {about['cpu']:.1f} % of one core ({about['script']:.1f} % script) over {wish.seconds} s")


def _phones(server: Target, number: int) -> list[Any]:
    kiosk = Client(server.port, {"Authorization": f"Bearer {server.secrets['kiosk-1']}"})
    wish = {"procedure": "1.013225", "touch_id": "bench-phone"}
    status, answer = kiosk.ask("POST", "/api/v1/tickets", wish)
    assert status == 201, answer
    token = json.loads(answer)["token"]
    address = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    sockets = []
    for _ in range(number):
        each = websocket.create_connection(address, origin=server.url)
        each.recv()
        each.send("40" + json.dumps({"screen": "phone", "key": token}))
        gevent.spawn(_listen, each)
        sockets.append(each)
    gevent.sleep(1.0)
    return sockets


def _listen(each: Any) -> None:
    while True:
        try:
            if each.recv() == "2":
                each.send("3")
        except (websocket.WebSocketException, OSError):
            return


def _bare(page: "Page", client: Client, number: int) -> float:
    before = time.time()
    client.ask("POST", "/bare/emit", {"number": number, "filling": "x" * 180})
    return (page.painted(f"bare {number}")[0] - before) * 1000


def _recall(page: "Page", client: Client) -> tuple[float, float | None]:
    before = time.time()
    status, answer = client.ask("POST", "/api/v1/desks/1/recall", {})
    assert status == 200, answer
    count = json.loads(answer)["ticket"]["calls"]
    painted, sound = page.painted(f"call {count}")
    return (painted - before) * 1000, None if sound is None else (sound - before) * 1000


class Page:
    """A real wall in a process of its own: Playwright's event loop and gevent's do not live together."""

    def __init__(self, server: Target) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.wall_page", server.url, server.secrets["wall-1"], chromium()],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.answer: dict[str, Any] = {}
        self._seen: dict[str, float] = {}
        self._expect("ready")

    def __enter__(self) -> "Page":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)

    def tell(self, what: str, seconds: int) -> None:
        """Let it measure itself for a while."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{what} {seconds}\n")
        self._process.stdin.flush()
        self.answer = self._expect("about")

    def painted(self, what: str) -> tuple[float, float | None]:
        """When it was painted, and when its sound began, in seconds since 1970."""
        told = self._expect(what)
        return told["at"], told.get("sound")

    def _expect(self, what: str) -> dict[str, Any]:
        assert self._process.stdout is not None
        with gevent.Timeout(180):
            while line := self._process.stdout.readline():
                told: dict[str, Any] = json.loads(line)
                if told["what"] == what:
                    return told
        raise RuntimeError("the wall's page has ended")


if __name__ == "__main__":
    main()
