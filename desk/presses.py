"""Was this press here before? A browser may send a POST again when its connection broke: it counts once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app
from gevent.event import AsyncResult

ANSWER_WITHIN_S = 10
Last = dict[tuple[str, int], tuple[str, "AsyncResult[Any]"]]


def once(key: tuple[str, int], press_id: str, do: Callable[[], Any]) -> Any:
    """Do it, or give the answer of the same press of this officer at this desk. An error is for both."""
    last: Last = current_app.extensions.setdefault("desk.presses", {})
    if press_id and key in last and last[key][0] == press_id:
        return last[key][1].get(timeout=ANSWER_WITHIN_S)
    answer: AsyncResult[Any] = AsyncResult()
    last[key] = (press_id, answer)
    try:
        answer.set(do())
    except Exception as problem:
        answer.set_exception(problem)
        raise
    return answer.get()
