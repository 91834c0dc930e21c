"""In which states can a ticket or a print job be, and which move leads where?"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from rules.refusals import Refusal


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    NO_SHOW = "no_show"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Move(StrEnum):
    ISSUE = "issue"
    CALL = "call"
    RECALL = "recall"
    ARRIVE = "arrive"
    PUT_BACK = "put_back"
    NO_SHOW = "no_show"
    RETURN = "return"
    FINISH = "finish"
    PARK = "park"
    RESUME = "resume"
    TRANSFER = "transfer"
    CANCEL = "cancel"
    EXPIRE = "expire"
    UNDO = "undo"


# A no-show is settled, not open: it may return within its sitting, and at the day's end it stays a no-show,
# because the report counts those who did not come apart from those who were never called.
OPEN_STATES = frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.PARKED})

MOVES: Mapping[Move, Mapping[TicketState | None, TicketState]] = {
    Move.ISSUE: {None: TicketState.WAITING},
    Move.CALL: {TicketState.WAITING: TicketState.CALLED},
    Move.RECALL: {TicketState.CALLED: TicketState.CALLED},
    Move.ARRIVE: {TicketState.CALLED: TicketState.SERVING},
    Move.PUT_BACK: {TicketState.CALLED: TicketState.WAITING},
    Move.NO_SHOW: {TicketState.CALLED: TicketState.NO_SHOW},
    Move.RETURN: {TicketState.NO_SHOW: TicketState.WAITING},
    Move.FINISH: {TicketState.SERVING: TicketState.FINISHED},
    Move.PARK: {TicketState.SERVING: TicketState.PARKED},
    Move.RESUME: {TicketState.PARKED: TicketState.CALLED},
    Move.TRANSFER: dict.fromkeys(OPEN_STATES, TicketState.WAITING),
    Move.CANCEL: {TicketState.WAITING: TicketState.CANCELLED, TicketState.PARKED: TicketState.CANCELLED},
    Move.EXPIRE: dict.fromkeys(OPEN_STATES, TicketState.EXPIRED),
    # Where an undo leads depends on the move that it takes back: see `undone`.
    Move.UNDO: {},
}

# The day's end is nobody's mistake at a desk, and a number once given stays given.
UNDOABLE = frozenset(Move) - {Move.ISSUE, Move.RECALL, Move.EXPIRE, Move.UNDO}


def after(move: Move, state: TicketState | None) -> TicketState | Refusal:
    """The state that `move` leads to from `state` (None: the ticket does not exist yet)."""
    target = MOVES[move].get(state)
    return _illegal(move, state) if target is None else target


def undone(move: Move, before: TicketState, state: TicketState) -> TicketState | Refusal:
    """The state that taking back `move` restores: `before`, if `move` led from there to the present `state`.

    The ten seconds, and that it is the last move at the desk, are for the caller to check.
    """
    if move not in UNDOABLE or MOVES[move].get(before) != state:
        return _illegal(Move.UNDO, state)
    return before


def _illegal(move: StrEnum, state: StrEnum | None) -> Refusal:
    return Refusal("illegal_move", {"move": move.value, "state": None if state is None else state.value})


class JobState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    PRINTED = "printed"
    UNCONFIRMED = "unconfirmed"
    NOT_SENT = "not_sent"
    DOUBTFUL = "doubtful"


class JobMove(StrEnum):
    QUEUE = "queue"
    SEND = "send"
    CONFIRM = "confirm"
    END_UNCONFIRMED = "end_unconfirmed"
    FAIL = "fail"
    DOUBT = "doubt"
    TAKE_BACK = "take_back"
    REMEMBER = "remember"


# No try leads out of doubtful: paper may lie in the tray, so an officer's reprint is a new, marked job. Only knowledge
# does: the worker that had the job in its hands comes back and says what became of it. And what its journal shows that
# it never began goes back into the queue.
JOB_MOVES: Mapping[JobMove, Mapping[JobState | None, JobState]] = {
    JobMove.QUEUE: {None: JobState.QUEUED},
    JobMove.SEND: {JobState.QUEUED: JobState.SENDING, JobState.NOT_SENT: JobState.SENDING},
    JobMove.CONFIRM: {JobState.SENDING: JobState.PRINTED},
    JobMove.END_UNCONFIRMED: {JobState.SENDING: JobState.UNCONFIRMED},
    JobMove.FAIL: {JobState.SENDING: JobState.NOT_SENT},
    JobMove.DOUBT: {JobState.SENDING: JobState.DOUBTFUL},
    JobMove.TAKE_BACK: {JobState.SENDING: JobState.QUEUED},
    JobMove.REMEMBER: {JobState.DOUBTFUL: JobState.SENDING},
}

# What a print worker may take up by itself.
SENDABLE_STATES = frozenset({JobState.QUEUED, JobState.NOT_SENT})


def job_after(move: JobMove, state: JobState | None) -> JobState | Refusal:
    """The state that `move` leads to from `state` (None: the job does not exist yet)."""
    target = JOB_MOVES[move].get(state)
    return _illegal(move, state) if target is None else target


class Visit(StrEnum):
    """What the citizen came for."""

    NEW = "new"
    SUPPLEMENT = "supplement"
    RESULT = "result"
    UNSURE = "unsure"


class Outcome(StrEnum):
    """How a procedure ended at the desk; the first four are forms 01 to 04 of Thông tư 03/2025/TT-VPCP."""

    ACCEPTED = "accepted"
    SUPPLEMENT = "supplement"
    REFUSED = "refused"
    EXTENDED = "extended"
    ADVICE = "advice"
    RETURNED = "returned"
