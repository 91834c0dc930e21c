"""How does a test wait for what must only come about, on a machine that does much else?

Playwright's own `expect(locator).to_…` waits by itself; this is for what no locator tells, such as a measured page.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

WITHIN_S = 60.0
T = TypeVar("T")


def comes_to(page: Any, wanted: T, look: Callable[[], T]) -> None:
    """Until what is looked at is what is wanted; the page goes on meanwhile."""
    until = time.monotonic() + WITHIN_S
    while (seen := look()) != wanted and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert seen == wanted
