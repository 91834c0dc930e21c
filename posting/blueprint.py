"""The blueprint `posting`, and how its pages keep the language that their reader chose."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for

from posting.official import Head, head
from theme.hall import hall
from theme.language import DEFAULT, language, speak

blueprint = Blueprint(
    "posting",
    __name__,
    url_prefix="/posting",
    static_folder="static",
    template_folder="templates",
)


@blueprint.before_request
def choose_language() -> None:
    speak(request.args.get("lang"))


@blueprint.url_defaults
def keep_language(endpoint: str, values: dict[str, Any]) -> None:
    if language() != DEFAULT and endpoint != "posting.static":
        values.setdefault("lang", language())


@blueprint.context_processor
def what_every_posting_knows() -> dict[str, Any]:
    return {"head": _head(), "in_other_language": _in_other_language()}


def _head() -> Head:
    return head(hall().config.site, hall().local_now().date(), language())


def _in_other_language() -> str | None:
    """This page in the office's other language, None where it offers one only."""
    others = [each for each in hall().config.site.languages if each != language()]
    if not others or request.endpoint is None:
        return None
    wished = None if others[0] == DEFAULT else others[0]
    arguments = {name: value for name, value in request.args.items() if name != "lang"}
    return url_for(request.endpoint, **{**(request.view_args or {}), **arguments, "lang": wished})
