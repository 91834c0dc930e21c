"""An office that things happen to: a server in its own process that is killed and started, and kiosks that press."""

from __future__ import annotations

import itertools
import json
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import commands
import config as configuration
from actions.devices import add_device_token
from benchmarks.load import ROOT, Client, free_port, wait_until_ready

AT = "2017-03-13 08:40"
ON_DUTY = ("KTHT", "TNMT", "TCKH", "TP", "LDTBXH", "NNPTNT")


@dataclass
class Office:
    """`told`: tickets (series, number) by touch, as the kiosks were answered; `asked`: every touch that was sent."""

    folder: Path
    token: str = ""
    port: int = 0
    told: dict[str, tuple[int, int]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    process: subprocess.Popen[bytes] | None = None
    touches: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def database(self) -> Path:
        """The file in which it keeps everything."""
        return self.folder / commands.place.TRAINING / commands.place.DATABASE

    def prepare(self) -> None:
        """A kiosk's token, before the first start."""
        place = commands.Place(ROOT / "config.toml", self.folder, None)
        office = configuration.load(place.config)
        hall = commands.open_ready_hall(place, office, commands.training_clock(office, AT))
        self.token = str(hall.write(add_device_token, code="kiosk-1"))
        hall.database.close()

    def start(self) -> float:
        """Start it; seconds until it is ready."""
        self.port = free_port()
        command = [sys.executable, "server.py", "serve", "--at", AT, "--data", str(self.folder)]
        began = time.monotonic()
        self.process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(self.port)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until_ready(self.port)
        return time.monotonic() - began

    def end(self, how: signal.Signals) -> None:
        """SIGKILL is the power cut, SIGTERM the stop."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(30)

    def crowd(self, kiosks: int) -> list[threading.Thread]:
        """Kiosks that press until the line breaks; join them afterwards."""
        threads = [threading.Thread(target=self._press) for _ in range(kiosks)]
        for thread in threads:
            thread.start()
        return threads

    def _press(self) -> None:
        try:
            client = Client(self.port, {"Authorization": f"Bearer {self.token}"})
            while True:
                self._take(client)
        except (OSError, ValueError):
            return  # the line broke: what was not answered was not promised

    def _take(self, client: Client) -> None:
        n = next(self.touches)
        touch = f"fault-{n:08d}"
        self.asked.add(touch)
        wish = {"touch_id": touch, "department": ON_DUTY[n % len(ON_DUTY)], "visit": "unsure"}
        status, body = client.ask("POST", "/api/v1/tickets", wish)
        if status in (200, 201):
            ticket = json.loads(body)
            self.told[touch] = (ticket["series"], ticket["number"])
