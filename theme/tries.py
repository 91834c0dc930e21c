"""How often may somebody be wrong? Counted for each address with what it tries, so that nobody locks others out."""

from __future__ import annotations

import math
import time
from functools import cached_property
from typing import TYPE_CHECKING

from flask import current_app, request

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.strategies import MovingWindowRateLimiter

WINDOW_MIN = 15


class Tries:
    """Wrong tries of the last fifteen minutes, in this process."""

    @cached_property
    def _counted(self) -> MovingWindowRateLimiter:
        # Loaded with the first sign-in: the library brings more than a start should wait for.
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        return MovingWindowRateLimiter(MemoryStorage())

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


def _limit(most: int) -> RateLimitItem:
    from limits import RateLimitItemPerMinute

    return RateLimitItemPerMinute(most, WINDOW_MIN)


def _key(*what: str) -> tuple[str, ...]:
    return (request.remote_addr or "", *what)
