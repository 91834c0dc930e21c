"""Which hall does this request belong to, and what ails the house?"""

from __future__ import annotations

from flask import current_app

from actions.hall import Hall
from watch import Concern, Concerns, Health


def hall() -> Hall:
    """The site that this application serves; actions go through its `read` and `write`."""
    found: Hall = current_app.extensions["hall"]
    return found


def concerns() -> tuple[Concern, ...]:
    """What ails the house itself now, oldest first."""
    found: Concerns = current_app.extensions["concerns"]
    return found.now()


def health() -> Health:
    """What was found of this PC's own parts at the last look."""
    found: Health = current_app.extensions["health"]
    return found
