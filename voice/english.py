"""How is a number read aloud in English?"""

from __future__ import annotations

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
LARGEST = 999_999


def digits(written: str) -> list[str]:
    """ "017" → zero, one, seven."""
    return [DIGITS[int(digit)] for digit in written]


def cardinal(number: int) -> str:
    """0 … 999,999 in words, with "and" as in Britain. Raises ValueError beyond."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 0 and {LARGEST}")
    if number < 20:
        return (*DIGITS, *_TEENS)[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        return f"{_TENS[tens]} {DIGITS[unit]}" if unit else _TENS[tens]
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    whole, rest = divmod(number, size)
    words = f"{cardinal(whole)} {name}"
    if not rest:
        return words
    return f"{words} and {cardinal(rest)}" if rest < 100 else f"{words} {cardinal(rest)}"
