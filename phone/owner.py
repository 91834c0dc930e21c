"""Whose ticket is to be changed? Whoever has its token may; those who guess are stopped."""

from __future__ import annotations

from flask import Response

from actions.ticket_view import ticket_by_token
from actions.views import TicketView
from phone.pages import not_kept, unknown
from theme import problems
from theme.hall import hall
from theme.language import say
from theme.tries import tries

MOST_WRONG = 20


def ticket_or_answer(token: str) -> TicketView | Response:
    """The ticket, or what to answer instead: 404 for a token of nobody, 429 after too many of them."""
    locked_min = tries().minutes_locked(MOST_WRONG, "phone")
    if locked_min:
        return not_kept(problems.page(429, "alert-circle", say("phone.cancel.many", minutes=locked_min)))
    found = hall().read(ticket_by_token, token=token)
    if found is not None:
        return found
    tries().was_wrong(MOST_WRONG, "phone")
    return unknown()
