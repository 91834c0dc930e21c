"""How does a call that may never return give up? In a thread of its own, which is left behind if it must be.

For calls without a timeout of their own: an address that a dead name server owes, Windows' spooler, a file on a
share that has gone. Whoever asks again while such a call still hangs is told so at once: no heap of threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Hangs(Exception):
    """The call has not come back in its time; it may still do something."""


class _Call(Generic[Answer]):
    def __init__(self, call: Callable[[], Answer]) -> None:
        self.call = call
        self.answer: Answer | None = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.answer = self.call()
        except BaseException as error:  # raised again where it is waited for
            self.error = error


_hanging: dict[str, threading.Thread] = {}
_lock = threading.Lock()


def bounded(what: str, call: Callable[[], Answer], within_s: float) -> Answer:
    """The answer of `call`, or what it raises; Hangs after the time, and at once while an earlier `what` hangs."""
    running = _Call(call)
    thread = threading.Thread(target=running.run, name=what, daemon=True)
    with _lock:
        if what in _hanging and _hanging[what].is_alive():
            raise Hangs(f"{what}: an earlier try still hangs")
        _hanging.pop(what, None)
    thread.start()
    thread.join(within_s)
    if thread.is_alive():
        with _lock:
            _hanging[what] = thread
        raise Hangs(f"{what}: no answer within {within_s:.1f} s")
    if running.error is not None:
        raise running.error
    return running.answer  # type: ignore[return-value]  # without an error there is an answer, perhaps None
