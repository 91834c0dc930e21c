"""What does the citizen see on the way to a number? Departments, procedures, search, closed doors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, abort, jsonify, render_template, request

from actions.catalogue import most_asked, procedures_of, search_procedures
from actions.catalogue import procedure as procedure_by_key
from actions.covering import is_uncovered, uncovered_now
from actions.duty import department_today, departments_today, duty_week
from actions.events import last_seq
from actions.prospect import prospect
from actions.views import DepartmentToday, ProcedureView
from kiosk import shown
from kiosk.blueprint import blueprint
from kiosk.marking import marked
from live.messages import queue_json
from locales import dates, waits
from rules.duty import Closed
from rules.states import Visit
from theme.hall import hall
from theme.language import language
from theme.typography import tied

# What a citizen may have come for beside a procedure: in the order of the buttons, with the digit of each.
OTHER_VISITS = {Visit.RESULT: 7, Visit.SUPPLEMENT: 8, Visit.UNSURE: 9}
LONGEST_QUERY = 80


def wall_time() -> datetime:
    """Local time without a zone, as the duty rule speaks."""
    return hall().local_now().replace(tzinfo=None)


@blueprint.get("/")
def home() -> str:
    todays, now, config = hall().read(departments_today), wall_time(), hall().config
    cards = [shown.card(language(), config, today, now) for today in todays]
    makeup = shown.makeup_weekday(todays)
    return render_template(
        "kiosk/home.html",
        serving=[card for card in cards if card.door in (shown.Door.OPEN, shown.Door.LATER)],
        resting=[card for card in cards if card.door in (shown.Door.OFF, shown.Door.SHUT)],
        only_off=all(card.door is not shown.Door.SHUT for card in cards),
        reason=shown.same_reason(language(), config, todays, now),
        makeup=None if makeup is None else dates.day(language(), makeup),
        hours=" · ".join(dates.span(language(), s.opens, s.closes) for s in config.hours.sittings),
    )


@blueprint.get("/queue")
def queue() -> Response:
    """What the start page asks for when it has missed news, and when the line is back."""
    # Read first: news that comes in between is then applied once more, never missed.
    seq = hall().read(last_seq)
    todays = hall().read(departments_today)
    return jsonify(seq=seq, now=hall().now().isoformat(), departments=queue_json(todays))


@blueprint.get("/departments/<code>")
def department(code: str) -> str:
    """Its procedures and the other things one may come for; closed, it says when instead."""
    today = _department(code)
    procedures = hall().read(procedures_of, department=code)
    reads_only = "read" in request.args
    if isinstance(today.verdict, Closed) and not reads_only:
        return closed(today, None, has_list=bool(procedures))
    return render_template(
        "kiosk/department.html",
        **_about(today),
        apology=_apology(today, is_part=False) if today.is_open and _is_empty(today) else None,
        procedures=procedures,
        visits=OTHER_VISITS if today.is_open else {},
    )


@blueprint.get("/departments/<code>/<any(result, supplement, unsure):visit>")
def visit(code: str, visit: str) -> str:
    """Asks before giving a number for a result, a supplement, or a question."""
    today = _department(code)
    if isinstance(today.verdict, Closed):
        return closed(today, None)
    return render_template("kiosk/visit.html", **_about(today), **_taking(today), visit=Visit(visit))


@blueprint.get("/procedures/<key>")
def procedure(key: str) -> str:
    """What to bring, how long, how much, and the number itself."""
    found = hall().read(procedure_by_key, key=key)
    if found is None:
        abort(404)
    today = _department(found.department)
    if isinstance(today.verdict, Closed):
        return closed(today, found)
    return render_template("kiosk/procedure.html", **_about(today), **_taking(today, found), procedure=found)


@blueprint.get("/search")
def search() -> str:
    """The search page; `part=hits` gives its results alone, as they are asked for with every key."""
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    found = hall().read(search_procedures, query=query) if query else None
    shown_first = found.procedures if found is not None else hall().read(most_asked)
    todays = hall().read(departments_today) if shown_first else ()
    cards = {today.code: shown.card(language(), hall().config, today, wall_time()) for today in todays}
    words = found.words if found is not None else ()
    page = "kiosk/hits.html" if request.args.get("part") == "hits" else "kiosk/search.html"
    return render_template(
        page,
        query=query,
        hits=[_hit(each, cards[each.department], words) for each in shown_first],
        is_near=found is not None and found.is_near,
        nexts=found.nexts if found is not None else (),
    )


def closed(today: DepartmentToday, wanted: ProcedureView | None, has_list: bool = False) -> str:
    """The page of a closed door. `has_list`: the department's papers can be read all the same."""
    assert isinstance(today.verdict, Closed)
    config, now = hall().config, wall_time()
    days = hall().read(duty_week, department=today.code)
    desks = hall().read(prospect, department=today.code, procedure=wanted).desks if wanted is not None else None
    return render_template(
        "kiosk/closed.html",
        **_about(today),
        apology=None,
        said=shown.refused(language(), config, today.verdict.refusal, today.code, now),
        door=shown.door(today.verdict, now),
        coming=shown.coming(language(), config, today.verdict.next, now, desks),
        week=shown.week(language(), days, len(config.hours.sittings), now.date()),
        procedure=wanted,
        has_list=has_list,
    )


def _department(code: str) -> DepartmentToday:
    today = hall().read(department_today, code=code)
    if today is None:
        abort(404)
    return today


def _about(today: DepartmentToday) -> dict[str, Any]:
    config = hall().config
    return {
        "today": today,
        "department": config.department(today.code),
        "department_name": shown.full_name(language(), config.department(today.code)),
    }


def _taking(today: DepartmentToday, wanted: ProcedureView | None = None) -> dict[str, Any]:
    """What is known of a ticket before it is taken; an apology where nobody is there for it."""
    seen = hall().read(prospect, department=today.code, procedure=wanted)
    is_alone = hall().read(is_uncovered, department=today.code, procedure=wanted)
    return {
        "place": shown.place_name(language(), seen.place),
        "wait": seen.wait,
        "queue": waits.queue(language(), seen.ahead, seen.wait),
        "apology": _apology(today, is_part=not _is_empty(today)) if is_alone else None,
    }


def _is_empty(today: DepartmentToday) -> bool:
    """Nobody has come to any desk of the department."""
    return any(each.department == today.code and not each.parts for each in hall().read(uncovered_now))


def _apology(today: DepartmentToday, *, is_part: bool) -> str:
    """Numbers go on, and the citizen learns whom to call."""
    return shown.apology(language(), hall().config, today.code, is_part=is_part)


def _hit(found: ProcedureView, card: shown.Card, words: tuple[str, ...]) -> dict[str, Any]:
    return {"procedure": found, "name": marked(tied(found.name), words), "card": card}
