"""The blueprint `office`, and what each of its pages knows."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from actions.accounts import AccountView
from actions.covering import uncovered_now, unstaffed_now
from actions.here import Here
from doors import visitor
from theme.hall import concerns, hall
from theme.language import say

blueprint = Blueprint("office", __name__, url_prefix="/office", template_folder="templates", static_folder="static")


@blueprint.context_processor
def what_every_office_page_knows() -> dict[str, Any]:
    return {"me": visitor().account, "config": hall().config, "urgent": _urgent}


def _urgent() -> int:
    """How many departments have nobody, and what ails the server: told beside the overview's name on every page."""
    return hall().read(_unattended) + len(concerns())


def _unattended(session: Session, here: Here) -> int:
    uncovered = {each.department for each in uncovered_now(session, here)}
    return len(uncovered | set(unstaffed_now(session, here)))


def me() -> AccountView:
    """The account that asks."""
    account = visitor().account
    if account is None:
        abort(401)
    return account


@blueprint.errorhandler(CSRFError)
def form_too_old(_: CSRFError) -> Response:
    """A form that stood open overnight: nothing was done, and perhaps one must sign in again."""
    flash(say("signin.stale_form"))
    return redirect(url_for("office.overview"), 303)
