"""What is to be said, and what comes of it? The values between the wall and the voice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Why something is said; all but the announcement name a ticket and a place."""

    CALL = "call"
    RECALL = "recall"
    NO_SHOW = "no_show"
    TRANSFER = "transfer"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A call, or an announcement. `language` is the ticket's: a call is said in it as well where that is offered.

    `desk` is its code. An announcement has `text`, as the Office typed it in `language`, and nothing else.
    """

    kind: Kind
    series: int = 0
    number: int = 0
    desk: str = ""
    language: str = "vi"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Clip:
    """One sound to play, then `pause_ms` of silence. `caption` is what is said in it, as one writes it.

    `url_name` names the MP3: a digest of what it is made from, so that it may be kept for ever.
    """

    url_name: str
    pause_ms: int
    caption: str
    language: str


class CannotSpeak(Exception):
    """The sound cannot be made: `voice.fault.<code>` says why. The wall shows and chimes all the same."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code}: {detail}" if detail else code)
