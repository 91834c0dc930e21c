"""What came out of the printer, beside what the server thinks of it: the two must never contradict each other."""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from PIL import Image

import commands
import config as configuration
from actions.devices import PairingView, add_device_token, new_pairing
from printers.printing import drawn
from printers.simulated.listening import SimulatedPrinter
from tests.races.books import ask
from tests.running import AT, ROOT, RunningServer, free_port

WIDTH = 384
RASTER = b"\x1dv0\x00"
CUT = (b"\x1dV\x00", b"\x1dV\x01", b"\x1dVA", b"\x1dVB")


class PaperPrinter:
    """Takes jobs on a port of its own, `pace_s` for each piece of 2 kB; hangs up at byte `breaks_at`, if set."""

    def __init__(self) -> None:
        self.port = free_port()
        self.pace_s = 0.0
        self.breaks_at = 0
        self.received = 0
        self.whole: list[bytes] = []
        self.broken: list[bytes] = []
        self.listener: socket.socket | None = None

    def __enter__(self) -> PaperPrinter:
        self.switch_on()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.switch_off()

    def switch_on(self) -> None:
        """Listen, with the small buffer of a real one."""
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.listener.bind(("127.0.0.1", self.port))
        self.listener.listen(8)
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def switch_off(self) -> None:
        """Nobody listens any more."""
        listener, self.listener = self.listener, None
        if listener is not None:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def pictures(self) -> list[bytes]:
        """Of all that came out whole, in their order."""
        return [_dots(data) for data in self.whole]

    def _accept(self, listener: socket.socket) -> None:
        while self.listener is listener:
            with suppress(OSError):
                wire, _ = listener.accept()
                with wire:
                    self._take(wire)

    def _take(self, wire: socket.socket) -> None:
        data = b""
        with suppress(OSError):
            while piece := wire.recv(2048):
                data += piece
                self.received += len(piece)
                time.sleep(self.pace_s)
                if self.breaks_at and len(data) >= self.breaks_at:
                    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    break
        if RASTER in data:
            (self.whole if data.rstrip(b"\x00").endswith(CUT) or data[-8:].find(b"\x1dV") >= 0 else self.broken).append(
                data
            )


class AnsweringPrinter(SimulatedPrinter):
    """The product's own simulated printer: it tells how it is, and gives receipts."""

    def __init__(self) -> None:
        super().__init__(WIDTH)

    def pictures(self) -> list[bytes]:
        """Of all that was cut off; above a ticket may hang the half one of a sender that died."""
        return [piece.picture.tobytes("raw", "1;I") for piece in self.pieces if piece.is_cut]


def _dots(data: bytes) -> bytes:
    """The rows of all bands, whatever else was said between them."""
    rows, at = b"", data.find(RASTER)
    while at >= 0:
        width, height = (int.from_bytes(data[at + i : at + i + 2], "little") for i in (4, 6))
        rows += data[at + 8 : at + 8 + width * height]
        at = data.find(RASTER, at + 8 + width * height)
    return rows


@dataclass
class Job:
    """A row of the outbox as it stands."""

    id: int
    state: str
    settled: str | None
    facts: dict[str, Any]


def jobs(server: RunningServer) -> list[Job]:
    """All, oldest first."""
    rows = ask(server, "SELECT id, state, settled, facts FROM print_jobs ORDER BY id")
    return [Job(number, state, settled, json.loads(facts)) for number, state, settled, facts in rows]


def states(server: RunningServer) -> list[str]:
    return [job.state for job in jobs(server)]


def dots_of(job: Job) -> bytes:
    """What its paper looks like, as bands."""
    picture: Image.Image = drawn(job.facts, WIDTH)
    return picture.tobytes("raw", "1;I")


def assert_truth(server: RunningServer, *printers: PaperPrinter | AnsweringPrinter) -> None:
    """No paper twice, none that the server thinks unsent, none missing that it thinks sent; in order."""
    owed = jobs(server)
    known = {job.id: dots_of(job) for job in owed}
    orders = [
        [[number for number, dots in known.items() if dots in paper] for paper in printer.pictures()]
        for printer in printers
    ]
    assert all(len(found) == 1 for order in orders for found in order), "paper that nobody owed"
    for job in owed:
        papers = sum(order.count([job.id]) for order in orders)
        allowed = {"printed": {1}, "unconfirmed": {1}, "doubtful": {0, 1}, "sending": {0, 1}}.get(job.state, {0})
        assert papers in allowed, (job.id, job.state, papers)
    for order in orders:
        assert order == sorted(order)


def wait_until(is_so: Callable[[], bool], what: str = "", within_s: float = 40.0) -> None:
    """Poll, because nothing else crosses the border of a process."""
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


class RunningAgent:
    """`agent.py` in a process of its own."""

    def __init__(self, server: str, folder: Path, code: str = "", kiosk: str = "kiosk-1") -> None:
        self.server, self.folder, self.code, self.kiosk = server, folder, code, kiosk
        self.process: subprocess.Popen[str] | None = None

    def start(self, *more: str) -> None:
        """Start it; the first time with the Office's code."""
        command = [sys.executable, "agent.py", "--server", self.server, "--kiosk", self.kiosk]
        command += ["--data", str(self.folder), *(["--code", self.code] if self.code else []), *more]
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "agent.out").open("a") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, text=True
            )

    def said(self) -> str:
        return (self.folder / "agent.out").read_text()

    def kill(self) -> None:
        """As a power cut ends it."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Politely; the exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: int) -> int:
        if self.process is None:
            return 0
        if self.process.poll() is None:
            os.kill(self.process.pid, number)
        code = self.process.wait(30)
        self.process = None
        return code


def office_with_printer(
    folder: Path, printer: PaperPrinter | AnsweringPrinter, *, is_agents: bool, kiosks: int = 1
) -> tuple[RunningServer, str]:
    """A server whose kiosks print on that printer, by an agent or itself; with the pairing code of the agent."""
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    text = text.replace('procedures = "', f'procedures = "{ROOT.as_posix()}/').replace(
        'printer = "preview"', 'printer = "in-1"', 1
    )
    for number in range(2, kiosks + 1):
        text += f'\n[[kiosks]]\ncode = "kiosk-{number}"\nname = "Máy lấy số {number}"\nprinter = "in-1"\n'
    text += f'\n[[printers]]\ncode = "in-1"\nkind = "network"\nhost = "127.0.0.1"\nport = {printer.port}\n'
    text += f"width_dots = {WIDTH}\ntimeout_s = 3\n" + ('at = "kiosk-1"\n' if is_agents else "")
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    server = RunningServer(folder / "data", config=path)
    config = configuration.load(path)
    clock = commands.training_clock(config, AT)
    hall = commands.open_ready_hall(commands.Place(path, server.data, None), config, clock)
    for number in range(1, kiosks + 1):
        secret = hall.write(add_device_token, code=f"kiosk-{number}")
        assert isinstance(secret, str)
        server._tokens[f"kiosk-{number}"] = secret
    made = hall.write(new_pairing, device="kiosk-1.agent", actor="test") if is_agents else None
    hall.database.close()
    return server, made.code if isinstance(made, PairingView) else ""


def take(server: RunningServer, touch: str, kiosk: str = "kiosk-1") -> None:
    """A citizen touches the kiosk."""
    wish = {"touch_id": f"touch-{touch}", "department": "TP", "visit": "unsure"}
    answer = server.api("POST", "/tickets", server.token(kiosk), wish)
    assert answer.status_code == 201, answer.text
