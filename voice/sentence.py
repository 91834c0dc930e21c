"""What is a sentence made of? Parts that can be recorded one by one, with the pauses between them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

# Milliseconds of silence. The one after the series keeps it apart from the digits that follow (phrases.md).
DIGIT_MS, COMMA_MS, SERIES_MS, STOP_MS = 60, 250, 300, 450
_PAUSES = {",": COMMA_MS, ";": COMMA_MS, ":": COMMA_MS, "–": COMMA_MS, ".": STOP_MS, "!": STOP_MS, "?": STOP_MS}
_TOKEN = re.compile(r"\{(\w+)\}")
_MARKS = ",;:–.!? "
_LONGEST_SLUG = 40


@dataclass(frozen=True, slots=True)
class Part:
    """Words said in one breath, then `pause_ms`. `code` names their recording, without its form."""

    text: str
    code: str
    pause_ms: int = 0

    @property
    def has_two_forms(self) -> bool:
        """Numbers and letters sound otherwise before a pause than before the next one; phrases are always the same."""
        return self.code.startswith(("so-", "chu-"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """`caption` is the sentence as it is written: 4-017 where the voice says "bốn, không một bảy"."""

    language: str
    caption: str
    parts: tuple[Part, ...]

    def recordings(self) -> tuple[tuple[str, ...], ...]:
        """For each part the recordings that would do, best first."""
        last = len(self.parts) - 1
        return tuple(_forms(part, at == last) for at, part in enumerate(self.parts))


def ending(code: str) -> str:
    """The recording of a number or a letter as it sounds before a pause."""
    return f"{code}-cuoi"


def phrase(text: str) -> Part:
    """Words that are always said alike. The code follows from them: changed words are missed, not said wrongly."""
    digest = hashlib.sha256(text.casefold().encode()).hexdigest()[:4]
    return Part(text, f"{_slug(text)}-{digest}")


def parts_of(template: str, facts: Mapping[str, Sequence[Part]]) -> tuple[Part, ...]:
    """The parts of a sentence of the catalogue; punctuation after a part becomes its pause."""
    parts: list[Part] = []
    for at, token in enumerate(_TOKEN.split(template)):
        if at % 2:
            parts += facts[token]
            continue
        words = token.lstrip(_MARKS)
        _pause(parts, token[: len(token) - len(words)])
        if bare := words.rstrip(_MARKS):
            parts.append(phrase(bare))
            _pause(parts, words[len(bare) :])
    parts[-1] = replace(parts[-1], pause_ms=0)
    return tuple(parts)


def _pause(parts: list[Part], marks: str) -> None:
    if parts and (longest := max((_PAUSES.get(mark, 0) for mark in marks), default=0)):
        parts[-1] = replace(parts[-1], pause_ms=longest)


def _forms(part: Part, is_last: bool) -> tuple[str, ...]:
    if not part.has_two_forms:
        return (part.code,)
    ends = is_last or part.pause_ms > DIGIT_MS
    return (ending(part.code), part.code) if ends else (part.code, ending(part.code))


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = re.sub(r"[\u0300-\u036f]", "", letters)
    return re.sub(r"[^a-z0-9]+", "-", bare)[:_LONGEST_SLUG].strip("-")
