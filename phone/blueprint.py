"""The blueprint `phone`: the page behind a ticket's QR code. Anyone who has the token may look, and give it up."""

from flask import Blueprint

blueprint = Blueprint(
    "phone",
    __name__,
    url_prefix="/t",
    static_folder="static",
    template_folder="templates",
)
