"""May this request, or this socket, come in? Forged changes are refused."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_wtf import CSRFProtect

from actions.accounts import AccountView, Role
from actions.hall import Hall
from doors.known import Known, Visitor
from doors.table import MACHINES, ROUTES, SCREENS

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
csrf = CSRFProtect()


def visitor() -> Visitor:
    """Who is asking now; nobody we know as long as the doors were not asked, as on the page of a fault in them."""
    found: Visitor = g.get("visitor") or Visitor()
    return found


def put_up(app: Flask, hall: Hall, refuse: Callable[[int], Any]) -> Known:
    """Put the doors up: every request is checked, forged ones are refused, answers get their headers.

    `refuse(status)` makes the answer for 400 (forged), 401 (not known) and 403 (known, but not admitted).
    """
    known = Known(hall)
    app.extensions["known"] = known
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # checked in `enter`: software with a token needs none
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a kiosk's page may stand open for weeks
    csrf.init_app(app)

    @app.before_request
    def enter() -> Any:
        if request.endpoint is None:
            g.visitor = Visitor()
            return None
        admitted = ROUTES.get(request.endpoint, frozenset())
        bearer = _bearer()
        g.visitor = known.by_bearer(bearer) if bearer is not None else known.by_cookies(admitted)
        if not g.visitor.roles & admitted:
            return refuse(401 if g.visitor.roles == {Role.ANYONE} else 403)
        if request.method not in SAFE_METHODS and bearer is None and not _is_own_page(admitted):
            return refuse(400)
        return None

    return known


def may_join(screen: str, token: str | None) -> Visitor | None:
    """Who connects a socket for a screen; None if they may not. Called within the connection's request."""
    admitted = SCREENS.get(screen, frozenset())
    known: Known = current_app.extensions["known"]
    who = known.by_bearer(token) if token else known.by_cookies(admitted)
    return who if who.roles & admitted else None


def sign_in(account: AccountView) -> None:
    """Let this browser act as the account; anything the session held before is dropped."""
    session.clear()
    session["account"] = [account.id, account.epoch]
    session["browser"] = secrets.token_urlsafe(9)
    session.permanent = True


def sign_out() -> None:
    """End this browser's sign-in."""
    session.clear()


def _is_own_page(admitted: frozenset[Role]) -> bool:
    """Did one of our own pages send this change?

    Browsers name the page's origin with every POST. Where a person's sign-in counts, the forgery token must be
    right as well (csrf raises); a paired machine's cookie is SameSite=Strict and never travels from elsewhere.
    """
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        return False
    if admitted <= MACHINES:
        return origin is not None
    csrf.protect()
    return True


def _bearer() -> str | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None
