"""Which departments of the office does a cell name, in whatever way it writes them?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from rules.searching import fold

_STRONG, _WEAK = re.compile(r"[\n;|]"), re.compile(r"[,/]|\s&\s|\svà\s")
_WORDS = re.compile(r"[a-z0-9]+")
_BEFORE = re.compile(r"^(?:phong|ban|bo phan)\s+(?:chuyen mon\s+)?")
# "Phòng Tư pháp huyện Quảng Uyên", "… cấp huyện": where it is says nothing about which it is.
_BEHIND = re.compile(r"\s+(?:cap\s+|thuoc\s+)?(?:ubnd\s+|uy ban nhan dan\s+)?(?:huyen|quan|thi xa|thanh pho)\b.*$")
_ORDINAL = re.compile(r"^\s*(?:[IVXLC]+|\d{1,3}|[A-ZĐa-zđ])\s*[.)/\-]\s+|^\s*(?:[IVXLC]+|\d{1,3})\s+(?=\w{3})")

_EDGES = " -–"
_MOST_PIECES = 6  # no name of a department has more commas


class Named(Protocol):
    """A department of `config`, or anything with its names."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


class Departments:
    """Finds them by code, name, short name or English name; codes win over names.

    "LĐ-TB&XH" is the code LDTBXH; "Phòng" may be missing; accents, dashes and "và" are not compared.
    """

    def __init__(self, departments: Iterable[Named]) -> None:
        self.listed = tuple(departments)
        self._codes: dict[str, str] = {}
        for department in self.listed:
            for name in (department.name, department.short_name, department.name_en):
                self._codes.setdefault(_key(name), department.code)
        self._codes.update({_key(department.code): department.code for department in self.listed})
        self._codes.pop("", None)

    def find(self, text: str) -> str | None:
        """The code of the department that the whole text names."""
        words = " ".join(_WORDS.findall(fold(text)))
        return next((code for form in _forms(words) if (code := self._codes.get(_joined(form)))), None)

    def find_heading(self, text: str) -> str | None:
        """As `find`, for a line that heads a group and may begin with its number: "I. PHÒNG TƯ PHÁP"."""
        return self.find(text) or self.find(_ORDINAL.sub("", text, count=1))

    def find_all(self, lines: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The codes that a cell names, each once, and the parts that name none."""
        codes: dict[str, None] = {}
        unknown: list[str] = []
        whole = tuple(lines)
        # A name may itself be broken over two lines, or hold a comma: the larger piece is tried first.
        if len(whole) > 1 and (code := self.find(" ".join(whole))):
            return (code,), ()
        for line in whole:
            for part in self._pieces(line):
                if code := self.find(part):
                    codes[code] = None
                else:
                    unknown.append(part)
        return tuple(codes), tuple(unknown)

    def name(self, code: str) -> str:
        return next((each.name for each in self.listed if each.code == code), code)

    def _pieces(self, line: str) -> Iterator[str]:
        for strong in _parts(_STRONG, line):
            weak = list(self._longest_names(strong))
            is_one = self.find(strong) is not None or not any(map(self.find, weak))
            yield from [strong] if is_one else weak

    def _longest_names(self, text: str) -> Iterator[str]:
        """What stands between commas and "và", put together again where that is a name of its own."""
        edges = [(0, 0), *(found.span() for found in _WEAK.finditer(text)), (len(text), len(text))]
        first, last = 0, len(edges) - 1
        while first < last:
            farthest = min(last, first + _MOST_PIECES)
            ends = range(farthest, first, -1)
            end = next((e for e in ends if self.find(text[edges[first][1] : edges[e][0]])), first + 1)
            if piece := text[edges[first][1] : edges[end][0]].strip(_EDGES):
                yield piece
            first = end


def _parts(separator: re.Pattern[str], text: str) -> list[str]:
    return [part.strip(_EDGES) for part in separator.split(text) if part.strip(_EDGES)]


def _forms(words: str) -> Iterator[str]:
    yield words
    yield _BEFORE.sub("", words)
    yield _BEFORE.sub("", _BEHIND.sub("", words))


def _key(name: str) -> str:
    words = " ".join(_WORDS.findall(fold(name)))
    return _joined(_BEFORE.sub("", words))


def _joined(words: str) -> str:
    return "".join(word for word in words.split() if word != "va")
