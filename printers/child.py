"""Who prints for the server? A child process with the print agent's code, started again whenever it dies."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent
from gevent import subprocess

AGAIN_AFTER_S = (0.5, 1, 2, 5, 10, 30)
CALM_S = 60.0
LOG_BYTES = 2_000_000
GRACE_S = 9.0  # the worker needs up to 8 s for a ticket under way, and tells what became of it
log = logging.getLogger("mot_cua.printers")


class PrintWorker:
    """Keeps the worker alive. `died` is called after each death, before the next start; it writes to `log_file`."""

    def __init__(
        self, server: str, token: str, pictures: Path, journals: Path, log_file: Path, died: Callable[[], Any]
    ) -> None:
        self._command = [
            sys.executable,
            "-m",
            "printers.own_worker",
            "--server",
            server,
            "--pictures",
            str(pictures),
            "--journals",
            str(journals),
        ]
        self._token = token
        self._log_file = log_file
        self._died = died
        self._process: Any = None
        self._greenlet: Any = None

    def start(self) -> None:
        """Begin; the worker comes up by itself."""
        self._greenlet = gevent.spawn(self._keep)

    def stop(self) -> None:
        """Let the worker finish what it sends, then end it."""
        if self._greenlet is not None:
            self._greenlet.kill()
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.stdin.close()  # the worker's sign that its parent has gone
        try:
            process.wait(timeout=GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()

    def _keep(self) -> None:
        deaths = 0
        while True:
            began = time.monotonic()
            try:
                self._run_once()
            except Exception:  # a full disk or no memory: later it may go
                log.exception("the print worker cannot be run")
            deaths = deaths + 1 if time.monotonic() - began < CALM_S else 1
            log.error("the print worker ended, for the %d. time in a row", deaths)
            try:
                self._died()
            except Exception:  # the next worker settles what this one had in its hands
                log.exception("that the print worker ended is not in the books")
            gevent.sleep(AGAIN_AFTER_S[min(deaths, len(AGAIN_AFTER_S)) - 1])

    def _run_once(self) -> None:
        root = Path(__file__).parent.parent
        environment = {**os.environ, "MOT_CUA_PRINT_TOKEN": self._token, "PYTHONUTF8": "1"}
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        # Begun anew when it has grown large: nobody reads far back, and a full disk helps nobody.
        is_large = self._log_file.exists() and self._log_file.stat().st_size > LOG_BYTES
        with self._log_file.open("wb" if is_large else "ab") as said:
            self._process = subprocess.Popen(
                self._command, cwd=root, env=environment, stdin=subprocess.PIPE, stderr=said
            )
        self._process.wait()
