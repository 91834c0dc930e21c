"""What stands against each action at a desk, now? Asked by the actions themselves and by the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import clock
from actions.counter import label_of
from actions.here import Here
from rules.refusals import Refusal
from rules.states import Move, TicketState, after

# Verbs of the desk's address that change what an open desk does.
AT_AN_OPEN_DESK = (
    "close", "break", "back", "next", "call", "recall", "serve", "finish", "finish-next", "no-show", "return", "park",
    "resume", "transfer", "cancel", "add-procedure", "take-in", "hand-over", "priority", "undo",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Situation:
    """A desk as its officer has it; `held`: the ticket in hand, or its row, if any."""

    held: Any
    is_on_break: bool
    has_waiting: bool
    has_parked: bool
    has_no_shows: bool
    undo: Refusal | None


def refusals_at_desk(here: Here, now: Situation) -> dict[str, Refusal | None]:
    """For each verb at the officer's own open desk why it is not possible now; None where it is."""
    held = now.held
    busy = None if held is None else Refusal("holding", {"label": label_of(held)})
    free = busy or (Refusal("on_break", {}) if now.is_on_break else None)
    nobody = None if now.has_waiting else Refusal("nobody_waiting", {})
    is_serving = held is not None and held.state == TicketState.SERVING
    return {
        "close": Refusal("close_blocked", {"label": label_of(held)}) if held is not None and is_serving else None,
        "break": free,
        "back": None if now.is_on_break else Refusal("not_on_break", {}),
        "next": free or nobody,
        "call": free or nobody,
        "recall": recall_refusal(here, held),
        "serve": held_refusal(held, Move.ARRIVE),
        "finish": held_refusal(held, Move.FINISH),
        "finish-next": held_refusal(held, Move.FINISH),
        "no-show": held_refusal(held, Move.NO_SHOW) or (no_show_refusal(here, held) if held is not None else None),
        "return": None if now.has_no_shows else Refusal("nobody_missed", {}),
        "park": held_refusal(held, Move.PARK),
        "resume": free or (None if now.has_parked else Refusal("nobody_parked", {})),
        "transfer": None if held or now.has_waiting or now.has_parked else Refusal("nothing_held", {}),
        "cancel": None if now.has_waiting or now.has_parked else Refusal("nobody_waiting", {}),
        "add-procedure": serving_refusal(held),
        "take-in": None,
        "hand-over": None,
        "priority": nobody if here.config.priority else Refusal("no_priority_classes", {}),
        "undo": now.undo,
    }


def held_refusal(held: Any, verb: Move) -> Refusal | None:
    """Why the held citizen cannot make a move of the state table."""
    if held is None:
        return Refusal("nothing_held", {})
    target = after(verb, TicketState(held.state))
    return target if isinstance(target, Refusal) else None


def serving_refusal(held: Any) -> Refusal | None:
    """Why nothing can be added to the held citizen's visit."""
    if held is None:
        return Refusal("nothing_held", {})
    return None if held.state == TicketState.SERVING else Refusal("not_serving", {"label": label_of(held)})


def recall_refusal(here: Here, held: Any) -> Refusal | None:
    """Why the held citizen cannot be called once more; recalled_enough (n): as often as the office wants."""
    most = here.config.tickets.most_recalls
    refusal = held_refusal(held, Move.RECALL)
    if refusal is not None or held is None:
        return refusal
    return Refusal("recalled_enough", {"n": most}) if held.calls > most else None


def no_show_from(here: Here, ticket: Any) -> datetime | None:
    """From when the called ticket may become a no-show by the clock; None if it is not called."""
    if ticket.state != TicketState.CALLED or ticket.called_at is None:
        return None
    if ticket.called_at > here.now:  # the clock was set back: how long it has been nobody knows, so long enough
        return here.now
    called_at: datetime = ticket.called_at
    return called_at + timedelta(seconds=here.config.tickets.no_show_after_s)


def no_show_refusal(here: Here, ticket: Any) -> Refusal | None:
    """Why the called citizen still has time: not recalled often enough, or too soon."""
    begins = no_show_from(here, ticket)
    if begins is None:
        return None
    if ticket.calls <= here.config.tickets.no_show_after_recalls:
        return Refusal("no_show_recall", {"n": here.config.tickets.no_show_after_recalls})
    if here.now < begins:
        return Refusal("no_show_early", {"from": clock.local(begins, here.config.site.zone).time()})
    return None


def all_refused(refusal: Refusal) -> Mapping[str, Refusal]:
    """The same answer to every verb that needs an open desk of one's own."""
    return dict.fromkeys(AT_AN_OPEN_DESK, refusal)
