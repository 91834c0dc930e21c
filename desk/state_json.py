"""What does the desk's screen get? The state of the desk as JSON, with every sentence already said.

Moments are ISO UTC for the timers and, beside them, written as the office's wall time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import clock
from actions.views import DeskView, QueueRow
from config import Config
from desk.sentences import closed_words, why
from locales.dates import clock_time
from locales.serving import desk_serves
from rules.refusals import Refusal
from rules.states import Outcome, TicketState, Visit
from theme.hall import hall
from theme.language import language, say

# The command of the page → the key under which DeskView says why it is not possible.
COMMANDS = {
    "open": "open",
    "close": "close",
    "next": "next",
    "recall": "recall",
    "serve": "serve",
    "finish": "finish",
    "finish-next": "finish",
    "no-show": "no-show",
}

_LIKELY = {
    Visit.NEW: Outcome.ACCEPTED,
    Visit.SUPPLEMENT: Outcome.ACCEPTED,
    Visit.RESULT: Outcome.RETURNED,
    Visit.UNSURE: Outcome.ADVICE,
}


def phase_of(view: DeskView) -> str:
    """closed | ready | calling | serving, as the officer who asks sees it."""
    if not view.is_open:
        return "closed"
    if view.ticket is None:
        return "ready"
    return "calling" if view.ticket.state == TicketState.CALLED else "serving"


def desk_json(view: DeskView) -> dict[str, Any]:
    """The whole state of one desk."""
    config = hall().config
    phase = phase_of(view)
    title, hint = closed_words(view, config) if phase == "closed" else ("", "")
    return {
        "seq": view.seq,
        "now": _iso(hall().clock.now()),
        "desk": view.desk,
        "phase": phase,
        "closed_title": title,
        "closed_hint": hint,
        "officer": view.officer,
        "departments": [desk_serves(language(), config, view.desk, code) for code in view.departments],
        "ticket": _row(view.ticket, config) if view.ticket and phase != "closed" else None,
        "documents": list(view.documents),
        "no_show_from": _iso(view.no_show_from),
        "waiting": [_row(row, config) for row in view.waiting],
        "no_shows": [_row(row, config) for row in view.no_shows],
        "served": [_row(row, config) for row in view.served],
        "served_count": view.served_count,
        "served_mean": _mean(view),
        "refused": {verb: _why_not(view, key, phase) for verb, key in COMMANDS.items()},
    }


def _row(row: QueueRow, config: Config) -> dict[str, Any]:
    return {
        "id": row.id,
        "series": row.series,
        "number": row.number,
        "what": _what(row),
        "department": config.department(row.department).text("short_name", language()),
        "arrived_at": _iso(row.arrived_at),
        "called_at": _iso(row.called_at),
        "serving_at": _iso(row.serving_at),
        "arrived": _clock(row.arrived_at, config),
        "called": _clock(row.called_at, config),
        "serving": _clock(row.serving_at, config),
        "ended": _clock(row.ended_at, config),
        "calls": row.calls,
        "minutes": _minutes(row),
        "outcome": say(f"desk.outcome.{row.outcome}.short") if row.outcome else None,
        "likely_outcome": _LIKELY[row.visit].value,
    }


def _what(row: QueueRow) -> str:
    """The procedure, and what for where it is not a new dossier."""
    visit = say(f"visit.{row.visit.value}")
    if row.procedure_name is None:
        return visit
    return row.procedure_name if row.visit == Visit.NEW else f"{row.procedure_name} ({visit})"


def _minutes(row: QueueRow) -> str | None:
    served = _served_s(row)
    return None if served is None else say("desk.minutes", n=max(1, round(served / 60)))


def _mean(view: DeskView) -> str:
    """The mean of the service times that the list shows; empty while there is none."""
    times = [served for row in view.served if (served := _served_s(row)) is not None]
    return say("desk.served.mean", n=max(1, round(sum(times) / len(times) / 60))) if times else ""


def _served_s(row: QueueRow) -> float | None:
    if row.serving_at is None or row.ended_at is None:
        return None
    return (row.ended_at - row.serving_at).total_seconds()


def _why_not(view: DeskView, key: str, phase: str) -> str | None:
    refusal = _cannot_open(view) if key == "open" else view.moves[key]
    # The page counts this time down by itself, from `no_show_from`.
    if refusal is None or refusal.code == "no_show_early":
        return None
    return why(refusal, phase)


def _cannot_open(view: DeskView) -> Refusal | None:
    if view.officer is not None and not view.is_open:
        return Refusal("desk_taken", {"desk": view.desk, "name": view.officer})
    if not view.departments and not view.not_on_duty:
        return Refusal("desk_not_yours", {"desk": view.desk})
    return None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _clock(moment: datetime | None, config: Config) -> str:
    return clock_time(language(), clock.local(moment, config.site.zone)) if moment else ""
