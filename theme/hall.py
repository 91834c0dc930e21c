"""Which hall does this request belong to?"""

from __future__ import annotations

from actions.hall import Hall
from flask import current_app


def hall() -> Hall:
    """The site that this application serves; actions go through its `read` and `write`."""
    found: Hall = current_app.extensions["hall"]
    return found
