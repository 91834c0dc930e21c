"""Which procedures does a citizen mean who types a few words, usually without accents?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

_ACCENTS = dict.fromkeys(range(0x0300, 0x0370))
_LETTERS = str.maketrans({"đ": "d", **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")})
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """`text` in small letters without accents, đ as d, all dashes as "-": to compare, never to show."""
    small = unicodedata.normalize("NFC", text).lower()
    return unicodedata.normalize("NFD", small).translate(_ACCENTS).translate(_LETTERS)


@dataclass(frozen=True)
class Entry:
    """What can be found: `key` is the caller's own name for it. Keep entries: they remember their words."""

    key: str
    name: str
    code: str = ""
    field: str = ""
    synonyms: tuple[str, ...] = ()

    @cached_property
    def words(self) -> tuple[frozenset[str], ...]:
        """Folded words of the name, of everything, and the words of everything as they are written."""
        everything = " ".join((self.name, self.code, self.field, *self.synonyms))
        return frozenset(_words(fold(self.name))), frozenset(_words(fold(everything))), _written(everything)

    @cached_property
    def folded_name(self) -> str:
        return " ".join(_words(fold(self.name)))


def rank(query: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries in which every word of `query` begins some word, best first; none for an empty query.

    First those written with the query's own accents, then those whose name holds the words together,
    then those with more of the words in the name than in field, code or synonyms.
    """
    wanted = _words(fold(query))
    if not wanted:
        return []
    accented = _words(_small(query))
    found = [entry for entry in entries if all(_begins(word, entry.words[1]) for word in wanted)]
    return sorted(found, key=lambda entry: _closeness(entry, wanted, accented))


def _closeness(
    entry: Entry, wanted: Sequence[str], accented: Sequence[str]
) -> tuple[int, bool, int, int, int, str, str]:
    in_name, _, written = entry.words
    phrase = " ".join(wanted)
    place = f" {entry.folded_name}".find(f" {phrase}")
    return (
        -sum(_begins(word, written) for word in accented),
        place < 0,
        place,
        -sum(_begins(word, in_name) for word in wanted),
        -sum(word in in_name for word in wanted),
        entry.folded_name,
        entry.key,
    )


def _begins(word: str, words: frozenset[str]) -> bool:
    return word in words or any(other.startswith(word) for other in words)


def _small(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _written(text: str) -> frozenset[str]:
    return frozenset(_words(_small(text)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
