"""When is the next back-up due, and how did the last one go? For the running server.

Each is made by `run.py backup` in a process of its own: neither its work nor its death is felt at a kiosk.
"""

from __future__ import annotations

import logging
import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import gevent

from backups.files import listed

FIRST_AFTER_S = 60.0  # a start has other things to do
AGAIN_AFTER_S = 600.0
LOOK_EVERY_S = 30.0
GIVE_UP_AFTER_S = 3600.0
log = logging.getLogger("mot_cua.backups")


class Automatic:
    """Makes a back-up whenever the newest is older than `every_h`; 0: never.

    `command` makes one; `now` is the office's wall time. `told` hears after each try: None, or why it failed.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        every_h: int,
        now: Callable[[], datetime],
        told: Callable[[str | None], None],
    ) -> None:
        self.folder = folder
        self._command, self._environment = tuple(command), dict(environment)
        self._every = timedelta(hours=every_h)
        self._now, self._told = now, told
        self._not_before_s = time.monotonic() + FIRST_AFTER_S
        self._process: subprocess.Popen[str] | None = None
        self._greenlet: Any = None
        self._has_failed = self._had_one = False

    def start(self) -> None:
        """Begin to look."""
        if self._every:
            self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        """Look no more; one that is being made is given up and leaves nothing under its final name."""
        if self._greenlet is not None:
            self._greenlet.kill()
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def look(self) -> None:
        """Make one if it is due. By the running seconds after a try, for the clock of an old PC may jump."""
        newest = next(iter(listed(self.folder)), None)
        is_fresh = newest is not None and timedelta() <= self._now() - newest.made < self._every
        if self._has_failed and is_fresh:  # the disk is plugged in again, or somebody typed the command
            self._tell(None)
        if newest is None and self._had_one:  # unplugged: that is told now, not when the next is due
            self._not_before_s = time.monotonic()
        self._had_one = newest is not None
        if time.monotonic() < self._not_before_s or is_fresh:
            return
        problem = self._make()
        wait_s = self._every.total_seconds() if problem is None else AGAIN_AFTER_S
        self._not_before_s = time.monotonic() + wait_s
        self._tell(problem)

    def _tell(self, problem: str | None) -> None:
        self._has_failed = problem is not None
        self._told(problem)

    def _make(self) -> str | None:
        """Run the command; None, or its sentence."""
        self._process = subprocess.Popen(
            self._command,
            env={**os.environ, **self._environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
        try:
            said, complaint = self._process.communicate(timeout=GIVE_UP_AFTER_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            complaint, said = "timeout", ""
        if self._process.returncode:
            log.error("back-up failed: %s", complaint.strip())
            return complaint.strip()
        log.info("back-up made: %s", " ".join(said.split()))
        return None

    def _run(self) -> None:
        while True:
            gevent.sleep(LOOK_EVERY_S)
            try:
                self.look()
            except Exception as problem:  # a folder on a stick that was pulled out; the next look tries again
                log.exception("a back-up could not be begun")
                self._tell(str(problem))
