"""Is a change saved at once, or must its sender see first what it collides with? Decided within the transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from actions.here import Here
from office.told import fingerprint
from rules.refusals import Refusal
from theme.hall import hall


class Undone(Exception):
    """Nothing of this action shall stay; `answer` is what its sender gets instead."""

    def __init__(self, answer: Refusal | tuple[Refusal, ...]) -> None:
        self.answer = answer
        super().__init__("taken back")


def save(action: Callable[[Session, Here], Any]) -> Any:
    """What the action returns, or the answer with which it was undone: a Refusal, or conflicts not seen yet."""
    try:
        return hall().write(action)
    except Undone as undone:
        return undone.answer


def refused(answer: Any) -> Any:
    """The answer of a step; a Refusal undoes the steps before it."""
    if isinstance(answer, Refusal):
        raise Undone(answer)
    return answer


def only_if_seen(conflicts: Sequence[Refusal], seen: str) -> None:
    """Undo everything unless the sender has seen these conflicts, as somebody else may have made some meanwhile.

    Comes after the change: what is refused anyway needs no look at conflicts first.
    """
    if fingerprint(conflicts) not in ("", seen):
        raise Undone(tuple(conflicts))
