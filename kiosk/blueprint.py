"""The blueprint `kiosk`, and how a page keeps the language that its visitor chose.

`?lang=` goes along from link to link and nowhere else, so the start page without it is the next visitor's: in
Vietnamese, with nothing left of the one before.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, request, url_for

from locales.places import place
from theme.hall import hall
from theme.language import DEFAULT, language, speak

blueprint = Blueprint(
    "kiosk",
    __name__,
    url_prefix="/kiosk",
    static_folder="static",
    template_folder="templates",
)


@blueprint.before_request
def choose_language() -> None:
    speak(request.args.get("lang"))


@blueprint.url_defaults
def keep_language(endpoint: str, values: dict[str, Any]) -> None:
    if language() != DEFAULT and endpoint != "kiosk.static":
        values.setdefault("lang", language())


@blueprint.context_processor
def what_every_kiosk_page_knows() -> dict[str, Any]:
    helpers = place(hall().config.site.text("help_place", language()))
    return {
        "idle": hall().config.idle,
        "in_other_language": in_other_language(),
        "help_place": helpers,
        "assets": assets(),
    }


@cache
def assets() -> str:
    """Changes when a script, style or font does: an open kiosk then begins anew."""
    folders = [Path(__file__).parent / "static", Path(__file__).parent.parent / "theme" / "static"]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def in_other_language() -> str | None:
    """This page in the office's other language, None where it offers one only."""
    others = [each for each in hall().config.site.languages if each != language()]
    if not others or request.endpoint is None:
        return None
    wished = None if others[0] == DEFAULT else others[0]
    arguments = {name: value for name, value in request.args.items() if name != "lang"}
    return url_for(request.endpoint, **{**(request.view_args or {}), **arguments, "lang": wished})
