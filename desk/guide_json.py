"""What does the guide's page get? Calls for help, departments, tickets, with every sentence already said."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from actions.duty import departments_today
from actions.events import last_seq
from actions.help_calls import open_help_calls
from actions.here import Here
from actions.reprints import paper_of_ticket
from actions.ticket_view import ticket_by_token
from actions.todays import tickets_labelled
from actions.views import DepartmentToday, Issued, TicketView
from desk.rows import iso, written
from locales import dates, forms, waits
from rules.states import TicketState
from theme.hall import hall
from theme.language import language, say
from theme.refused import said_of

_SCRIPT_WORDS = (
    "desk.guide.answered", "desk.guide.by_hand.done", "desk.guide.code", "desk.guide.nothing", "desk.guide.reprinted",
    "desk.guide.resending", "desk.guide.returned", "desk.guide.since", "desk.minutes", "desk.not_offline",
    "desk.online", "desk.search.none", "desk.break.at.wrong", "desk.guide.choose_department",
)  # fmt: skip


def script_words() -> dict[str, str]:
    """By key, with the places of facts left open for the script."""
    return {key: forms(language(), key)[-1] for key in _SCRIPT_WORDS}


def guide_json(session: Session, here: Here, *, tokens: tuple[str, ...]) -> dict[str, Any]:
    """The page's whole state. `tokens`: the tickets that were issued here lately."""
    tickets = (ticket_by_token(session, here, token=token) for token in tokens if token)
    kiosks = {each.code: each.text("name", language()) for each in here.config.kiosks}
    return {
        "seq": last_seq(session, here),
        "now": iso(here.now),
        "calls": [
            {
                "id": call.id,
                "kiosk": kiosks.get(call.kiosk, call.kiosk),
                "asked_at": iso(call.asked_at),
                "asked": written(call.asked_at, here.config),
            }
            for call in open_help_calls(session, here)
        ],
        "departments": [_department(here, each) for each in departments_today(session, here)],
        "tickets": [ticket_json(each) for each in tickets if each is not None],
    }


def _department(here: Here, today: DepartmentToday) -> dict[str, Any]:
    department = here.config.department(today.code)
    return {
        "code": today.code,
        "series": department.series,
        "name": department.text("short_name", language()),
        "is_open": today.is_open,
        "detail": say("desk.choose.waiting", n=today.waiting) if today.is_open else _closed(here, today),
    }


def _closed(here: Here, today: DepartmentToday) -> str:
    """When it is to be had: "Trực thứ Ba, 14/3"."""
    if today.next is None:
        return say("kiosk.home.off_duty")
    day = today.next.day
    return say("kiosk.home.next_duty", day=dates.day(language(), day), date=dates.date_brief(language(), day))


def issued_json(issued: Issued) -> dict[str, Any]:
    """A number just given, with a warning if there is not much time left."""
    config, now = hall().config, hall().local_now().replace(tzinfo=None)
    warning = issued.ticket.warning
    sentences = said_of(warning, language(), config, now).lines()[:1] if warning is not None else []
    return {**ticket_json(issued.ticket), "warning": " ".join(sentences)}


def looked_up(session: Session, here: Here, *, typed: str) -> list[dict[str, Any]]:
    """Today's tickets that may be meant by what was typed."""
    found = []
    for row in tickets_labelled(session, here, typed):
        ticket, paper = ticket_by_token(session, here, token=row.token), paper_of_ticket(session, here, ticket=row.id)
        if ticket is not None:
            # The code stays on the paper: whoever asks for a number must show that it is theirs.
            may_reprint = paper is not None and paper.can_reprint
            found.append({**ticket_json(ticket), "id": row.id, "code": "", "may_reprint": may_reprint})
    return found


def ticket_json(ticket: TicketView) -> dict[str, Any]:
    """A ticket as the guide reads it aloud: where to go, how many before, what became of the paper."""
    config = hall().config
    place = ticket.place.name_en if language() == "en" and ticket.place.name_en else ticket.place.name
    return {
        "token": ticket.token,
        "series": ticket.series,
        "number": ticket.number,
        "label": ticket.label,
        "department": config.department(ticket.department).text("name", language()),
        "what": ticket.procedure_name or say(f"visit.{ticket.visit.value}"),
        "place": place,
        "state": say(f"state.{ticket.state.value}"),
        "may_return": ticket.state == TicketState.NO_SHOW,
        "ahead": say("kiosk.ticket.ahead", n=ticket.ahead) if ticket.ahead is not None else "",
        "wait": waits.about(language(), ticket.wait) if ticket.ahead is not None else "",
        "code": ticket.code,
        "issued": written(ticket.issued_at, config),
        "paper": say(f"desk.guide.paper.{ticket.print_state.value if ticket.print_state else 'none'}"),
        "is_paper_wrong": ticket.print_state is not None and ticket.print_state.value in ("not_sent", "doubtful"),
    }
