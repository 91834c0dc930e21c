"""What does the desk's screen get? The state of the desk as JSON, with every sentence already said."""

from __future__ import annotations

from typing import Any

from actions.views import DeskView, UndoView, VisitProcedure
from desk.rows import iso, row_json, what, written
from desk.sentences import closed_words, why
from locales.serving import desk_serves
from rules.refusals import Refusal
from rules.states import TicketState
from theme.hall import hall
from theme.language import language, say


def phase_of(view: DeskView) -> str:
    """closed | break | ready | calling | serving, as the officer who asks sees it."""
    if not view.is_open:
        return "closed"
    if view.ticket is None:
        return "ready" if view.break_since is None else "break"
    return "calling" if view.ticket.state == TicketState.CALLED else "serving"


def desk_json(view: DeskView) -> dict[str, Any]:
    """The whole state of one desk; `refused` names for each verb why it is not possible now, or null."""
    config = hall().config
    phase = phase_of(view)
    title, hint = closed_words(view, config) if phase == "closed" else ("", "")
    return {
        "seq": view.seq,
        "now": iso(hall().now()),
        "desk": view.desk,
        "phase": phase,
        "closed_title": title,
        "closed_hint": hint,
        "may_take_over": phase == "closed" and view.officer is not None and _may_sit(view),
        "officer": view.officer,
        "departments": [desk_serves(language(), config, view.desk, code) for code in view.departments],
        "break_since": iso(view.break_since) if phase == "break" else None,
        "break_until": iso(view.break_until),
        "back_at": written(view.break_until, config),
        "ticket": row_json(view.ticket, config) if view.ticket and phase != "closed" else None,
        "procedures": _procedures(view) if phase != "closed" else [],
        "no_show_from": iso(view.no_show_from),
        "waiting": [row_json(row, config) for row in view.waiting],
        "waiting_count": view.waiting_count,
        "no_shows": [row_json(row, config) for row in view.no_shows],
        "parked": [row_json(row, config) for row in view.parked],
        "served": [row_json(row, config) for row in view.served],
        "served_count": view.served_count,
        "served_mean": _mean(view),
        "undo": _undo(view.undo),
        "refused": {verb: _why_not(refusal, phase) for verb, refusal in view.moves.items()},
    }


def _procedures(view: DeskView) -> list[dict[str, Any]]:
    return [_procedure(each, view) for each in view.procedures]


def _procedure(part: VisitProcedure, view: DeskView) -> dict[str, Any]:
    name = what(view.ticket) if part.id is None and view.ticket is not None else part.name or ""
    return {"id": part.id, "name": name, "documents": list(part.documents)}


def _undo(undo: UndoView | None) -> dict[str, Any] | None:
    """`what` names the press by its button and by whose number it moved."""
    if undo is None:
        return None
    labels = ", ".join(undo.labels[:2])
    return {"what": f"{verb_words(undo.verb)} {labels}".strip(), "until": undo.until.isoformat()}


def verb_words(verb: str) -> str:
    """A command as its button names it."""
    return say(f"desk.verb.{verb}")


def _mean(view: DeskView) -> str:
    """The mean of the service times that the list shows; empty while there is none."""
    times = [row.served_s for row in view.served if row.served_s]
    return say("desk.served.mean", n=max(1, round(sum(times) / len(times) / 60))) if times else ""


def _why_not(refusal: Refusal | None, phase: str) -> str | None:
    # The page counts this time down by itself, from `no_show_from`, and asks what becomes of the citizen.
    if refusal is None or refusal.code in ("no_show_early", "close_blocked"):
        return None
    return why(refusal, phase)


def _may_sit(view: DeskView) -> bool:
    return bool(view.departments or view.not_on_duty)
