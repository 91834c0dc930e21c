"""The blueprint `display`."""

from flask import Blueprint

blueprint = Blueprint(
    "display",
    __name__,
    url_prefix="/display",
    static_folder="static",
    template_folder="templates",
)
