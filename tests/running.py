"""A real server in a process of its own, for tests: started, asked, stopped, killed, started again."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests
from click.testing import CliRunner

from commands.entry import cli

ROOT = Path(__file__).parent.parent
START_WITHIN_S = 120.0  # a second or two, where the machine does nothing else
AT = "2017-03-13 08:40"


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


class RunningServer:
    """`python server.py serve` on a free port of 127.0.0.1. `links` holds what the first start printed."""

    def __init__(self, data: Path, at: str | None = AT, config: Path | None = None, port: int | None = None) -> None:
        self.data = data
        self.at = at
        self.config = config
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = ""
        self.links: dict[str, str] = {}
        self._process: subprocess.Popen[str] | None = None
        self._tokens: dict[str, str] = {}

    def start(self) -> None:
        """Start it and wait until it answers."""
        at = ["--at", self.at] if self.at is not None else []
        command = [sys.executable, "server.py", "serve", *self._common()]
        command += ["--host", "127.0.0.1", "--port", str(self.port), *at]
        log = self.data.parent / "server.out"
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with log.open("w") as file:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, text=True)
        until = time.monotonic() + START_WITHIN_S
        while "Ctrl+C" not in (text := log.read_text()):
            if self._process.poll() is not None or time.monotonic() > until:
                self.kill()  # one that comes up late would stay for ever, and slow down all the others
                raise AssertionError(f"the server did not start:\n{text}")
            time.sleep(0.05)
        self.output = text
        for url in re.findall(r"http://\S+", text):
            for word in ("pair", "set-up"):
                if f"/{word}/" in url:
                    self.links.setdefault(word, url) if word != "pair" else self._note_pair(url)

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As a power cut ends it."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Stop and start again, on the same port and data."""
        self.stop()
        self.start()

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None
        return self._process.pid

    def token(self, device: str = "", account: str = "") -> str:
        """A token for a device or an account, made once by the command line."""
        key = device or account
        if key not in self._tokens:
            whose = ["--device", device] if device else ["--account", account]
            self._tokens[key] = self._typed("tokens", "add", *whose)
        return self._tokens[key]

    def add_account(self, name: str, role: str = "officer", password: str = "mat-khau-thu-1", *more: str) -> None:
        """An account made by the command line; an officer belongs to all departments unless told otherwise."""
        self._typed("accounts", "add", name, "--role", role, "--password-stdin", *more, stdin=password)

    def command(self, *words: str) -> str:
        """Run a command beside the server and return its standard output."""
        command = [sys.executable, "server.py", *words, *self._common()]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def api(self, method: str, path: str, token: str, json: Any = None) -> requests.Response:
        """Ask /api/v1 as the holder of a token."""
        return requests.request(
            method, f"{self.url}/api/v1{path}", json=json, headers={"Authorization": f"Bearer {token}"}, timeout=30
        )

    def _typed(self, *words: str, stdin: str = "") -> str:
        """As `command`, but here: a process for each account and token would cost the suite minutes."""
        done = CliRunner().invoke(cli, [*words, *self._common()], input=stdin, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout.strip()

    def _note_pair(self, url: str) -> None:
        # kiosks are printed before walls
        self.links.setdefault("kiosk" if "kiosk" not in self.links else "wall", url)

    def _common(self) -> list[str]:
        config = ["--config", str(self.config)] if self.config is not None else []
        return ["--data", str(self.data), *config]

    def _end(self, number: int) -> int:
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.send_signal(number)
        code = self._process.wait(timeout=30)
        self._process = None
        return code
