from __future__ import annotations

from itertools import product

import pytest

from rules.refusals import Refusal
from rules.states import (
    JOB_MOVES,
    MOVES,
    OPEN_STATES,
    SENDABLE_STATES,
    UNDOABLE,
    JobMove,
    JobState,
    Move,
    TicketState,
    after,
    job_after,
    undone,
)

# The table of the product's description, written out by hand: "-" is a ticket that does not exist yet.
ALLOWED = {
    ("issue", "-"): "waiting",
    ("call", "waiting"): "called",
    ("recall", "called"): "called",
    ("arrive", "called"): "serving",
    ("put_back", "called"): "waiting",
    ("no_show", "called"): "no_show",
    ("return", "no_show"): "waiting",
    ("finish", "serving"): "finished",
    ("park", "serving"): "parked",
    ("resume", "parked"): "called",
    ("transfer", "waiting"): "waiting",
    ("transfer", "called"): "waiting",
    ("transfer", "serving"): "waiting",
    ("transfer", "parked"): "waiting",
    ("cancel", "waiting"): "cancelled",
    ("cancel", "parked"): "cancelled",
    ("expire", "waiting"): "expired",
    ("expire", "called"): "expired",
    ("expire", "serving"): "expired",
    ("expire", "parked"): "expired",
}
STATES: tuple[TicketState | None, ...] = (None, *TicketState)

JOB_ALLOWED = {
    ("queue", "-"): "queued",
    ("send", "queued"): "sending",
    ("send", "not_sent"): "sending",
    ("confirm", "sending"): "printed",
    ("end_unconfirmed", "sending"): "unconfirmed",
    ("fail", "sending"): "not_sent",
    ("doubt", "sending"): "doubtful",
    ("take_back", "sending"): "queued",
    ("remember", "doubtful"): "sending",
}


@pytest.mark.parametrize(("move", "state"), list(product(Move, STATES)))
def test_each_move_from_each_state_is_as_in_the_table(move: Move, state: TicketState | None) -> None:
    expected = ALLOWED.get((move.value, state or "-"))
    if expected is None:
        assert after(move, state) == Refusal("illegal_move", {"move": move.value, "state": state})
    else:
        assert after(move, state) == TicketState(expected)


@pytest.mark.parametrize(("move", "state"), list(product(JobMove, (None, *JobState))))
def test_each_job_move_from_each_state_is_as_in_the_table(move: JobMove, state: JobState | None) -> None:
    expected = JOB_ALLOWED.get((move.value, state or "-"))
    if expected is None:
        assert job_after(move, state) == Refusal("illegal_move", {"move": move.value, "state": state})
    else:
        assert job_after(move, state) == JobState(expected)


def test_every_move_has_its_row() -> None:
    assert set(MOVES) == set(Move)
    assert set(JOB_MOVES) == set(JobMove)


def test_nothing_leads_out_of_a_settled_ticket_but_a_return() -> None:
    settled = set(TicketState) - OPEN_STATES
    assert settled == {"no_show", "finished", "cancelled", "expired"}
    ways_out = {(move, state) for move in Move for state in settled if state in MOVES[move]}
    assert ways_out == {(Move.RETURN, TicketState.NO_SHOW)}


def test_every_open_ticket_can_expire() -> None:
    for state in OPEN_STATES:
        assert after(Move.EXPIRE, state) is TicketState.EXPIRED


@pytest.mark.parametrize("state", [JobState.DOUBTFUL, JobState.UNCONFIRMED, JobState.PRINTED])
def test_what_may_be_on_paper_is_never_sent_again(state: JobState) -> None:
    assert state not in SENDABLE_STATES
    for move in set(JobMove) - {JobMove.REMEMBER}:  # which tells what is so, and tries nothing
        assert isinstance(job_after(move, state), Refusal)


@pytest.mark.parametrize(("move", "before"), list(product(Move, TicketState)))
def test_an_undo_restores_what_the_move_found(move: Move, before: TicketState) -> None:
    reached = MOVES[move].get(before)
    if reached is None or move not in UNDOABLE:
        for state in TicketState:
            assert isinstance(undone(move, before, state), Refusal)
        return
    assert undone(move, before, reached) is before
    for other in set(TicketState) - {reached}:
        assert undone(move, before, other) == Refusal("illegal_move", {"move": "undo", "state": other})


def test_neither_an_issue_nor_the_end_of_the_day_is_undone() -> None:
    assert UNDOABLE.isdisjoint({Move.ISSUE, Move.RECALL, Move.EXPIRE, Move.UNDO})
