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

    # Words between single spaces, one at each end too: a word begins where " word" is found, which is quick.
    @cached_property
    def folded_name(self) -> str:
        return _spaced(fold(self.name))

    @cached_property
    def folded(self) -> str:
        return _spaced(fold(self._everything))

    @cached_property
    def written(self) -> str:
        return _spaced(_small(self._everything))

    @property
    def _everything(self) -> str:
        return " ".join((self.name, self.code, self.field, *self.synonyms))


def rank(query: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries in which every word of `query` begins some word, best first; none for an empty query.

    First those written with the query's own accents, then those whose name holds the words together,
    then those with more of the words in the name than in field, code or synonyms.
    """
    wanted = _words(fold(query))
    if not wanted:
        return []
    accented = _words(_small(query))
    found = [entry for entry in entries if all(f" {word}" in entry.folded for word in wanted)]
    return sorted(found, key=lambda entry: _closeness(entry, wanted, accented))


def _closeness(
    entry: Entry, wanted: Sequence[str], accented: Sequence[str]
) -> tuple[int, bool, int, int, int, str, str]:
    name = entry.folded_name
    place = name.find(" " + " ".join(wanted))
    return (
        -sum(f" {word}" in entry.written for word in accented),
        place < 0,
        place,
        -sum(f" {word}" in name for word in wanted),
        -sum(f" {word} " in name for word in wanted),
        name,
        entry.key,
    )


def _small(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _spaced(text: str) -> str:
    return f" {' '.join(_words(text))} "


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
