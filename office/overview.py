"""What goes on today? The Office's first page, which follows the day by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from flask import Response, jsonify, render_template, request
from sqlalchemy.orm import Session

from actions.here import Here
from actions.overview import Overview
from actions.overview import overview as overview_now
from office.blueprint import blueprint
from office.glance import Teller
from office.health import parts
from office.house_shown import house_alerts
from office.week import Week, next_turn, sittings_today, week
from rules.workdays import Sitting
from theme.hall import concerns, hall
from theme.language import language


@dataclass(frozen=True, slots=True)
class Seen:
    """The day and the week, from one picture of the data; `changes_at`: when the clock alone changes something."""

    overview: Overview
    week: Week
    sittings: dict[str, tuple[Sitting, ...]]
    changes_at: datetime


@blueprint.get("/")
def overview() -> str:
    """The page with its first state, complete without scripts."""
    return render_template("office/overview.html", **_day())


@blueprint.get("/state")
def state() -> Response:
    """What the open page puts in the place of the old: `{seq, now, changes_at, alerts, urgent, html}`.

    With `?alerts` it is the Office's other pages that ask, and they show nothing of the day itself.
    """
    day = _day()
    glance, house = day["glance"], day["house"]
    answer = jsonify(
        seq=day["seen"].seq,
        now=day["seen"].now.isoformat(),
        changes_at=day["changes_at"],
        alerts=[alert.key for alert in (*glance.alerts, *glance.paper_alerts, *house)],
        urgent=sum(alert.day is None for alert in glance.alerts) + len(glance.paper_alerts) + len(house),
        html="" if "alerts" in request.args else render_template("office/today.html", **day),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _day() -> dict[str, Any]:
    seen = hall().read(_seen)
    teller = Teller(language(), hall().config, seen.overview, seen.sittings, seen.week)
    is_at_work = any(each.today.is_open for each in seen.overview.departments)
    return {
        "seen": seen.overview,
        "glance": teller.glance(),
        "parts": parts(seen.overview.printers, is_at_work),
        "house": house_alerts(language(), concerns(), hall().config.site.zone),
        "week": seen.week,
        "changes_at": seen.changes_at.isoformat(),
        "today": teller.now.date(),
    }


def _seen(session: Session, here: Here) -> Seen:
    seen, sittings = overview_now(session, here), sittings_today(session, here)
    ends = chain(
        (stop.until for stop in seen.stops),
        (notice.until for notice in seen.notices),
        (absence.since for absence in seen.absences),
        (absence.until for absence in seen.absences),
    )
    coming = [end for end in ends if end is not None and end > here.now]
    return Seen(seen, week(session, here), sittings, next_turn(here, sittings, coming))
