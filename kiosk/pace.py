"""Is somebody taking numbers for fun? A child who presses everything must not fill the queue; the screen then rests.

Counted for each kiosk in this process, by hand only: a program that holds the kiosk's token is no child.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

WINDOW_S = 60.0


class Pace:
    """The touches of the last minute that got a number, for each kiosk."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._touches: dict[str, deque[tuple[float, str]]] = {}

    def is_too_fast(self, kiosk: str, touch_id: str, most: int) -> bool:
        """Whether one more number within the minute is too many; never for a touch that has its number. 0: no limit."""
        recent = self._recent(kiosk)
        return 0 < most <= len(recent) and all(known != touch_id for _, known in recent)

    def note(self, kiosk: str, touch_id: str) -> None:
        """A touch got its number."""
        self._recent(kiosk).append((self._clock(), touch_id))

    def _recent(self, kiosk: str) -> deque[tuple[float, str]]:
        touches = self._touches.setdefault(kiosk, deque())
        while touches and touches[0][0] <= self._clock() - WINDOW_S:
            touches.popleft()
        return touches
