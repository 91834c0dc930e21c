"""The blueprint `entrance`: the pages before one is anybody."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from theme.language import say

blueprint = Blueprint(
    "entrance",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/entrance/static",
)


@blueprint.errorhandler(CSRFError)
def form_too_old(_: CSRFError) -> Response:
    """A form that stood open overnight (or came from elsewhere) is shown afresh; nothing was done."""
    flash(say("signin.stale_form"))
    is_page = request.endpoint != "entrance.sign_out"
    return redirect(_here() if is_page else url_for("entrance.sign_in"), 303)


def _here() -> str:
    """This page's address, written as it came: an end of a line in it must not end a header."""
    asked = urlsplit(request.url)
    return f"{asked.path}?{asked.query}".rstrip("?")
