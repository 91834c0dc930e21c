"""How many durable tickets a second through the kiosk's own address, beside a bare durable post in the same server?

    python3 run.py bench tickets [--seconds 2] [--rounds 5]

Prints for 1, 16 and 64 clients both rates, both p99, and their ratios (reach: rate ≥ 0.4, aim 0.5; p99 ≤ 3).
"""

from __future__ import annotations

import argparse
import json
import secrets
import statistics

from benchmarks.load import Client, Measured, Target, measure, target

# On a Monday: one procedure of each department on duty.
PROCEDURES = ("1.013225", "1.013949", "1.001612", "2.000528", "1.001731", "1.003434")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=5)
    wish = parser.parse_args()
    print("clients   bare/s  p99 ms   tickets/s  p99 ms   rate ratio (reach ≥ 0.4)   p99 ratio (reach ≤ 3)")
    for clients in (1, 16, 64):
        # A fresh day for each: to count the thousands who would wait by then, whom no hall can hold, is no part of it.
        with target() as server:
            rounds = [_round(server, clients, wish.seconds) for _ in range(wish.rounds)]
        bare, ours = rounds[-1]
        rate = statistics.median(o.per_s / b.per_s for b, o in rounds)
        late = statistics.median(o.p99_ms / b.p99_ms for b, o in rounds)
        print(
            f"{clients:7d} {bare.per_s:8.0f} {bare.p99_ms:7.1f} {ours.per_s:11.0f} {ours.p99_ms:7.1f}"
            f"   {rate:10.2f} {late:27.2f}",
            flush=True,
        )
        _check_numbers(ours)


def _round(server: Target, clients: int, seconds: float) -> tuple[Measured, Measured]:
    headers = kiosk_headers(server)
    bare = measure(
        clients, seconds, lambda: Client(server.port, {}), lambda c, n: c.ask("POST", "/bare/post", {"n": n})
    )
    ours = measure(clients, seconds, lambda: Client(server.port, headers), take_number)
    return bare, ours


def kiosk_headers(server: Target) -> dict[str, str]:
    """What a paired kiosk's browser sends with each touch."""
    return {"Cookie": f"mot_cua_kiosk={server.secrets['kiosk-1']}", "Origin": server.url}


def take_number(client: Client, n: int) -> tuple[int, bytes]:
    """One touch at the kiosk."""
    wish = {"procedure": PROCEDURES[n % len(PROCEDURES)], "touch_id": secrets.token_hex(12)}
    return client.ask("POST", "/kiosk/tickets", wish)


def _check_numbers(measured: Measured) -> None:
    numbers = [json.loads(answer)["label"] for answer in measured.answers]
    assert len(set(numbers)) == len(numbers), "two tickets share a number"


if __name__ == "__main__":
    main()
