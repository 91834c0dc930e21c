"""What does the phone say to a citizen whose ticket is in this state?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from actions.views import TicketView
from locales import forms, say, waits
from locales.places import Place, place
from rules.states import TicketState

SOON = 2  # so few people ahead, and it is time to come near

_PLAIN = {
    TicketState.SERVING: "phone.serving",
    TicketState.PARKED: "phone.parked",
    TicketState.NO_SHOW: "phone.missed",
    TicketState.FINISHED: "phone.finished",
    TicketState.CANCELLED: "phone.cancelled",
    TicketState.EXPIRED: "phone.expired",
}
_WHAT_NOW = {
    TicketState.CALLED: "phone.now.show",
    TicketState.NO_SHOW: "phone.missed.how",
    TicketState.CANCELLED: "phone.take_another",
    TicketState.EXPIRED: "phone.take_another",
}
ENDED = frozenset({TicketState.FINISHED, TicketState.CANCELLED, TicketState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Words:
    """`place` is blank when there is nowhere to go any more; `details` are sentences, most important first.

    `is_soon`: it is time to come near.
    """

    headline: str
    details: tuple[str, ...]
    place: str
    hint: str
    is_soon: bool = False


def words_of(ticket: TicketView, resumes: time | None, language: str) -> Words:
    """`resumes`: when the department goes on after its break, None while it is not in one."""
    where = _name(ticket, language)
    is_waiting = ticket.state is TicketState.WAITING
    return Words(
        headline=_headline(ticket, where, language),
        details=_while_waiting(ticket, resumes, where, language) if is_waiting else _afterwards(ticket, language),
        place="" if ticket.state in ENDED else Place(where),
        hint=say(language, "phone.place.when_called") if is_waiting else say(language, "phone.place.here"),
        is_soon=is_waiting and resumes is None and _is_soon(ticket),
    )


def place_words(ticket: TicketView, language: str) -> dict[str, Any]:
    """The sentences of a place in the line with their gaps, for the script that fills them: see `words_of`."""
    one, many = (forms(language, "phone.ahead")[each] for each in (0, -1))
    gaps = {"low": "{low}", "high": "{high}"}
    return {
        "next": say(language, "phone.next"),
        "one": one,
        "many": many,
        "soon": say(language, "phone.soon", place=place(_name(ticket, language))),
        "soon_until": SOON,
        "wait": say(language, "kiosk.ticket.wait", **gaps),
        "under": say(language, "kiosk.ticket.wait_under", **gaps),
        "unknown": say(language, "kiosk.ticket.wait_unknown"),
        "may_miss": say(language, "wait.may_miss"),
        "updated": say(language, "phone.updated", time="{time}"),
        "stale": say(language, "phone.stale", time="{time}"),
    }


def _headline(ticket: TicketView, where: str, language: str) -> str:
    if ticket.state is TicketState.WAITING:
        return say(language, "phone.ahead", n=ticket.ahead) if ticket.ahead else say(language, "phone.next")
    if ticket.state is TicketState.CALLED:
        return say(language, "phone.now", place=place(where))
    return say(language, _PLAIN[ticket.state], place=place(where), label=ticket.label)


def _while_waiting(ticket: TicketView, resumes: time | None, where: str, language: str) -> tuple[str, ...]:
    if resumes is not None:
        return (say(language, "phone.break", time=resumes),)
    may_miss = ticket.wait is not None and ticket.wait.may_miss_sitting
    said = (
        say(language, "phone.soon", place=place(where)) if _is_soon(ticket) else "",
        waits.sentence(language, ticket.wait),
        say(language, "wait.may_miss") if may_miss else "",
    )
    return tuple(filter(None, said))


def _is_soon(ticket: TicketView) -> bool:
    return ticket.ahead is not None and ticket.ahead <= SOON


def _afterwards(ticket: TicketView, language: str) -> tuple[str, ...]:
    key = _WHAT_NOW.get(ticket.state)
    return (say(language, key),) if key else ()


def _name(ticket: TicketView, language: str) -> str:
    return ticket.place.name_en if language == "en" else ticket.place.name
