"""In which order do people of Vietnam stand in a list? By the given name, which is written last, then by the rest.

Letters follow a ă â b c d đ e ê …; words that differ by tone only follow ngang, huyền, hỏi, ngã, sắc, nặng.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng, after no mark at all
_PLACE = {letter: place for place, letter in enumerate(_LETTERS)}

Key = tuple[tuple[int, ...], tuple[int, ...]]


@lru_cache(4096)  # the overview orders the same people every time
def name_order(name: str) -> tuple[Key, ...]:
    """A key to sort names by."""
    words = unicodedata.normalize("NFC", name).casefold().split()
    return tuple(_word(word) for word in (*words[-1:], *words[:-1]))


def _word(word: str) -> Key:
    """Letters decide before tones: "bảo" stands between "bao" and "bát"."""
    letters: list[str] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFD", word):
        if sign in _TONES:
            tones.append(1 + _TONES.index(sign))
        elif unicodedata.combining(sign) and letters:
            letters[-1] += sign
        else:
            letters.append(sign)
    places = [_PLACE.get(unicodedata.normalize("NFC", each), len(_LETTERS)) for each in letters]
    return tuple(places), tuple(tones)
