"""How does a ticket stand in a list of the desk's screen? As JSON, with what is to be read already said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import clock
from actions.views import QueueRow
from config import Config
from locales.dates import clock_time
from rules.states import Outcome, TicketState, Visit
from theme.hall import hall
from theme.language import language, say

_LIKELY = {
    Visit.NEW: Outcome.ACCEPTED,
    Visit.SUPPLEMENT: Outcome.ACCEPTED,
    Visit.RESULT: Outcome.RETURNED,
    Visit.UNSURE: Outcome.ADVICE,
}


def row_json(row: QueueRow, config: Config) -> dict[str, Any]:
    """Moments are ISO UTC for the timers and, beside them, written as the office's wall time.

    `waits_from`: since when one would have waited, had they waited as long as they have in one go.
    """
    return {
        "id": row.id,
        "series": row.series,
        "number": row.number,
        "label": row.label,
        "what": what(row),
        "department": config.department(row.department).text("short_name", language()),
        "department_code": row.department,
        "priority": priority_name(row.priority, config),
        "priority_code": row.priority,
        "waits_from": iso(hall().now() - timedelta(seconds=row.waited_s)),
        "waited_s": round(row.waited_s),
        "served_s": round(row.served_s),
        "since": iso(row.since),
        "called_at": iso(row.called_at),
        "serving_at": iso(row.serving_at),
        "arrived": written(row.arrived_at, config),
        "called": written(row.called_at, config),
        "serving": written(row.serving_at, config),
        "ended": written(row.ended_at, config),
        "parked": written(row.since, config) if row.state == TicketState.PARKED else "",
        "calls": row.calls,
        "minutes": minutes_served(row),
        "outcome": say(f"desk.outcome.{row.outcome}.short") if row.outcome else None,
        "likely_outcome": _LIKELY[row.visit].value,
        "sent": sent(row, config),
        "note": row.note or "",
        "for_desk": row.for_desk,
        "origin": row.origin,
    }


def what(row: QueueRow) -> str:
    """The procedure, and what for where it is not a new dossier."""
    visit = say(f"visit.{row.visit.value}")
    if row.procedure_name is None:
        return visit
    return row.procedure_name if row.visit == Visit.NEW else f"{row.procedure_name} ({visit})"


def priority_name(code: str | None, config: Config) -> str:
    """The class by name, "" for an ordinary citizen; a class that left the configuration is still a priority."""
    if code is None:
        return ""
    found = config.priority_class(code)
    return found.text("name", language()) if found is not None else say("desk.priority")


def sent(row: QueueRow, config: Config) -> str:
    """From whom one was sent here: "từ Quầy 2, Hoàng Thị Liên"; "" if nobody sent them."""
    if row.sent_from is None:
        return ""
    desk = next((each.text("name", language()) for each in config.desks if each.code == row.sent_from), row.sent_from)
    return say("desk.sent", desk=desk, name=row.sent_by or "")


def minutes_served(row: QueueRow) -> str:
    """How long one was served, "" if not yet."""
    return say("desk.minutes", n=max(1, round(row.served_s / 60))) if row.ended_at and row.served_s else ""


def iso(moment: datetime | None) -> str | None:
    """For a script."""
    return moment.isoformat() if moment else None


def written(moment: datetime | None, config: Config) -> str:
    """For a reader: 8:52."""
    return clock_time(language(), clock.local(moment, config.site.zone)) if moment else ""
