"""Which hall does this request belong to?"""

from __future__ import annotations

from flask import current_app

from actions.hall import Hall


def hall() -> Hall:
    """The site that this application serves; actions go through its `read` and `write`."""
    found: Hall = current_app.extensions["hall"]
    return found
