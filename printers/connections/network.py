"""How do bytes reach a network printer (TCP port 9100), and what is known afterwards?

A plain socket, not python-escpos' Network: that has one timeout for connecting and writing, cannot say
whether a first byte left (the difference between "not sent" and "doubtful"), closes without reading what
the printer said (the kernel then resets the connection and the end of the ticket is lost) and raises a bare
AssertionError after a failed open.
"""

from __future__ import annotations

import socket
import struct
import sys
import time
from contextlib import suppress

from printers.delivery import Delivery, doubtful, not_sent, unconfirmed

CONNECT_TIMEOUT_S = 2.0
# A printer that takes a little now and then is slow, not dead; but it may not hold the queue for ever.
LONGEST_JOB_S = 90.0
# Some print servers close at once when we have finished, some only when they feel like it.
GOODBYE_S = 0.5
# What lies in our own kernel counts as accepted; a small buffer keeps that to a few bands.
SEND_BUFFER = 8192
# struct linger: on, for no time at all.
RESET_ON_CLOSE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


def send(data: bytes, host: str, port: int = 9100, stall_timeout_s: float = 3.0) -> Delivery:
    """Send one whole job and close.

    `stall_timeout_s`: how long the printer may accept nothing at all. Never raises for what a network does.
    """
    try:
        wire = _connected(host, port)
    except OSError as error:
        return not_sent(f"cannot connect to {host}:{port}: {_words(error)}")
    with wire:
        wire.settimeout(stall_timeout_s)
        sent, failure = _pushed(wire, data)
        failure = failure or _said_goodbye(wire)
        if failure is None:
            return unconfirmed(f"{host}:{port} accepted {len(data)} bytes")
        _abort(wire)
        if sent == 0:
            return not_sent(f"{host}:{port} accepted nothing: {_words(failure)}")
        return doubtful(f"{host}:{port} broke off after {sent} of {len(data)} bytes: {_words(failure)}")


def _connected(host: str, port: int) -> socket.socket:
    """A connection made within the time limit, over all addresses of the host together."""
    deadline = time.monotonic() + CONNECT_TIMEOUT_S
    refusal: OSError = TimeoutError("no address answered")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        wire = socket.socket(family, kind, protocol)
        try:
            wire.settimeout(max(0.05, deadline - time.monotonic()))
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
            # With a small buffer, Nagle's waiting costs 40 ms each time the buffer empties.
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            wire.connect(address)
        except OSError as error:
            wire.close()
            refusal = error
        else:
            return wire
    raise refusal


def _pushed(wire: socket.socket, data: bytes) -> tuple[int, OSError | None]:
    """Bytes accepted, and what stopped the rest."""
    deadline = time.monotonic() + LONGEST_JOB_S
    sent, view = 0, memoryview(data)
    try:
        while sent < len(data):
            if time.monotonic() > deadline:
                return sent, TimeoutError(f"not finished within {LONGEST_JOB_S:.0f} s")
            sent += wire.send(view[sent:])
    except OSError as error:
        return sent, error
    return sent, None


def _said_goodbye(wire: socket.socket) -> OSError | None:
    """End our side and hear the printer out: a reset now means that it threw the end of the job away."""
    deadline = time.monotonic() + GOODBYE_S
    try:
        wire.shutdown(socket.SHUT_WR)
        while (left := deadline - time.monotonic()) > 0:
            wire.settimeout(left)
            if not wire.recv(256):
                return None
    except TimeoutError:
        return None
    except OSError as error:
        return error
    return None


def _abort(wire: socket.socket) -> None:
    """Reset instead of closing politely: what the kernel still holds must not come out as half a ticket."""
    with suppress(OSError):
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)


def _words(error: OSError) -> str:
    return f"{type(error).__name__} {error}".strip()
