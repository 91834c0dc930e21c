"""Who may speak to a device now? One at a time: on one wire two papers, or a paper and a question, would mingle."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Busy(Exception):
    """Somebody else speaks to this device."""


_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


@contextmanager
def turn(where: str, within_s: float) -> Iterator[None]:
    """Have the device `where` to oneself; raises Busy if it does not come free within the time."""
    lock = _locks[where]
    if not lock.acquire(timeout=within_s):
        raise Busy(where)
    try:
        yield
    finally:
        lock.release()
