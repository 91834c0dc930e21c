"""Which bytes print a paper in the printer's own Vietnamese letters? Text in TCVN-3, for a proven printer only.

Under a kilobyte instead of fifty. python-escpos has the table but would print "?" for a letter that a page lacks; here
such a paper is refused, and the caller draws it instead.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from printers.encode import Encoded, around
from printers.kinds import Paper
from printers.own import LETTER_DOTS, own_bytes
from printers.sheet import OwnCode, OwnNumber
from printers.textual import RULE, Line, lines_of, wrapped

TABLES = ("TCVN-3-1", "TCVN-3-2")  # small letters, capitals
TABLE_START = 0x80
HANGING = "  "  # the lines after the first of a list's entry
# Signs that a page lacks and that are as good in their plain form; letters are never replaced.
PLAIN = str.maketrans({"–": "-", "—": "-", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})


class MissingLetters(ValueError):
    """The pages have no such letters."""

    def __init__(self, letters: frozenset[str]) -> None:
        super().__init__("no code page has " + " ".join(sorted(letters)))
        self.letters = letters


def encode_codepage(paper: Paper, width_dots: int, pages: tuple[int, ...]) -> Encoded:
    """The paper as text, a band for each line. Raises MissingLetters before there is a single byte."""
    return around(width_dots, tuple(_line(line, width_dots, pages) for line in lines_of(paper)))


def in_pages(text: str, pages: tuple[int, ...]) -> bytes:
    """`text` with `ESC t` wherever the page changes. Raises MissingLetters."""
    plain = unicodedata.normalize("NFC", text).translate(PLAIN)
    known = _letters()
    missing = frozenset(letter for letter in plain if letter not in known and not _is_ascii(letter))
    if missing:
        raise MissingLetters(missing)
    return b"".join(_with_page(plain, pages))


def _with_page(plain: str, pages: tuple[int, ...]) -> Iterator[bytes]:
    now = None
    for letter in plain:
        if _is_ascii(letter):
            yield letter.encode()
            continue
        table, byte = _letters()[letter]
        if pages[table] != now:
            now = pages[table]
            yield b"\x1bt" + bytes((now,))
        yield bytes((byte,))


def _is_ascii(letter: str) -> bool:
    return " " <= letter <= "~"


def _line(line: Line, width_dots: int, pages: tuple[int, ...]) -> bytes:
    if isinstance(line, OwnNumber | OwnCode):
        return own_bytes(line, width_dots)
    columns = width_dots // (LETTER_DOTS * line.size)
    if line == RULE:
        return b"-" * columns + b"\n"
    begin = b"\x1ba" + bytes((int(line.is_centred),)) + b"\x1bE" + bytes((int(line.is_bold),))
    begin += b"\x1d!" + bytes(((line.size - 1) * 0x11,))
    flat = " ".join(unicodedata.normalize("NFC", line.text).translate(PLAIN).split())
    hanging = "" if line.is_centred else HANGING
    words = b"".join(in_pages(each, pages) + b"\n" for each in wrapped(flat, columns, hanging))
    return begin + words + b"\x1ba\x00\x1bE\x00\x1d!\x00"


@cache
def _letters() -> dict[str, tuple[int, int]]:
    """Letter → (table, byte), out of python-escpos' own data; its own reading of them leaves a pickle behind."""
    spec = find_spec("escpos")
    assert spec
    assert spec.origin
    data = json.loads((Path(spec.origin).parent / "capabilities.json").read_text(encoding="utf-8"))
    letters: dict[str, tuple[int, int]] = {}
    for number, name in enumerate(TABLES):
        for at, letter in enumerate("".join(data["encodings"][name]["data"])):
            # It writes the Icelandic eth for Đ: they look the same and are not.
            real = "Đ" if letter == "Ð" else letter
            if real != " ":
                letters.setdefault(real, (number, TABLE_START + at))
    return letters
