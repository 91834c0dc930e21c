"""Who changed what, when, from what to what? The audit log of the Office's own acts."""

from __future__ import annotations

from flask import render_template, request

from actions.audit import list_acts
from office.acts import Reader, names
from office.blueprint import blueprint
from office.fields import day_written
from theme.hall import hall
from theme.language import language, say

ONE_PAGE = 200
LONGEST = 1_000


@blueprint.get("/log")
def log() -> str:
    """The newest acts, or those of the days asked for."""
    since, until = (request.args.get(name, "").strip() for name in ("since", "until"))
    first, last = day_written(since), day_written(until)
    is_wrong = (bool(since) and first is None) or (bool(until) and last is None)
    most = LONGEST if request.args.get("all") else ONE_PAGE
    acts = () if is_wrong else hall().read(list_acts, since=first, until=last, limit=most + 1)
    reader = Reader(language(), hall().config, hall().read(names))
    return render_template(
        "office/log.html",
        acts=[reader.told(act) for act in acts[:most]],
        has_more=len(acts) > most,
        may_ask_all=most < LONGEST,
        since=since,
        until=until,
        wrong=say("office.log.bad_day") if is_wrong else None,
    )
