"""What is heard of a page? What its template marks with data-say, in that order, in the voice of the hall.

A page is heard by asking for it with `part=heard`: so nothing can be said that is not on a page of ours. A long one is
asked for piece by piece, `from` the first mark that stands there: its other pages need no sounds yet.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Response, abort, json, request, send_file

from kiosk.blueprint import blueprint
from theme.language import language, say
from theme.problems import problem
from voice.here import speaker
from voice.spoken import CannotSpeak, Clip, Kind, Spoken

AT_ONCE = 80
PROBLEM = "application/problem+json"
YEAR_S = 365 * 24 * 3600
# A list numbers what stands on each of its pages anew.
_OF_A_PAGE = tuple("123456789")
_VOID = frozenset({"br", "img", "input", "link", "meta", "path", "circle", "hr"})
_RANGE = re.compile(r"(?<=\d)\s*–\s*(?=\d)")


@blueprint.after_request
def hear(answer: Response) -> Response:
    """The page's sounds instead of the page, where they are asked for."""
    if request.args.get("part") != "heard" or answer.status_code != 200 or answer.mimetype != "text/html":
        return answer
    first = max(0, request.args.get("from", 0, int))
    try:
        told = _told(Reader.of(answer.get_data(as_text=True)), first)
    except CannotSpeak as fault:
        return _mute(fault)
    heard = Response(json.dumps(told), mimetype="application/json")
    heard.headers["Cache-Control"] = "no-store"
    return heard


@blueprint.after_request
def hear_refusal(answer: Response) -> Response:
    """A refusal brings its own sounds (`heard`): no page has its words."""
    if answer.mimetype == PROBLEM and answer.status_code in (409, 429):
        told = json.loads(answer.get_data())
        answer.set_data(json.dumps({**told, "heard": sounds_of(told.get("title"), told.get("detail"))}))
    return answer


def sounds_of(*sentences: str | None) -> list[dict[str, Any]]:
    """[{url, pause_ms}] for sentences of ours; none where nothing can be said now."""
    try:
        return [_clip_json(clip) for words in sentences for clip in _clips(words or "", language())]
    except CannotSpeak:
        return []


@blueprint.get("/voice/<name>.mp3")
def voice(name: str) -> Response:
    """A clip's sound, made now if it was not. 404: a name that nobody was given; 503: it cannot be made."""
    try:
        path = speaker().sound(name)
    except CannotSpeak as fault:
        return _mute(fault)
    if path is None:
        abort(404)
    answer = send_file(io.BytesIO(path.read_bytes()), mimetype="audio/mpeg", conditional=True, etag=name)
    answer.headers["Cache-Control"] = f"private, max-age={YEAR_S}, immutable"
    return answer


@dataclass
class Said:
    """One thing to be said. `ends_at`: how deep its element lies; None where the attribute has the words."""

    words: str
    language: str
    ends_at: int | None = None


@dataclass
class Reader(HTMLParser):
    """Reads what is to be said, and which digits stand for something, out of a page."""

    said: list[Said] = field(default_factory=list)
    digits: set[str] = field(default_factory=set)
    open: list[Said] = field(default_factory=list)
    depth: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @classmethod
    def of(cls, html: str) -> Reader:
        reader = cls()
        reader.feed(html)
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag not in _VOID:
            self.depth += 1
        if has.get("data-digit"):
            self.digits.add(has["data-digit"] or "")
        if "data-say" not in has:
            return
        said = Said(has["data-say"] or "", has.get("lang") or language(), None if has["data-say"] else self.depth)
        self.said.append(said)
        if said.ends_at is not None:
            self.open.append(said)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self.open and self.open[-1].ends_at == self.depth:
            self.open.pop()
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        for said in self.open:
            said.words += f" {data}"


def _told(read: Reader, first: int) -> dict[str, Any]:
    """{clips: [{at, url, pause_ms}], next, digits: {digit: url}}; `at` counts the marks of the page.

    `next`: where the following piece begins, None after the last mark.
    """
    after = first + AT_ONCE
    clips = [
        {"at": at, **_clip_json(clip)}
        for at, said in enumerate(read.said[first:after], first)
        for clip in _clips(said.words, said.language)
    ]
    keys = ((digit, _clips(say("kiosk.heard.key", digit=digit), language())) for digit in (*read.digits, *_OF_A_PAGE))
    following = after if after < len(read.said) else None
    return {
        "clips": clips,
        "next": following,
        "digits": {digit: _clip_json(made[0])["url"] for digit, made in keys if made},
    }


def _clips(words: str, spoken: str) -> tuple[Clip, ...]:
    text = spoken_text(words, spoken)
    return speaker().clips_for(Spoken(Kind.ANNOUNCEMENT, text=text, language=spoken)) if text else ()


def spoken_text(words: str, spoken: str) -> str:
    """`words` as they can be said: no slash in ông/bà, no dash between two hours, an end to the sentence."""
    text = " ".join(words.replace("\u00a0", " ").split()).replace("ông/bà", "ông bà").replace("Ông/bà", "Ông bà")
    text = _RANGE.sub(" to " if spoken == "en" else " đến ", text)
    return text if not text or text[-1] in ".?!" else f"{text}."


def _mute(fault: CannotSpeak) -> Response:
    return problem(status=503, code=fault.code, title=say(f"voice.fault.{fault.code}"))


def _clip_json(clip: Clip) -> dict[str, Any]:
    return {"url": f"{blueprint.url_prefix}/voice/{clip.url_name}.mp3", "pause_ms": clip.pause_ms}
