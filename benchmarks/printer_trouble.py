"""Does issuing tickets get slower when the printer is dead, mute or slow?

    python3 run.py bench printer_trouble [--seconds 3] [--rounds 5] [--clients 16]

Four servers, each with a printer of its own kind, are loaded in turn. A printer's figure is tickets a second beside a
bare durable post in the same server and moment; the last column is that beside the good printer's, with the spread of
the rounds (reach: 1 within noise).
"""

from __future__ import annotations

import argparse
import re
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from benchmarks.load import ROOT, Client, Target, free_port, measure, target
from benchmarks.tickets import kiosk_headers, take_number

PIECE = 2048
SLOW_BYTES_S = 20_000  # a serial line of 115200 Bd carries half of that, and a ticket has 74 kB
Treat = Callable[[socket.socket, threading.Event], None]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=16)
    wish = parser.parse_args()
    with ExitStack() as stack:
        servers = {name: stack.enter_context(_server(treat)) for name, treat in KINDS.items()}
        found: dict[str, list[float]] = {name: [] for name in servers}
        rates: dict[str, list[float]] = {name: [] for name in servers}
        for _ in range(wish.rounds):
            for name, server in servers.items():
                bare, ours = _rates(server, wish.clients, wish.seconds)
                found[name].append(ours / bare)
                rates[name].append(ours)
    print("printer    tickets/s   beside a bare post   beside the good printer (spread)")
    for name, shares in found.items():
        pairs = [mine / good for mine, good in zip(shares, found["good"], strict=True)]
        print(
            f"{name:8} {statistics.median(rates[name]):11.0f} {statistics.median(shares):20.2f}"
            f" {statistics.median(pairs):26.2f} ({min(pairs):.2f}–{max(pairs):.2f})"
        )


def _rates(server: Target, clients: int, seconds: float) -> tuple[float, float]:
    bare = measure(
        clients, seconds, lambda: Client(server.port, {}), lambda c, n: c.ask("POST", "/bare/post", {"n": n})
    )
    ours = measure(clients, seconds, lambda: Client(server.port, kiosk_headers(server)), take_number)
    return bare.per_s, ours.per_s


@contextmanager
def _server(treat: Treat | None) -> Iterator[Target]:
    """The product with one network printer; `treat` None: nobody listens there."""
    with ExitStack() as stack:
        port = stack.enter_context(_printer(treat)) if treat is not None else free_port()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        text = (ROOT / "config.toml").read_text(encoding="utf-8")
        text = text.replace('procedures = "', f'procedures = "{ROOT.as_posix()}/')
        text = re.sub(r'printer = "preview"', 'printer = "under-test"', text, count=1)
        text += f'\n[[printers]]\ncode = "under-test"\nkind = "network"\nhost = "127.0.0.1"\nport = {port}\n'
        (folder / "config.toml").write_text(text, encoding="utf-8")
        yield stack.enter_context(target(folder / "config.toml"))


@contextmanager
def _printer(treat: Treat) -> Iterator[int]:
    ending, listener = threading.Event(), socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    listener.bind(("127.0.0.1", 0))
    listener.listen(8)

    def accept() -> None:
        while not ending.is_set():
            with suppress(OSError):
                wire, _ = listener.accept()
                threading.Thread(target=_serve, args=(wire,), daemon=True).start()

    def _serve(wire: socket.socket) -> None:
        with wire, suppress(OSError):
            treat(wire, ending)

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        ending.set()
        listener.close()


def _good(wire: socket.socket, ending: threading.Event) -> None:
    while wire.recv(65_536):
        pass


def _mute(wire: socket.socket, ending: threading.Event) -> None:
    ending.wait()


def _slow(wire: socket.socket, ending: threading.Event) -> None:
    while wire.recv(PIECE):
        time.sleep(PIECE / SLOW_BYTES_S)


KINDS: dict[str, Treat | None] = {"good": _good, "dead": None, "mute": _mute, "slow": _slow}

if __name__ == "__main__":
    main()
