"""How often may somebody be wrong? Counted for each address with what it tries, so that nobody locks others out."""

from __future__ import annotations

import math
import time

from flask import current_app, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

WINDOW_MIN = 15


class Tries:
    """Wrong tries of the last fifteen minutes, in this process."""

    def __init__(self) -> None:
        self._counted = MovingWindowRateLimiter(MemoryStorage())

    def minutes_locked(self, most: int, *what: str) -> int:
        """How many minutes until one more try is allowed; 0: now."""
        item, key = _limit(most), _key(*what)
        if self._counted.test(item, *key):
            return 0
        ends_at = self._counted.get_window_stats(item, *key).reset_time
        return max(1, math.ceil((ends_at - time.time()) / 60))

    def was_wrong(self, most: int, *what: str) -> None:
        """Count one."""
        self._counted.hit(_limit(most), *_key(*what))

    def was_right(self, most: int, *what: str) -> None:
        """Forget the wrong ones before."""
        self._counted.clear(_limit(most), *_key(*what))


def tries() -> Tries:
    """Those of this application."""
    found: Tries = current_app.extensions["theme.tries"]
    return found


def _limit(most: int) -> RateLimitItemPerMinute:
    return RateLimitItemPerMinute(most, WINDOW_MIN)


def _key(*what: str) -> tuple[str, ...]:
    return (request.remote_addr or "", *what)
