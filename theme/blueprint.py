"""The blueprint `theme`: static files under /theme/, and what every template may use."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.sansio.blueprints import BlueprintSetupState

import locales.dates
from theme import problems
from theme.hall import hall
from theme.language import language, say
from theme.tries import Tries
from theme.typography import tied

blueprint = Blueprint("theme", __name__, static_folder="static", static_url_path="/theme", template_folder="templates")

problems.answer_with_pages(blueprint)


@blueprint.record_once
def remember_tries(state: BlueprintSetupState) -> None:
    """Each application counts for itself."""
    state.app.extensions["theme.tries"] = Tries()


@blueprint.app_template_global("say")
def say_in_template(key: str, /, **facts: Any) -> str:
    return say(key, **facts)


@blueprint.app_template_filter("tied")
def tied_in_template(text: str) -> str:
    return tied(text)


@blueprint.app_context_processor
def what_every_page_knows() -> dict[str, Any]:
    """`now` is the office's local time with its zone: the page's clock starts from it."""
    return {
        "language": language(),
        "dates": locales.dates,
        "office": hall().config.site,
        "is_training": hall().is_training,
        "now": hall().local_now(),
    }
