"""Which procedures does a citizen mean who types a few words, usually without accents?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
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
        return _spaced(in_small(self._everything))

    @cached_property
    def phrases(self) -> tuple[tuple[list[str], list[str]], ...]:
        """Name and synonyms, each in words as written and folded."""
        return tuple((words_of(in_small(text)), words_of(fold(text))) for text in (self.name, *self.synonyms))

    @cached_property
    def wholes(self) -> frozenset[str]:
        """Name and synonyms, each as one folded line."""
        return frozenset(" ".join(folded) for _, folded in self.phrases)

    @property
    def _everything(self) -> str:
        return " ".join((self.name, self.code, self.field, *self.synonyms))


# How the words of a query may be meant: for each its readings, the one as typed first.
Readings = Sequence[Sequence[str]]


def rank(query: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries in which every word of `query` begins some word, best first; none for an empty query.

    First those written with the query's own accents, then those whose name holds the words together,
    then those with more of the words in the name than in field, code or synonyms.
    """
    wanted = words_of(fold(query))
    if not wanted:
        return []
    found = [entry for entry in entries if all(f" {word}" in entry.folded for word in wanted)]
    return best_first(found, [[word] for word in wanted], words_of(in_small(query)), {})


def best_first(
    found: Iterable[Entry], readings: Readings, accented: Sequence[str], asked: Mapping[str, int]
) -> list[Entry]:
    return sorted(found, key=lambda entry: _closeness(entry, readings, accented, asked))


def _closeness(
    entry: Entry, readings: Readings, accented: Sequence[str], asked: Mapping[str, int]
) -> tuple[int, int, bool, int, bool, bool, int, int, int, int, str, str]:
    name = entry.folded_name
    used = [next((at for at, each in enumerate(one) if f" {each}" in entry.folded), 0) for one in readings]
    wanted = [one[at] for one, at in zip(readings, used, strict=True)]
    together = " ".join(wanted)
    place = name.find(f" {together}")
    return (
        -sum(f" {word}" in entry.written for word in accented),
        sum(used),
        together not in entry.wholes,
        -sum(f" {word} " in entry.folded for word in wanted),
        f" {together} " not in entry.folded,
        place < 0,
        -asked.get(entry.key, 0),
        place,
        -sum(f" {word}" in name for word in wanted),
        -sum(f" {word} " in name for word in wanted),
        name,
        entry.key,
    )


def in_small(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _spaced(text: str) -> str:
    return f" {' '.join(words_of(text))} "


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)
