"""A printer on the network, as good or as bad as a test wants it."""

import re
import socket
import struct
import threading
import time
from contextlib import suppress
from types import TracebackType


class SimulatedPrinter:
    """Listens on a free port; `behaviour` is what it does with each connection:

    "good" reads to the end, "slow" the same a little at a time, "chatty" sends status bytes meanwhile, "mute"
    accepts and reads nothing, "dying" resets the connection in mid-job, "late death" after the last byte.
    """

    def __init__(self, behaviour: str = "good") -> None:
        self.behaviour = behaviour
        self.jobs: list[bytes] = []
        self.listener = socket.socket()
        # Real printers have buffers of a few kilobytes; the kernel's own would take a whole ticket.
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(4)
        self.port = self.listener.getsockname()[1]
        self.closing = threading.Event()
        self.thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> "SimulatedPrinter":
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        socket.create_connection(("127.0.0.1", self.port)).close()
        self.thread.join(5)
        self.listener.close()

    def _accept(self) -> None:
        while True:
            wire, _ = self.listener.accept()
            with wire:
                if self.closing.is_set():
                    return
                # The sender may give up and reset the connection.
                with suppress(ConnectionError):
                    self._treat(wire)

    def _treat(self, wire: socket.socket) -> None:
        wire.settimeout(10)
        if self.behaviour == "mute":
            self.closing.wait(10)
            _reset(wire)
        elif self.behaviour == "dying":
            data = b""
            while len(data) < 2000 and (piece := wire.recv(2000)):  # past the questions, into the picture
                data += piece
            self._keep(data)
            _reset(wire)
        else:
            self._keep(self._read(wire))
            if self.behaviour == "late death":
                _reset(wire)

    def _keep(self, data: bytes) -> None:
        """A look that brings nothing, or only questions, is no job."""
        if re.sub(rb"\x10\x04.", b"", data, flags=re.DOTALL):
            self.jobs.append(data)

    def _read(self, wire: socket.socket) -> bytes:
        data = b""
        while piece := wire.recv(4096):
            data += piece
            if self.behaviour == "slow":
                time.sleep(0.01)
            if self.behaviour == "chatty":
                wire.sendall(b"\x14\x00\x00\x0f")
            if self.behaviour == "late death" and data.endswith(b"\x1dV\x01"):
                break
        return data


def _reset(wire: socket.socket) -> None:
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
