"""Which part of a found name did the citizen mean? The words that match stand out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from rules.searching import fold

_WORD = re.compile(r"\w+")
# Each key finds the names of the last one again, or most of them.
_REMEMBERED = 4096


def marked(name: str, words: Iterable[str]) -> Markup:
    """`name` with <mark> around each run of words that one of `words` begins, as the search understood them."""
    begins = tuple(words)
    if not begins:
        return escape(name)
    pieces: list[tuple[bool, str]] = []
    words_of_it, rest = _parted(name)
    for between, word, folded in words_of_it:
        hit = folded.startswith(begins)
        # The space between two hits belongs to the mark: one bar under "giấy phép", not two.
        joined = hit and bool(pieces) and pieces[-1][0] and between.isspace()
        pieces.append((joined, between))
        pieces.append((hit, word))
    pieces.append((False, rest))
    return Markup("").join(_runs(pieces))


@lru_cache(_REMEMBERED)
def _parted(name: str) -> tuple[tuple[tuple[str, str, str], ...], str]:
    """(what stands before it, the word, the word folded) for each word; and what stands after the last."""
    found, end = [], 0
    for word in _WORD.finditer(name):
        found.append((name[end : word.start()], word[0], fold(word[0])))
        end = word.end()
    return tuple(found), name[end:]


def _runs(pieces: list[tuple[bool, str]]) -> list[Markup]:
    runs: list[tuple[bool, str]] = []
    for is_hit, text in pieces:
        if runs and runs[-1][0] == is_hit:
            runs[-1] = (is_hit, runs[-1][1] + text)
        else:
            runs.append((is_hit, text))
    return [_piece(is_hit, text) for is_hit, text in runs if text]


def _piece(is_hit: bool, text: str) -> Markup:
    return Markup(f"<mark>{escape(text)}</mark>") if is_hit else escape(text)
