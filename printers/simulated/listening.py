"""How is the simulated printer reached? By TCP, one sender at a time, as many print servers have it."""

from __future__ import annotations

import socket
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from printers.simulated.knobs import Knobs
from printers.simulated.machine import Machine, Piece

LOOK_EVERY_S = 0.05
RESET_ON_CLOSE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class SimulatedPrinter:
    """Start it, send to `port`, find what came out in `pieces`; `turn` a knob at any time."""

    def __init__(
        self,
        width: int = 576,
        host: str = "127.0.0.1",
        port: int = 0,
        knobs: Knobs | None = None,
        came_out: Callable[[Piece], object] | None = None,
    ) -> None:
        self.host, self.port, self.knobs = host, port, knobs or Knobs()
        self.pieces: list[Piece] = []
        self._came_out = came_out
        self._is_over = False
        self._client: socket.socket | None = None
        self._sending = threading.Lock()
        self._listener = self._listening()
        self.port = self._listener.getsockname()[1]
        self.machine = Machine(self.knobs, width, self._keep)
        self.machine.say, self.machine.die = self._say, self._reset
        self._thread = threading.Thread(target=self._accept, name="simulated printer", daemon=True)
        self._thread.start()

    def __enter__(self) -> SimulatedPrinter:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def turn(self, name: str, word: str) -> None:
        """Turn a knob, as typed. Raises WrongWord."""
        self.machine.turn(name, word)
        if name == "power" and word == "off":
            self.machine.lose_power()

    def stop(self) -> None:
        """Off for good."""
        self._is_over = True
        self._reset()
        self._thread.join(5)
        self.machine.stop()

    def wait_for(self, count: int, within_s: float = 10) -> list[Piece]:
        """The pieces, as soon as so many have come out; raises TimeoutError."""
        with self.machine.changed:
            if not self.machine.changed.wait_for(lambda: len(self.pieces) >= count, within_s):
                raise TimeoutError(f"{len(self.pieces)} of {count} pieces within {within_s} s")
            return list(self.pieces)

    def _keep(self, piece: Piece) -> None:
        if self._came_out:
            self._came_out(piece)
        with self.machine.changed:
            self.pieces = [*self.pieces[-99:], piece]
            self.machine.changed.notify_all()

    def _listening(self) -> socket.socket:
        listener = socket.socket()
        if sys.platform != "win32":  # there it would let two programs have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # What the kernel holds for us is buffer too: a printer with 4 kB shall have little more.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.knobs.buffer)
        try:
            listener.bind((self.host, self.port))
        except OSError:
            listener.close()
            raise
        listener.listen(4)
        listener.settimeout(LOOK_EVERY_S)
        return listener

    def _accept(self) -> None:
        listener: socket.socket | None = self._listener
        while not self._is_over:
            if listener is not None and not self.knobs.power:
                listener.close()
                listener = None
            elif listener is None and self.knobs.power:
                listener = self._listening()
            if listener is None:
                threading.Event().wait(LOOK_EVERY_S)
                continue
            with suppress(OSError):  # mostly the time between two looks at the knobs
                self._serve(listener.accept()[0])
        if listener is not None:
            listener.close()

    def _serve(self, wire: socket.socket) -> None:
        with wire:
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            wire.settimeout(LOOK_EVERY_S)
            self.machine.begin()
            self._client = wire
            try:
                self._read(wire)
            finally:
                with self._sending:
                    self._client = None

    def _read(self, wire: socket.socket) -> None:
        """To the sender's end; with a full buffer, or told not to read, it lets the sender wait."""
        while not self._is_over and self._client is not None:
            if not self.knobs.reading:
                threading.Event().wait(LOOK_EVERY_S)
            elif self.machine.wait_for_room(LOOK_EVERY_S):
                with suppress(TimeoutError):
                    data = wire.recv(min(65536, max(1, self.machine.room())))
                    if not data:
                        return
                    self.machine.receive(data)

    def _say(self, answer: bytes) -> None:
        with self._sending, suppress(OSError):
            if self._client is not None:
                self._client.sendall(answer)

    def _reset(self) -> None:
        """The line is dead: whoever sends learns it, and what was on its way is lost."""
        with self._sending, suppress(OSError):
            wire, self._client = self._client, None
            if wire is not None:
                wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
                wire.close()
