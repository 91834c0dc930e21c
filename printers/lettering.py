"""How does text sit on paper? Fonts, wrapping and shrinking, so that no name ever overflows.

Sizes are pixels (8 to the millimetre on a 203 dpi printer); widths are dots.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

log = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "fonts"
ELLIPSIS = "…"
NEVER_A_LETTER = "\uffff"
# Noto Sans: two marks over a capital reach 1.05 em up, a dot below 0.25 em down.
LINE_HEIGHT = 1.3


@lru_cache(maxsize=64)
def font(size: int, is_bold: bool = False) -> ImageFont.FreeTypeFont:
    """Noto Sans with BASIC layout: Raqm would place marks differently from one machine to the next."""
    name = "NotoSans-Bold.ttf" if is_bold else "NotoSans-Regular.ttf"
    return ImageFont.truetype(str(FONTS / name), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=2048)
def _has_glyph(letter: str) -> bool:
    if letter.isspace():
        return True
    box, drawn = (font(24).getmask2(text, mode="L") for text in (NEVER_A_LETTER, letter))
    return (drawn[0].size, bytes(drawn[0])) != (box[0].size, bytes(box[0]))


def missing_glyphs(text: str) -> frozenset[str]:
    """The letters of `text` that the shipped fonts cannot draw."""
    return frozenset(letter for letter in unicodedata.normalize("NFC", text) if not _has_glyph(letter))


def printable(text: str) -> str:
    """`text` in NFC, on one line; a letter without a glyph becomes a plain one or vanishes, never a box."""
    flat = _on_one_line(unicodedata.normalize("NFC", text))
    missing = missing_glyphs(flat)
    if not missing:
        return flat
    log.warning("no glyph for %s in %r", " ".join(sorted(missing)), flat[:80])
    plain = (c if _has_glyph(c) else unicodedata.normalize("NFKC", c) for c in flat)
    return _on_one_line("".join(c for c in "".join(plain) if _has_glyph(c)))


def unbroken(text: str) -> str:
    """`text` with "nhà B" and "số 12" tied together, so that no line begins with the bare number."""
    # Composed first: a loose mark would make a letter look like a word of its own.
    return re.sub(r" (?=(?:\d\w*|[^\W\d_])(?:\W|$))", "\u00a0", unicodedata.normalize("NFC", text))


def _on_one_line(text: str) -> str:
    return re.sub(r"[^\S\u00a0]+", " ", text).strip()


@lru_cache(maxsize=4096)
def _advance(letter: str, size: int, is_bold: bool) -> tuple[int, int]:
    """Advance of one letter and how far its ink reaches beyond it.

    BASIC layout has no kerning, so a text is as wide as its letters; measuring whole texts costs 0.5 ms each.
    """
    face = font(size, is_bold)
    advance = int(face.getlength(letter))
    return advance, max(0, int(face.getbbox(letter)[2]) - advance)


def width_of(text: str, size: int, is_bold: bool = False) -> int:
    """How many dots `text` takes, ink included."""
    if not text:
        return 0
    return sum(_advance(letter, size, is_bold)[0] for letter in text) + _advance(text[-1], size, is_bold)[1]


@dataclass(frozen=True, slots=True)
class Lines:
    """Text set in one size: what `picture` draws and how high it is."""

    lines: tuple[str, ...]
    size: int
    is_bold: bool = False

    @property
    def leading(self) -> int:
        """Distance from one base line to the next."""
        return round(self.size * LINE_HEIGHT)

    @property
    def height(self) -> int:
        """Height of all lines together."""
        return self.leading * len(self.lines)


def fit(text: str, width: int, sizes: Sequence[int], is_bold: bool = False, at_most: int | None = None) -> Lines:
    """`text` in the first of `sizes` (largest first) that needs no more than `at_most` lines of `width`.

    If even the smallest needs more, the last line ends in an ellipsis. The lines are balanced: a title of
    two lines does not leave one word alone.
    """
    words = printable(text)
    fitting = _first_fitting(words, width, sizes, is_bold, at_most)
    if fitting or at_most is None:
        return fitting or Lines((), sizes[-1], is_bold)
    lines = _wrap(words, width, sizes[-1], is_bold)
    last = _shortened(lines[at_most - 1], width, sizes[-1], is_bold)
    return Lines((*lines[: at_most - 1], last), sizes[-1], is_bold)


def fit_headline(text: str, width: int, sizes: Sequence[int], at_most: int) -> Lines:
    """Bold `text` that would rather be a little smaller than begin another line."""
    words = printable(text)
    for count in range(1, at_most):
        shrunk = [size for size in sizes if size >= sizes[0] * (1 - 0.15 * count)]
        fitting = _first_fitting(words, width, shrunk, is_bold=True, at_most=count)
        if fitting:
            return fitting
    return fit(text, width, sizes, is_bold=True, at_most=at_most)


def _first_fitting(words: str, width: int, sizes: Sequence[int], is_bold: bool, at_most: int | None) -> Lines | None:
    for size in sizes:
        if at_most is not None and width_of(words, size, is_bold) > width * at_most:
            continue
        lines = _wrap(words, width, size, is_bold)
        if at_most is None or len(lines) <= at_most:
            return Lines(_balanced(words, lines, width, size, is_bold), size, is_bold)
    return None


def _wrap(words: str, width: int, size: int, is_bold: bool) -> list[str]:
    lines: list[str] = []
    for word in _pieces(words, width, size, is_bold):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, is_bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _pieces(words: str, width: int, size: int, is_bold: bool) -> Iterator[str]:
    """The words; one that is wider than a whole line is broken where it must be."""
    for word in filter(None, words.split(" ")):
        rest = word
        while width_of(rest, size, is_bold) > width and len(rest) > 1:
            cut = len(rest) - 1
            while cut > 1 and width_of(rest[:cut], size, is_bold) > width:
                cut -= 1
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


def _balanced(words: str, lines: list[str], width: int, size: int, is_bold: bool) -> tuple[str, ...]:
    """The same number of lines in the narrowest measure (within some dots) that still holds them."""
    if len(lines) < 2:
        return tuple(lines)
    low, high, best = width // 2, width, lines
    while high - low > 8:
        middle = (low + high) // 2
        tried = _wrap(words, middle, size, is_bold)
        if len(tried) <= len(lines):
            high, best = middle, tried
        else:
            low = middle
    return tuple(best)


def _shortened(line: str, width: int, size: int, is_bold: bool) -> str:
    """Without its last words, so that an ellipsis finds room; a single long word loses letters."""
    while line and width_of(line + ELLIPSIS, size, is_bold) > width:
        line = (line.rpartition(" ")[0] if " " in line else line[:-1]).rstrip(" ,;-–(")
    return line + ELLIPSIS
