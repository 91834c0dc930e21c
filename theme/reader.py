"""Which language did the reader of this page choose? `?lang=` goes along from link to link and nowhere else.

So the start page without it is the next visitor's: in Vietnamese, with nothing left of the one before.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request, url_for

from theme.hall import hall
from theme.language import DEFAULT, language, speak


def follow_reader(blueprint: Blueprint) -> None:
    """Let the pages of a surface speak the language in their address, and lead on in it."""
    blueprint.before_request(choose_language)
    blueprint.url_defaults(keep_language)
    blueprint.context_processor(what_a_reader_is_offered)


def choose_language() -> None:
    speak(request.args.get("lang"))


def keep_language(endpoint: str, values: dict[str, Any]) -> None:
    if language() != DEFAULT and not endpoint.endswith(".static"):
        values.setdefault("lang", language())


def what_a_reader_is_offered() -> dict[str, Any]:
    return {"in_other_language": in_other_language()}


def in_other_language() -> str | None:
    """This page in the office's other language, None where it offers one only."""
    others = [each for each in hall().config.site.languages if each != language()]
    if not others or request.endpoint is None:
        return None
    return page_in(None if others[0] == DEFAULT else others[0])


def page_in(wished: str | None, *dropped: str) -> str:
    """The address of this page in `wished` (None: the first language), asked as it was but for `dropped`.

    What it was asked with comes from outside: as words of `url_for` it could be anything.
    """
    own = url_for(request.endpoint or "", **{**(request.view_args or {}), "lang": wished})
    asked = urlencode([pair for pair in request.args.items(multi=True) if pair[0] not in ("lang", *dropped)])
    return f"{own}{'&' if '?' in own else '?'}{asked}" if asked else own
