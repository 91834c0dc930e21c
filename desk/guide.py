"""What does the guide do at the entrance of the hall? Gives numbers for every department, finds a number, brings one
back, prints its
paper again, answers calls for help from the kiosks, enters numbers that were written by hand.

No desk may have the code "guide": this address comes first.
"""

from __future__ import annotations

from typing import Any

from flask import Response, abort, jsonify, render_template, request

from actions.by_hand import enter_number
from actions.help_calls import answer_help
from actions.issue import issue_ticket
from actions.reprints import reprint_ticket
from actions.returning import return_by_citizen
from desk import choices
from desk.blueprint import blueprint
from desk.guide_json import guide_json, issued_json, looked_up, script_words
from desk.guide_wishes import by_hand_wish, coming_back_wish, issue_wish, reprint_wish
from desk.sentences import why
from doors import visitor
from rules.numbering import label
from rules.refusals import Refusal
from theme.hall import hall
from theme.language import language
from theme.problems import problem

QUERY_LENGTH = 80
MOST_TOKENS = 6


@blueprint.get("/guide/")
def guide() -> str:
    """The guide's page."""
    account = visitor().account
    return render_template(
        "desk/guide.html",
        state=hall().read(guide_json, tokens=()),
        departments=hall().config.departments,
        priorities=choices.priorities(hall().config),
        papers=choices.papers(hall().config),
        languages=hall().config.site.languages,
        words=script_words(),
        visitor_name=(account.officer_name or account.name) if account is not None else "",
    )


@blueprint.get("/guide/state")
def guide_state() -> Response:
    """Who asks for help, who waits where, and what became of the papers of `tokens`."""
    tokens = tuple(request.args.get("tokens", "").split(",")[:MOST_TOKENS])
    return _fresh(hall().read(guide_json, tokens=tokens))


@blueprint.get("/guide/procedures")
def guide_procedures() -> Response:
    """Of one department, or of all: what the query finds, and what else one may come for."""
    config, query = hall().config, request.args.get("q", "").strip()[:QUERY_LENGTH]
    wanted = request.args.get("department", "")
    departments = tuple(each.code for each in config.departments if wanted in ("", each.code))
    found = hall().read(choices.procedures_listed, query=query, departments=departments)
    visits = choices.visits_of(departments, config) if wanted and not query else []
    return _fresh([*visits, *found])


@blueprint.post("/guide/tickets")
def guide_issue() -> Response:
    """A number for somebody who stands there; the same touch_id is the same number."""
    answer = hall().write(issue_ticket, **issue_wish(_body()), actor=visitor().actor, origin="desk")
    return _refused(answer) if isinstance(answer, Refusal) else _fresh(issued_json(answer))


@blueprint.post("/guide/by-hand")
def guide_by_hand() -> Response:
    """A number that was written on an emergency slip."""
    answer = hall().write(enter_number, **by_hand_wish(_body()), actor=visitor().actor)
    return _refused(answer) if isinstance(answer, Refusal) else _fresh(issued_json(answer))


@blueprint.get("/guide/find")
def guide_find() -> Response:
    """Today's tickets of a number."""
    return _fresh(hall().read(looked_up, typed=request.args.get("label", "")[:20]))


@blueprint.post("/guide/returned")
def guide_returned() -> Response:
    """One who missed their turn waits again; the code on the ticket shows that it is theirs."""
    answer = hall().write(return_by_citizen, **coming_back_wish(_body()), actor=visitor().actor)
    return _refused(answer) if isinstance(answer, Refusal) else _fresh({"label": answer.ticket.label})


@blueprint.post("/guide/reprint")
def guide_reprint() -> Response:
    """The paper of a ticket once more, marked as such."""
    answer = hall().write(reprint_ticket, **reprint_wish(_body()), actor=visitor().actor)
    if isinstance(answer, Refusal):
        return _refused(answer)
    return _fresh({"label": label(answer.series, answer.number)})


@blueprint.post("/guide/help/<int:call>")
def guide_help(call: int) -> Response:
    """The guide goes to the kiosk."""
    answer = hall().write(answer_help, call=call, actor=visitor().actor)
    return _refused(answer) if isinstance(answer, Refusal) else _fresh({"state": answer.state})


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else abort(400)


def _fresh(data: Any) -> Response:
    answer = jsonify(data)
    answer.cache_control.no_store = True
    return answer


def _refused(refusal: Refusal) -> Response:
    sentence = why(refusal, "ready")
    return problem(status=409, code=refusal.code, title=sentence, detail=sentence, language=language())
