"""With which parts is a number said: a ticket's, a desk's, a room's, a letter?"""

from __future__ import annotations

import re
from dataclasses import replace

from config import Voice
from rules.numbering import digits as written_digits
from voice import english, vietnamese
from voice.sentence import DIGIT_MS, SERIES_MS, Part
from voice.vietnamese import NORTH, PLACE, SOUTH, Style

# Words that only occur inside a number; those of 0 to 10 are recorded as the numbers themselves.
_WORD_CODES = {
    **{word: f"so-{digit}" for digit, word in enumerate((*vietnamese.DIGITS, "mười"))},
    **{"mươi": "so-muoi", "mốt": "so-mot", "tư": "so-tu", "lăm": "so-lam", "linh": "so-linh", "lẻ": "so-le"},
    **{"trăm": "so-tram", "nghìn": "so-nghin", "ngàn": "so-ngan"},
}
_ONE_CLIP_UP_TO = 99


def style_of(voice: Voice) -> Style:
    """How the office's region reads numbers."""
    style = SOUTH if voice.region == "south" else NORTH
    return replace(style, zero_tens=voice.zero_tens) if voice.zero_tens is not None else style


def ticket(series: int, number: int, voice: Voice, language: str) -> list[Part]:
    """The series as a number, a pause, then digit by digit, or as a number where the office wants that."""
    head = replace(place_number(series, language), pause_ms=SERIES_MS)
    if voice.reading == "cardinal":
        return [head, *_cardinal(number, voice, language)]
    return [head, *_one_by_one(written_digits(number), language)]


def place_number(number: int, language: str) -> Part:
    """A series, a desk, a floor: up to 99 as a number, in one clip."""
    if number > _ONE_CLIP_UP_TO:
        raise ValueError(f"{number} is said digit by digit")
    words = english.cardinal(number) if language == "en" else vietnamese.cardinal(number, PLACE)
    return Part(words, f"so-{number}")


def place(written: str, language: str) -> list[Part]:
    """ "12", "12A", "101", "B": up to 99 as a number, above digit by digit, letters by their names."""
    parts: list[Part] = []
    for run in re.findall(r"\d+|[^\W\d_]", written):
        if not run.isdigit():
            parts.append(letter(run, language))
        elif len(run) <= 2:
            parts.append(place_number(int(run), language))
        else:
            parts += _one_by_one(run, language)
    return parts


def letter(written: str, language: str) -> Part:
    """ "Đ" → đê, in a clip of its own beside D's."""
    capital = written.upper()
    name = capital if language == "en" else vietnamese.LETTERS.get(capital, capital.lower())
    return Part(name, f"chu-{'dd' if capital == 'Đ' else capital.lower()}")


def _one_by_one(written: str, language: str) -> list[Part]:
    words = english.digits(written) if language == "en" else vietnamese.digits(written)
    parts = [Part(word, f"so-{digit}", DIGIT_MS) for digit, word in zip(written, words, strict=True)]
    parts[-1] = replace(parts[-1], pause_ms=0)
    return parts


def _cardinal(number: int, voice: Voice, language: str) -> list[Part]:
    if language == "en":
        return [Part(word, f"so-{word}") for word in english.cardinal(number).split()]
    words = vietnamese.cardinal(number, style_of(voice)).split()
    return [Part(word, _WORD_CODES[word]) for word in words]
