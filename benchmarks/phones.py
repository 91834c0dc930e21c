"""How long from an officer's press to the last of 1,000 phones, beside a bare broadcast through the same server?

    python3 run.py bench phones [--phones 1000] [--line 60] [--rounds 60]

All phones follow one department in whose line so many wait. A press is a recall: written durably, then told in one
message that holds the whole line, in which each phone finds itself. The bare broadcast is a message of the same size.
In turn, from the request to the last phone's receipt (reach: p50 ≤ 1.2 × bare).
"""

from gevent import monkey

monkey.patch_all()

import argparse
import json
import time

import gevent

from benchmarks.calls import Screens, call_somebody, officer_of, recall
from benchmarks.load import Client, Target, print_beside, target

PROCEDURE, ROOM = "1.013225", "phones:KTHT"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=1000)
    parser.add_argument("--line", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=60)
    wish = parser.parse_args()
    with target() as server:
        officer = Client(server.port, {"Authorization": f"Bearer {officer_of(server)}"})
        call_somebody(server, officer)
        tokens = _line(server, wish.line)
        phones = Screens(server, wish.phones, {"screen": "phone", "key": tokens[-1]})
        size = _size(phones, officer)
        bare: list[float] = []
        ours: list[float] = []
        for _ in range(wish.rounds):
            bare.append(_bare(phones, officer, size))
            gevent.sleep(0.3)
            ours.append(recall(phones, officer, "line"))
            gevent.sleep(0.5)
    print(f"{wish.phones} phones, {wish.line} in line, messages of {size} bytes, milliseconds to the last phone")
    print_beside({"bare emit": bare, "recall": ours}, reach="p50 ≤ 1.2")


def _line(server: Target, length: int) -> list[str]:
    kiosk = Client(server.port, {"Authorization": f"Bearer {server.secrets['kiosk-1']}"})
    tokens = []
    for number in range(length):
        status, answer = kiosk.ask(
            "POST", "/api/v1/tickets", {"procedure": PROCEDURE, "touch_id": f"bench-line-{number}"}
        )
        assert status == 201, answer
        tokens.append(json.loads(answer)["token"])
    return tokens


def _size(phones: Screens, officer: Client) -> int:
    """Of the message that a press makes."""
    recall(phones, officer, "line")
    gevent.sleep(0.5)
    return len(phones.last)


def _bare(phones: Screens, client: Client, size: int) -> float:
    phones.expect('"bare"')
    before = time.perf_counter()
    client.ask("POST", "/bare/emit", {"room": ROOM, "filling": "x" * size})
    return (phones.wait() - before) * 1000


if __name__ == "__main__":
    main()
