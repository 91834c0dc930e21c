"""How long from an officer's press to the last of 50 walls, beside a bare emit through the same server?

    python3 run.py bench calls [--screens 50] [--rounds 200]

A press is a recall: written durably, then told. The bare emit is a POST that only emits a message of the same
size. Both are timed from the request to the last screen's receipt, in turn (reach: p99 ≤ 1.5 × bare).
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
from gevent.event import Event

from benchmarks.load import ROOT, Client, Target, print_beside, target

PAUSE_S = 0.02
WITHIN_S = 5.0


class Screens:
    """Many screens on real sockets; `wait` ends when all have got the same new message. `who`: as a page says it."""

    def __init__(self, server: Target, screens: int, who: dict[str, str]) -> None:
        self._screens = screens
        self._got = 0
        self._all = Event()
        self._wanted = ""
        self._told_at = 0.0
        self.last = ""
        address = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
        self._sockets = [websocket.create_connection(address, origin=server.url) for _ in range(screens)]
        for each in self._sockets:
            each.recv()
            each.send("40" + json.dumps(who))
            gevent.spawn(self._listen, each)
        gevent.sleep(1.0)

    def expect(self, words: str) -> None:
        """From now on count the messages that contain `words`."""
        self._got, self._wanted = 0, words
        self._all.clear()

    def wait(self) -> float:
        """When the last screen got it; the answer to who asked may come later."""
        if not self._all.wait(WITHIN_S):
            raise RuntimeError(f"only {self._got} of {self._screens} screens were told")
        return self._told_at

    def _listen(self, each: Any) -> None:
        while True:
            try:
                message = each.recv()
            except (websocket.WebSocketException, OSError):
                return  # the server has ended
            if message == "2":
                each.send("3")
            elif self._wanted and self._wanted in message:
                self._got += 1
                self.last = message
                if self._got == self._screens:
                    self._told_at = time.perf_counter()
                    self._all.set()


def walls_of(server: Target, number: int) -> Screens:
    """So many walls, paired as the first one."""
    return Screens(server, number, {"screen": "wall", "key": "", "token": server.secrets["wall-1"]})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--screens", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=200)
    wish = parser.parse_args()
    with target() as server:
        officer = Client(server.port, {"Authorization": f"Bearer {officer_of(server)}"})
        call_somebody(server, officer)
        walls = walls_of(server, wish.screens)
        bare: list[float] = []
        ours: list[float] = []
        for number in range(wish.rounds):
            bare.append(_bare_emit(walls, officer, number))
            gevent.sleep(PAUSE_S)
            ours.append(recall(walls, officer, "call"))
            gevent.sleep(0.15)  # the board that follows a call is not part of it
    print(f"{wish.screens} screens, {wish.rounds} rounds, milliseconds from the press to the last screen")
    print_beside({"bare emit": bare, "recall": ours}, reach="p99 ≤ 1.5")


def _bare_emit(walls: Screens, client: Client, number: int) -> float:
    walls.expect('"bare"')
    before = time.perf_counter()
    client.ask("POST", "/bare/emit", {"number": number, "filling": "x" * 180})
    return (walls.wait() - before) * 1000


def recall(screens: Screens, client: Client, kind: str) -> float:
    """Milliseconds from the press to the last screen's message of this kind."""
    screens.expect(f'"kind":"{kind}"')
    before = time.perf_counter()
    status, answer = client.ask("POST", "/api/v1/desks/1/recall", {})
    assert status == 200, answer
    return (screens.wait() - before) * 1000


def officer_of(server: Target) -> str:
    """An officer's token, made as an installer makes it."""
    place = ["--data", str(server.data)]
    commands = (
        (["accounts", "add", "bench", "--role", "officer", "--password-stdin"], "a password for benchmarks"),
        (["tokens", "add", "--account", "bench"], ""),
    )
    printed = ""
    for words, typed in commands:
        done = subprocess.run(
            [sys.executable, "server.py", *words, *place], cwd=ROOT, input=typed, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        printed = done.stdout.strip()
    return printed


def call_somebody(server: Target, officer: Client) -> None:
    kiosk = Client(server.port, {"Authorization": f"Bearer {server.secrets['kiosk-1']}"})
    for client, path, body in (
        (kiosk, "/api/v1/tickets", {"procedure": "1.013225", "touch_id": "bench-call-1"}),
        (officer, "/api/v1/desks/1/open", {}),
        (officer, "/api/v1/desks/1/next", {}),
    ):
        status, answer = client.ask("POST", path, body)
        assert status in (200, 201), answer


if __name__ == "__main__":
    main()
