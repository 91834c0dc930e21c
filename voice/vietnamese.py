"""How is a number read aloud in Vietnamese?

Two readings: digit by digit, as tickets are called (phrases.md), and as a number ("cardinal"), in which the
words change with their place: mười and mươi, một and mốt, bốn and tư, năm and lăm, and a word for a missing ten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
LARGEST = 999_999_999
LETTERS = {
    "A": "a", "Ă": "á", "Â": "ớ", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "e", "Ê": "ê", "G": "giê",
    "H": "hát", "I": "i", "K": "ca", "L": "lờ", "M": "mờ", "N": "nờ", "O": "o", "Ô": "ô", "Ơ": "ơ", "P": "pê",
    "Q": "quy", "R": "rờ", "S": "ét", "T": "tê", "U": "u", "Ư": "ư", "V": "vê", "X": "ích", "Y": "y dài",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """Where regions differ: the word for a missing ten (linh, lẻ, không), for a thousand, for 4 after mươi."""

    zero_tens: Literal["linh", "lẻ", "không"] = "linh"
    thousand: Literal["nghìn", "ngàn"] = "nghìn"
    four: Literal["tư", "bốn"] = "tư"


NORTH = Style()
SOUTH = Style(zero_tens="lẻ", thousand="ngàn", four="bốn")
# A place up to 99: "hai mươi bốn" is clearer in a hall than "hai mươi tư".
PLACE = Style(four="bốn")


def digits(written: str) -> list[str]:
    """ "017" → không, một, bảy; never mốt, tư, lăm, linh, mười."""
    return [DIGITS[int(digit)] for digit in written]


def cardinal(number: int, style: Style = NORTH) -> str:
    """0 … 999,999,999 in words. Raises ValueError beyond."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 0 and {LARGEST}")
    if number < 10:
        return DIGITS[number]
    millions, rest = divmod(number, 1_000_000)
    thousands, units = divmod(rest, 1000)
    words: list[str] = []
    for group, name in ((millions, "triệu"), (thousands, style.thousand), (units, "")):
        if group:
            # After a larger group the hundreds are named even where there are none: một nghìn không trăm linh năm.
            words += [*_group(group, style, is_first=not words), *([name] if name else [])]
    return " ".join(words)


def _group(number: int, style: Style, is_first: bool) -> Iterator[str]:
    """1 … 999."""
    hundreds, rest = divmod(number, 100)
    if hundreds or not is_first:
        yield DIGITS[hundreds]
        yield "trăm"
    yield from _below_hundred(rest, style, is_alone=is_first and not hundreds)


def _below_hundred(number: int, style: Style, is_alone: bool) -> Iterator[str]:
    tens, unit = divmod(number, 10)
    if tens == 0:
        if unit:
            yield from () if is_alone else (style.zero_tens,)
            yield DIGITS[unit]
        return
    yield from ("mười",) if tens == 1 else (DIGITS[tens], "mươi")
    if unit:
        yield _unit_after_ten(unit, tens, style)


def _unit_after_ten(unit: int, tens: int, style: Style) -> str:
    if unit == 5:
        return "lăm"
    if tens > 1 and unit == 1:
        return "mốt"
    return style.four if tens > 1 and unit == 4 else DIGITS[unit]
