"""What may somebody have meant who typed this word? Telex and VNI marks, one wrong letter, a letter heard otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_TELEX_DOUBLES = re.compile(r"(a)a+|(e)e+|(o)o+|(d)d+")
_TELEX_HORN = re.compile(r"(?<=[auo])w")
_TELEX_TONE = re.compile(r"(?<=[aeiouy])([a-z]*?)[sfrxjz]$")
_TELEX_EARLY_TONE = re.compile(r"(?<=[aeiouy])[sfrxjz](?=[a-z])")
_VNI = re.compile(r"[0-9]")
_VOWEL = re.compile(r"[aeiouy]")
# Beginnings that sound alike in one region or another, or are taken for each other in writing.
_LIKE = (
    ("ch", "tr"), ("s", "x"), ("l", "n"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("d", "v"), ("c", "k"), ("c", "q"),
    ("k", "q"), ("g", "gh"), ("ng", "ngh"), ("ph", "f"), ("gi", "z"), ("d", "z"), ("i", "y"), ("q", "qu"),
)  # fmt: skip
_LIKE_ENDINGS = (("t", "c"), ("n", "ng"), ("c", "ch"), ("n", "nh"), ("t", "ch"), ("i", "y"), ("m", "n"))
_SHORTEST_TO_MEND = 3


def typed_with_marks(word: str) -> Iterator[str]:
    """A folded word without the keys that Telex ("giaays") or VNI ("giay61") adds to its letters."""
    if word[:1].isalpha() and any(digit.isdigit() for digit in word):
        yield _VNI.sub("", word)
    plain = _TELEX_HORN.sub("", _TELEX_DOUBLES.sub(_single, word))
    if plain.startswith("w") or "w" in plain:
        plain = plain.replace("w", "u")
    seen = {word}
    for each in (plain, _TELEX_TONE.sub(r"\1", plain), _TELEX_EARLY_TONE.sub("", plain)):
        if each not in seen and _VOWEL.search(each):
            seen.add(each)
            yield each


def heard_alike(word: str) -> Iterator[str]:
    """The word with another beginning or end that sounds the same somewhere."""
    for one, other in _LIKE:
        for begin, end in ((one, other), (other, one)):
            if word.startswith(begin) and not word.startswith(end if len(end) > len(begin) else "\0"):
                yield end + word[len(begin) :]
    for one, other in _LIKE_ENDINGS:
        for begin, end in ((one, other), (other, one)):
            if word.endswith(begin) and len(word) > len(begin) + 1:
                yield word[: len(word) - len(begin)] + end


def one_letter_off(word: str) -> Iterator[str]:
    """Every word that is one wrong, missing, further or exchanged letter away; none for the shortest words."""
    if len(word) < _SHORTEST_TO_MEND or not word.isalpha():
        return
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for head, tail in splits:
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        if tail:
            yield head + tail[1:]
        for letter in _ALPHABET:
            if tail:
                yield head + letter + tail[1:]
            yield head + letter + tail


def parted(word: str) -> Iterator[tuple[str, str]]:
    """The word as two, at every place where it may have been two: "khaisinh"."""
    return ((word[:at], word[at:]) for at in range(2, len(word) - 1))


def _single(found: re.Match[str]) -> str:
    return found[0][0]
