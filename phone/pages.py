"""The page of one ticket and its state as JSON. Both only read; an unknown token tells where help is."""

from __future__ import annotations

from datetime import time
from typing import Any

from flask import Response, jsonify, make_response, render_template
from sqlalchemy.orm import Session

from actions.duty import verdict_now
from actions.here import Here
from actions.own_rating import own_rating
from actions.promises import wait_facts
from actions.ratings import REASONS
from actions.ticket_view import ticket_by_token
from actions.views import TicketView
from locales.places import place
from phone.blueprint import blueprint
from phone.words import ENDED, place_words, words_of
from rules.duty import Closed
from rules.states import TicketState
from theme import problems
from theme.hall import hall
from theme.language import language, say, speak

FACES = {4: "mood-happy", 3: "mood-smile", 2: "mood-empty", 1: "mood-sad"}
STILL_HERE = frozenset({TicketState.WAITING, TicketState.PARKED})


@blueprint.get("/<token>")
def ticket(token: str) -> Response:
    """The page, complete without its script."""
    found, resumes = hall().read(_ticket_and_break, token=token)
    if found is None:
        return unknown()
    speak(found.language)
    department = hall().config.department(found.department).text("name", language())
    answer = render_template(
        "phone/ticket.html",
        ticket=found,
        department=department,
        issued_at=found.issued_at.astimezone(hall().config.site.zone).time(),
        state=_state_json(found, resumes),
        said=place_words(found, language()),
        rating=hall().read(own_rating, token=token) if found.state is TicketState.FINISHED else None,
        faces=FACES,
        reasons=REASONS,
    )
    return not_kept(make_response(answer))


@blueprint.get("/<token>/state")
def state(token: str) -> Response:
    """What changes while one waits."""
    found, resumes = hall().read(_ticket_and_break, token=token)
    if found is None:
        return not_kept(problems.problem(status=404, code="not_found", title=say("phone.unknown")))
    speak(found.language)
    return not_kept(jsonify(_state_json(found, resumes)))


def _ticket_and_break(session: Session, here: Here, *, token: str) -> tuple[TicketView | None, time | None]:
    found = ticket_by_token(session, here, token=token)
    if found is None or found.state is not TicketState.WAITING or found.day != here.today:
        return found, None
    return found, _resumes(session, here, found.department)


def _resumes(session: Session, here: Here, department: str) -> time | None:
    """When the department is served again after the break that it has now."""
    answer = verdict_now(session, here, department)
    if not isinstance(answer, Closed) or answer.refusal.code != "lunch" or answer.next is None:
        return None
    return answer.next.sittings[0].opens if answer.next.day == here.today else None


def _state_json(ticket: TicketView, resumes: time | None) -> dict[str, Any]:
    words = words_of(ticket, resumes, language())
    clock = hall().local_now().time()
    return {
        "seq": ticket.seq,
        "now": hall().now().isoformat(),
        "label": ticket.label,
        "state": ticket.state,
        "department": ticket.department,
        "is_over": ticket.state in ENDED,
        "may_go": may_go(ticket),
        "is_soon": words.is_soon,
        "calls": ticket.calls,
        "ahead": ticket.ahead,
        "wait": wait_facts(ticket.wait),
        "place": words.place,
        "hint": words.hint,
        "headline": words.headline,
        "details": words.details,
        "updated": say("phone.updated", time=clock),
        "stale": say("phone.stale", time=clock),
    }


def may_go(ticket: TicketView) -> bool:
    """Only who waits or fetches a paper, today, can still go without being served."""
    return ticket.state in STILL_HERE and ticket.day == hall().local_now().date()


def unknown() -> Response:
    """The token names no ticket: where help is."""
    helpers = place(hall().config.site.text("help_place", language()))
    how = say("phone.unknown.how", help_place=helpers)
    return not_kept(problems.page(404, "ticket-off", say("phone.unknown"), how))


def not_kept(answer: Response) -> Response:
    """Let nobody on the way keep the answer."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
