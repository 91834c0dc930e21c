"""How do bytes reach a network printer (TCP port 9100), and come back?

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

from printers.bounded import Hangs, bounded
from printers.settings import Printer
from printers.wire import Broken, CannotOpen, Stalled
from rules.printer_status import PrinterStatus

CONNECT_TIMEOUT_S = 2.0
# What lies in our own kernel counts as accepted; a small buffer keeps that to a few bands.
SEND_BUFFER = 8192
# struct linger: on, for no time at all.
RESET_ON_CLOSE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class NetworkWire:
    """A connection of its own for each job: some print servers hold one client only."""

    can_answer = True

    def __init__(self, wire: socket.socket, where: str) -> None:
        self.where = where
        self.known = PrinterStatus()
        self.sent = 0
        self._wire = wire

    def write(self, data: bytes, stall_s: float) -> None:
        self._wire.settimeout(stall_s)
        view = memoryview(data)
        try:
            while view:
                accepted = self._wire.send(view)
                self.sent += accepted
                view = view[accepted:]
        except TimeoutError as error:
            raise Stalled(f"accepted nothing for {stall_s:.1f} s") from error
        except OSError as error:
            raise Broken(in_words(error)) from error

    def read(self, within_s: float) -> bytes:
        self._wire.settimeout(within_s)
        try:
            told = self._wire.recv(256)
        except (TimeoutError, BlockingIOError):
            return b""
        except OSError as error:
            raise Broken(in_words(error)) from error
        if not told:
            raise Broken("the printer closed the connection")
        return told

    def needs_s(self, size: int) -> float:
        return 0.0

    def finish(self, within_s: float) -> None:
        """End our side and hear the printer out: a reset now means that it threw the end of the job away."""
        deadline = time.monotonic() + within_s
        try:
            self._wire.shutdown(socket.SHUT_WR)
            while (left := deadline - time.monotonic()) > 0:
                self._wire.settimeout(left)
                if not self._wire.recv(256):
                    break
        except TimeoutError:
            pass  # some close at once when we have finished, some only when they feel like it
        except OSError as error:
            raise Broken(in_words(error)) from error
        finally:
            self._wire.close()

    def abort(self) -> None:
        """Reset instead of closing politely: what the kernel still holds must not come out as half a ticket."""
        with suppress(OSError):
            self._wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        self._wire.close()


def open_network(printer: Printer, within_s: float = CONNECT_TIMEOUT_S) -> NetworkWire:
    """Connect, within the time over all addresses of the host together. Raises CannotOpen."""
    where = f"{printer.host}:{printer.port}"
    try:
        return NetworkWire(_connected(printer.host, printer.port, within_s), where)
    except (OSError, Hangs) as error:
        raise CannotOpen(f"cannot connect to {where}: {in_words(error)}") from error


def _connected(host: str, port: int, within_s: float) -> socket.socket:
    deadline = time.monotonic() + within_s
    refusal: OSError = TimeoutError("no address answered")
    # Asking for a name's address knows no timeout of its own.
    addresses = bounded(f"address of {host}", lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), within_s)
    for family, kind, protocol, _, address in addresses:
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


def in_words(error: BaseException) -> str:
    """An error for a detail: its type, for many have no words of their own."""
    return f"{type(error).__name__} {error}".strip()
