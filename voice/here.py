"""Which voice belongs to this request?"""

from __future__ import annotations

from flask import current_app

from voice.speaker import Speaker


def speaker() -> Speaker:
    """The voice of the office that this application serves."""
    found: Speaker = current_app.extensions["voice"]
    return found
