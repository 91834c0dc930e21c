"""How does a call become sound? The one place where a call or an announcement becomes clips.

A loudspeaker asks for the clips of what it is about to say, while its chime rings; so the news of a call stays as
small and as quick as it is, and a wall that does not speak never asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, jsonify

from actions.announcements import announcement
from actions.fresh_calls import call_by_id
from display.blueprint import blueprint
from theme.hall import hall


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is to be said. `kind`: call | recall | announcement; a call has its number and desk, the other its text."""

    kind: str
    series: int = 0
    number: int = 0
    desk: str = ""
    language: str = "vi"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Clip:
    """One file to play, then so much silence. `url_name` is its name in the address, `caption` what it says."""

    url_name: str
    pause_ms: int
    caption: str


@blueprint.get("/sounds/<int:seq>")
def sounds(seq: int) -> Response:
    """The clips of one call or announcement, by its number: {clips: [{url, pause_ms, caption}]}."""
    spoken = _spoken(seq)
    if spoken is None:
        abort(404)
    answer = jsonify(clips=[_clip_json(clip) for clip in clips_of(spoken)])
    answer.headers["Cache-Control"] = "no-store"
    return answer


def clips_of(spoken: Spoken) -> tuple[Clip, ...]:
    """The clips in their order. There is no voice in the house yet: a wall without clips chimes and shows."""
    return ()


def _spoken(seq: int) -> Spoken | None:
    found = hall().read(call_by_id, seq=seq)
    if found is not None:
        call, language = found
        return Spoken("call" if call.count == 1 else "recall", call.series, call.number, call.desk, language)
    typed = hall().read(announcement, seq=seq)
    return None if typed is None else Spoken("announcement", text=typed.text)


def _clip_json(clip: Clip) -> dict[str, Any]:
    url = f"{blueprint.url_prefix}/voice/{clip.url_name}.mp3"
    return {"url": url, "pause_ms": clip.pause_ms, "caption": clip.caption}
