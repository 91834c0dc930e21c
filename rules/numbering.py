"""Which number comes next in a department's series, and how is it written?"""

from __future__ import annotations


def next_number(last: int | None) -> int:
    """The number after `last`, the greatest one given in this series on this service day (None: none yet)."""
    return 1 if last is None else last + 1


def digits(number: int) -> str:
    """Three digits, four and more past 999: they are spoken one by one, so they are never shortened."""
    if number < 1:
        raise ValueError(f"a ticket's number starts at 1, not {number}")
    return f"{number:03d}"


def label(series: int, number: int) -> str:
    """The ticket's name in plain text: "4-017". Screens and paper draw the plate from the two parts."""
    return f"{series}-{digits(number)}"
