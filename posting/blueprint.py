"""The blueprint `posting`, and what each of its pages knows."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from posting.official import Head, head
from theme.hall import hall
from theme.language import language
from theme.reader import follow_reader

blueprint = Blueprint(
    "posting",
    __name__,
    url_prefix="/posting",
    static_folder="static",
    template_folder="templates",
)

follow_reader(blueprint)


@blueprint.context_processor
def what_every_posting_knows() -> dict[str, Any]:
    return {"head": _head()}


def _head() -> Head:
    return head(hall().config.site, hall().local_now().date(), language())
