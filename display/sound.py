"""What does the wall play? The sounds of calls by their names; an answer may be kept for ever."""

from __future__ import annotations

import io

from flask import Response, abort, send_file

from display.blueprint import blueprint
from theme.language import say
from theme.problems import problem
from voice.here import speaker
from voice.spoken import CannotSpeak

YEAR_S = 365 * 24 * 3600


@blueprint.get("/voice/<name>.mp3")
def voice(name: str) -> Response:
    """A clip's sound, made now if it was not. 404: a name that nobody was given; 503: it cannot be made."""
    try:
        path = speaker().sound(name)
    except CannotSpeak as fault:
        return problem(status=503, code=fault.code, title=say(f"voice.fault.{fault.code}"))
    if path is None:
        abort(404)
    answer = send_file(io.BytesIO(path.read_bytes()), mimetype="audio/mpeg", conditional=True, etag=name)
    # The name is the digest of what the sound is made from.
    answer.headers["Cache-Control"] = f"private, max-age={YEAR_S}, immutable"
    return answer
