"""What does a citizen mean who types with marks, with a wrong letter, or with words that no name has?

First all words as they are typed (rules/searching.py), then as they may be meant, then the nearest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from rules.keystrokes import heard_alike, one_letter_off, parted, typed_with_marks
from rules.searching import Entry, Readings, best_first, fold, in_small, words_of

MOST_NEXTS = 3
_SHORT = 3
_NEAR_ENOUGH = 0.4
_MOST_LOOKED_AT = 30
_MOST_ORDERED = 80
_MOST_DOUBTED = 6


@dataclass(frozen=True, slots=True)
class Found:
    """What a query finds, best first. `words`: how its words were understood, folded: what to mark in the names.

    `is_near`: nothing has all of the words; these have the most telling ones. `nexts`: (what to add, the whole query
    then), the words that come next most often.
    """

    entries: tuple[Entry, ...] = ()
    words: tuple[str, ...] = ()
    is_near: bool = False
    nexts: tuple[tuple[str, str], ...] = ()


class Index:
    """A catalogue made ready to be searched with every key. `asked`: how often each key was asked for lately."""

    def __init__(self, entries: Iterable[Entry], asked: Mapping[str, int] | None = None) -> None:
        self.entries = tuple(entries)
        self.asked = asked or {}
        holders: dict[str, set[int]] = {}
        written: dict[str, set[int]] = {}
        for at, entry in enumerate(self.entries):
            for word in entry.folded.split():
                holders.setdefault(word, set()).add(at)
            for word in entry.written.split():
                written.setdefault(word, set()).add(at)
        self._holders, self._written = holders, written
        self._vocabulary = sorted(holders)

    def search(self, query: str) -> Found:
        """All words as typed; else as they may be meant; else whatever has the most telling of them."""
        wanted = self._parted(words_of(fold(query)))
        if not wanted:
            return Found()
        accented = [word for word in words_of(in_small(query)) if word != fold(word)]
        readings: Readings = [[word] for word in wanted]
        found = self._with_all(readings)
        if not found:
            readings, found = self._understood(wanted)
        if found:
            ordered = self._best(found, readings, accented)
            if f" {' '.join(wanted)} " not in ordered[0].folded:
                ordered = list(dict.fromkeys([*self._alike(wanted), *ordered]))
            return Found(tuple(ordered), _flat(readings), nexts=self._nexts(wanted, ordered, readings))
        near = self._nearest(readings)
        return Found(tuple(near), _flat(readings), is_near=True) if near else Found(words=_flat(readings))

    def _understood(self, wanted: Sequence[str]) -> tuple[Readings, set[int]]:
        """Words that begin nothing are read otherwise; if that finds nothing, one of the others is."""
        meant = {word: self._meant(word) for word in wanted if not self._begins(word)}
        readings: Readings = [meant.get(word, [word]) for word in wanted]
        if found := self._with_all(readings):
            return readings, found
        for at, doubted in enumerate(wanted[:_MOST_DOUBTED]):
            rest = [each for place, each in enumerate(readings) if place != at]
            having = self._with_all(rest) if rest else set()
            if doubted in meant or not having:
                continue
            others = [*readings[:at], self._meant(doubted), *readings[at + 1 :]]
            if found := self._with_all(others):
                return others, found
        return readings, set()

    def _meant(self, word: str) -> list[str]:
        return list(dict.fromkeys(self._readings(word)))

    def _best(self, found: set[int], readings: Readings, accented: Sequence[str]) -> list[Entry]:
        """In the full order; where very many were found, only those with most whole words."""
        if len(found) > _MOST_ORDERED:
            whole = [self._holders.get(reading, set()) for each in readings for reading in each]
            whole += [self._written.get(word, set()) for word in accented]
            scored = sorted(found, key=lambda at: (-sum(at in having for having in whole), self._often(at), at))
            found = set(scored[:_MOST_ORDERED])
        return best_first([self.entries[at] for at in found], readings, accented, self.asked)

    def _often(self, at: int) -> int:
        return -self.asked.get(self.entries[at].key, 0)

    def _begun(self, prefix: str) -> Iterator[str]:
        for at in range(bisect_left(self._vocabulary, prefix), len(self._vocabulary)):
            if not self._vocabulary[at].startswith(prefix):
                return
            yield self._vocabulary[at]

    def _begins(self, prefix: str) -> bool:
        return next(self._begun(prefix), None) is not None

    def _with(self, reading: str) -> set[int]:
        return set().union(*(self._holders[word] for word in self._begun(reading)))

    def _with_all(self, readings: Readings) -> set[int]:
        found: set[int] | None = None
        for each in readings:
            having = set().union(*(self._with(reading) for reading in each))
            found = having if found is None else found & having
            if not found:
                return set()
        return found or set()

    def _parted(self, wanted: list[str]) -> list[str]:
        """ "khaisinh" as the two words that stand together most often, where no word begins so."""
        words: list[str] = []
        for word in wanted:
            is_word = self._begins(word) or any(self._begins(each) for each in typed_with_marks(word))
            words += (None if is_word else self._halves(word)) or (word,)
        return words

    def _halves(self, word: str) -> tuple[str, str] | None:
        together = Counter({halves: self._together(halves) for halves in parted(word)})
        best = max(together, key=lambda halves: together[halves], default=None)
        return best if best is not None and together[best] else None

    def _together(self, words: Sequence[str]) -> int:
        having = set.intersection(*(self._holders.get(word, set()) for word in words))
        return sum(f" {' '.join(words)} " in self.entries[at].folded for at in having)

    def _alike(self, wanted: Sequence[str]) -> list[Entry]:
        """Those that hold together, and whole, what one of the words sounds like: "trứng thực"."""
        found: list[Entry] = []
        for at, word in enumerate(wanted):
            for other in heard_alike(word):
                words = [*wanted[:at], other, *wanted[at + 1 :]]
                if len(words) < 2 or other not in self._holders:
                    continue
                having = set.intersection(*(self._holders.get(each, set()) for each in words))
                whole = {one for one in having if f" {' '.join(words)} " in self.entries[one].folded}
                found += self._best(whole, [[each] for each in words], ())
        return found

    def _readings(self, word: str) -> Iterator[str]:
        yield word
        marked = [each for each in typed_with_marks(word) if self._begins(each)]
        yield from marked
        for base in (word, *marked):
            yield from (each for each in heard_alike(base) if each in self._holders)
        # A short word that is mended must be a whole one: too many words begin with three letters.
        is_known = self._begins if len(word) > _SHORT else self._holders.__contains__
        for base in (word, *marked):
            yield from (each for each in one_letter_off(base) if is_known(each))

    def _nearest(self, readings: Readings) -> list[Entry]:
        """Those that have the words which tell most, if these are enough of what was typed."""
        scores: Counter[int] = Counter()
        full = 0.0
        for each in readings:
            having = self._with(each[0]) or set().union(*(self._with(reading) for reading in each))
            tells = log(len(self.entries) / len(having)) + 1 if having else 0.0
            full += tells
            for at in having:
                scores[at] += tells  # type: ignore[assignment]  # a Counter may count by fractions
        least = full * _NEAR_ENOUGH
        best = [(score, self.entries[at]) for at, score in scores.items() if score >= least > 0]
        asked = self.asked
        best.sort(key=lambda one: (-one[0], -asked.get(one[1].key, 0), one[1].folded_name, one[1].key))
        return [entry for _, entry in best]

    def _nexts(self, wanted: list[str], ordered: Sequence[Entry], readings: Readings) -> tuple[tuple[str, str], ...]:
        """The words that come after the last one, in the names and synonyms of what was found."""
        counted: Counter[tuple[str, bool]] = Counter()
        for entry in ordered[:_MOST_LOOKED_AT]:
            for written, folded in entry.phrases:
                if added := _next_words(written, folded, wanted, readings[-1]):
                    counted[added] += 1 + self.asked.get(entry.key, 0)
        best = sorted(counted, key=lambda each: (-counted[each], each))
        kept = {True: wanted[:-1], False: wanted}
        return tuple((shown, " ".join((*kept[completes], shown))) for shown, completes in best[:MOST_NEXTS])


def _next_words(
    words: Sequence[str], folded: Sequence[str], wanted: Sequence[str], last: Sequence[str]
) -> tuple[str, bool] | None:
    """(the next two words as written, whether they make the last typed one whole); None where nothing follows."""
    for at, word in enumerate(folded):
        if not word.startswith(tuple(last)):
            continue
        begin = at + 1 if word in last else at
        rest = words[begin : begin + 2]
        if not rest or {*folded[begin : begin + 2]} & {*wanted}:
            return None
        return " ".join(rest), begin == at
    return None


def _flat(readings: Readings) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reading for each in readings for reading in each))
