"""How does a call become sound? The one place where a call or an announcement becomes clips.

A loudspeaker asks for the clips of what it is about to say, while its chime rings; so the news of a call stays as
small and as quick as it is, and a wall that does not speak never asks.
"""

from __future__ import annotations

from typing import Any

from flask import Response, abort, jsonify

from actions.announcements import announcement
from actions.fresh_calls import call_by_id
from display.blueprint import blueprint
from theme.hall import hall
from voice.here import speaker
from voice.spoken import Clip, Kind, Spoken


@blueprint.get("/sounds/<int:seq>")
def sounds(seq: int) -> Response:
    """The clips of one call or announcement, by its number: {clips: [{url, pause_ms, caption}]}."""
    spoken = _spoken(seq)
    if spoken is None:
        abort(404)
    answer = jsonify(clips=[_clip_json(clip) for clip in speaker().clips_for(spoken)])
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _spoken(seq: int) -> Spoken | None:
    found = hall().read(call_by_id, seq=seq)
    if found is not None:
        call, language = found
        kind = Kind.CALL if call.count == 1 else Kind.RECALL
        return Spoken(kind, call.series, call.number, call.desk, language)
    typed = hall().read(announcement, seq=seq)
    return None if typed is None else Spoken(Kind.ANNOUNCEMENT, text=typed.text)


def _clip_json(clip: Clip) -> dict[str, Any]:
    url = f"{blueprint.url_prefix}/voice/{clip.url_name}.mp3"
    return {"url": url, "pause_ms": clip.pause_ms, "caption": clip.caption}
