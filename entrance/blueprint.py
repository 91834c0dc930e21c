"""The blueprint `entrance`: the pages before one is anybody."""

from __future__ import annotations

from flask import Blueprint

from entrance.tries import Tries

blueprint = Blueprint(
    "entrance",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/entrance/static",
)


@blueprint.record_once
def remember_tries(state: object) -> None:
    """Each application counts for itself."""
    app = state.app  # type: ignore[attr-defined]
    app.extensions["entrance.tries"] = Tries()
