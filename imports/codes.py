"""Is this the code of an administrative procedure, and which?

The national base gives `1.001193`; offices add to it: `1.012598.H23`, `2.000620.000.00.00.H14` (H14 is Cao Bằng),
`1.001731.01`. Codes from before 2018 (`T-TQU-238221-TT`) are kept as text.
"""

from __future__ import annotations

import re

from imports.cells import Value, text_of

_NATIONAL = re.compile(r"(?<![\d.])(\d\.\d{6})(?!\d)")
_COMMA = re.compile(r"(?<![\d,.])(\d),(\d{6})(?!\d)")
_OLD = re.compile(r"[A-ZĐ]{1,3}-[A-ZĐ]{2,5}-\d{3,7}(?:-[A-ZĐ]{1,3})?")
_CUT_SHORT = re.compile(r"\d\.\d{5}")  # as text, one lost zero is likelier than a slip of the finger; two are not


class BadCode(ValueError):
    """The text holds no code of a procedure."""


def code_of(value: Value) -> str:
    """The code in a cell, "" if the cell is empty. Raises BadCode.

    A spreadsheet takes 1.001190 for the number 1.00119, or for 1001190 where the point divides thousands:
    a code has six digits behind its point, so both can be put right.
    """
    if isinstance(value, float) and 1 <= value < 10:
        return f"{value:.6f}"
    text = text_of(value)
    if not text or set(text) <= set("-–—. "):
        return ""
    if isinstance(value, int | float) and len(text) == 7 and text.isdecimal():
        return f"{text[0]}.{text[1:]}"
    if found := _NATIONAL.search(text):
        return found[1]
    if found := _COMMA.search(text):
        return f"{found[1]}.{found[2]}"
    if _CUT_SHORT.fullmatch(text):
        return text.ljust(8, "0")
    if found := _OLD.search(text.upper()):
        return found[0]
    raise BadCode(text)


def is_national(code: str) -> bool:
    return _NATIONAL.fullmatch(code) is not None
