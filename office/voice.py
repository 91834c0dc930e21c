"""How does the Office give the loudspeaker a human voice, and hear it? One clip after the other, at the microphone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from flask import Response, abort, jsonify, make_response, render_template, request, send_file, url_for

from actions.recordings import note_recording, note_recording_removed
from office.blueprint import blueprint, me
from theme.hall import hall
from theme.language import say
from voice.here import speaker
from voice.needed import CALLS, Group, Needed
from voice.recording import LONGEST_S
from voice.spoken import CannotSpeak, Clip, Kind, Spoken
from voice.studio import Studio
from voice.waveform import RATE

# Half a minute as the page sends it: 16-bit mono at our rate, with room for the head of the file.
LARGEST_RECORDING = int(2 * RATE * LONGEST_S) + 4096
SHORTEST_NUMBER, LARGEST_NUMBER = 1, 9999


@blueprint.url_value_preprocessor
def let_recordings_in(endpoint: str | None, _: dict[str, Any] | None) -> None:
    """Everywhere else a request has 256 kB at most."""
    if endpoint == "office.voice_draft":
        request.max_content_length = LARGEST_RECORDING


@blueprint.get("/voice")
def voice() -> Response:
    """The state of the voice, a call to try, and the recorder."""
    language = _language(request.args.get("language", ""))
    clips = speaker().needed(language)
    page = render_template(
        "office/voice.html",
        spoken=language,
        languages=_languages(),
        groups=[(group, [each for each in clips if each.group is group]) for group in Group],
        clips=[_clip_json(each, language) for each in clips],
        done=_done(clips, language),
        fault=speaker().fault,
        voice=hall().config.voice,
        folder=str(speaker().recorded.recordings / language),
        kinds=CALLS,
        rate=RATE,
        longest_s=LONGEST_S,
    )
    answer = make_response(page)
    # Of all our pages only this one may ask for the microphone.
    answer.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self), payment=()"
    return answer


@blueprint.post("/voice/sample")
def voice_sample() -> Response | tuple[Response, int]:
    """The clips of a call that nobody is called by: {series, number, desk, kind, language}."""
    spoken = _sample(request.get_json(silent=True))
    if spoken is None:
        return _wrong("office.voice.sample.wrong")
    try:
        clips = speaker().clips_for(spoken)
    except CannotSpeak as fault:
        return _fault(fault)
    return jsonify(clips=[_sound_json(clip) for clip in clips])


@blueprint.get("/voice/sound/<name>.mp3")
def voice_sound(name: str) -> Response | tuple[Response, int]:
    """A clip's sound."""
    try:
        path = speaker().sound(name)
    except CannotSpeak as fault:
        return _fault(fault)
    return _sent(path, "audio/mpeg")


@blueprint.post("/voice/clips/<language>/<code>/draft")
def voice_draft(language: str, code: str) -> Response | tuple[Response, int]:
    """A recording (WAV) to listen to: {seconds, faults, is_usable, url}."""
    _clip(language, code)
    try:
        recording = _studio().draft(language, code, request.get_data())
    except CannotSpeak as fault:
        return _fault(fault)
    return jsonify(
        seconds=recording.seconds,
        faults=[say(f"voice.recording.{code}") for code in recording.faults],
        is_usable="silent" not in recording.faults,
        url=url_for("office.voice_drafted", language=language, code=code),
    )


@blueprint.get("/voice/clips/<language>/<code>/draft.wav")
def voice_drafted(language: str, code: str) -> Response:
    """The draft as it will sound: cut and levelled."""
    _clip(language, code)
    return _sent(_studio().drafted(language, code), "audio/wav")


@blueprint.post("/voice/clips/<language>/<code>/accept")
def voice_accept(language: str, code: str) -> Response | tuple[Response, int]:
    """The draft counts from now on."""
    clip = _clip(language, code)
    try:
        is_done = _studio().accept(language, code)
    except CannotSpeak as fault:
        return _fault(fault)
    if not is_done:
        return _wrong("office.voice.no_draft")
    hall().write(note_recording, language=language, code=code, text=clip.text, actor=me().actor)
    return _state(clip, language)


@blueprint.get("/voice/clips/<language>/<code>/accepted.wav")
def voice_accepted(language: str, code: str) -> Response:
    """The recording that counts."""
    _clip(language, code)
    return _sent(_studio().accepted(language, code), "audio/wav")


@blueprint.post("/voice/clips/<language>/<code>/remove")
def voice_remove(language: str, code: str) -> Response | tuple[Response, int]:
    """The machine says it again."""
    clip = _clip(language, code)
    try:
        is_done = _studio().remove(language, code)
    except CannotSpeak as fault:
        return _fault(fault)
    if is_done:
        hall().write(note_recording_removed, language=language, code=code, text=clip.text, actor=me().actor)
    return _state(clip, language)


def _studio() -> Studio:
    return Studio(speaker())


def _languages() -> tuple[str, ...]:
    voice = hall().config.voice
    return tuple(dict.fromkeys((*voice.languages, *voice.on_request)))


def _language(wished: str) -> str:
    return wished if wished in _languages() else _languages()[0]


def _clip(language: str, code: str) -> Needed:
    """The clip of an address; whatever this office does not need is not found."""
    if language not in _languages():
        abort(404)
    found = next((each for each in speaker().needed(language) if each.code == code), None)
    if found is None:
        abort(404)
    return found


def _clip_json(each: Needed, language: str) -> dict[str, Any]:
    return {
        "code": each.code,
        "text": each.text,
        "example": each.example,
        "form": say(f"voice.form.{each.form}"),
        "group": each.group,
        "state": speaker().recorded.state(language, each.code),
    }


def _state(clip: Needed, language: str) -> Response:
    clips = speaker().needed(language)
    done, total = _done(clips, language)
    return jsonify(state=speaker().recorded.state(language, clip.code), done=done, total=total)


def _done(clips: tuple[Needed, ...], language: str) -> tuple[int, int]:
    """How many of the clips that calls need are there, and how many they need."""
    calls = [each for each in clips if each.group is not Group.ANNOUNCEMENTS]
    return sum(speaker().recorded.state(language, each.code) == "ready" for each in calls), len(calls)


def _sound_json(clip: Clip) -> dict[str, Any]:
    return {
        "url": url_for("office.voice_sound", name=clip.url_name),
        "pause_ms": clip.pause_ms,
        "caption": clip.caption,
        "source": say(f"voice.source.{speaker().source_of(clip)}"),
    }


def _sample(sent: Any) -> Spoken | None:
    wish = sent if isinstance(sent, dict) else {}
    try:
        series, number = int(wish.get("series", 0)), int(wish.get("number", 0))
        kind = Kind(wish.get("kind", ""))
    except (TypeError, ValueError):
        return None
    desk, language = str(wish.get("desk", "")), str(wish.get("language", ""))
    is_known = any(each.code == desk for each in hall().config.desks)
    is_good = is_known and kind in CALLS and 1 <= series <= 99 and SHORTEST_NUMBER <= number <= LARGEST_NUMBER
    return Spoken(kind, series, number, desk, language) if is_good else None


def _sent(path: Path | None, kind: str) -> Response:
    if path is None:
        abort(404)
    answer = send_file(io.BytesIO(path.read_bytes()), mimetype=kind, conditional=True)
    answer.headers["Cache-Control"] = "no-store"  # the next recording has the same address
    return answer


def _fault(fault: CannotSpeak) -> tuple[Response, int]:
    return jsonify(
        code=fault.code, title=say(f"voice.fault.{fault.code}")
    ), 422 if fault.code == "bad_recording" else 503


def _wrong(key: str) -> tuple[Response, int]:
    return jsonify(code=key.rpartition(".")[2], title=say(key)), 409
