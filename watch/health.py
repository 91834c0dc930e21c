"""What was found of the server's own parts at the last look? Kept in memory: looking costs too much for each page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

import gevent

from watch.finding import Finding

LOOK_EVERY_S = 60.0
log = logging.getLogger("mot_cua.watch")


class Health:
    """The findings of `check` that concern this PC, looked at once a minute while the server runs."""

    def __init__(self) -> None:
        self.findings: tuple[Finding, ...] = ()
        self._greenlet: Any = None

    def start(self, examine: Callable[[], Iterable[Finding]]) -> None:
        """Look soon, then go on looking."""
        self._greenlet = gevent.spawn(self._run, examine)

    def stop(self) -> None:
        """Look no more."""
        if self._greenlet is not None:
            self._greenlet.kill()

    def _run(self, examine: Callable[[], Iterable[Finding]]) -> None:
        while True:
            try:
                self.findings = tuple(examine())
            except Exception:  # the next look tries again
                log.exception("a look at the server's parts failed")
            gevent.sleep(LOOK_EVERY_S)
