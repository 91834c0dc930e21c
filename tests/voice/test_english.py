"""Numbers in English."""

from __future__ import annotations

import pytest

from voice.english import cardinal, digits


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (7, "seven"),
        (10, "ten"),
        (13, "thirteen"),
        (20, "twenty"),
        (21, "twenty one"),
        (90, "ninety"),
        (100, "one hundred"),
        (105, "one hundred and five"),
        (555, "five hundred and fifty five"),
        (1000, "one thousand"),
        (1005, "one thousand and five"),
        (1100, "one thousand one hundred"),
        (9999, "nine thousand nine hundred and ninety nine"),
        (20_000, "twenty thousand"),
    ],
)
def test_a_number_is_read(number: int, words: str) -> None:
    assert cardinal(number) == words


def test_no_two_numbers_sound_alike() -> None:
    assert len({cardinal(number) for number in range(10_000)}) == 10_000


def test_ticket_digits_are_read_one_by_one() -> None:
    assert digits("017") == ["zero", "one", "seven"]


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_a_number_that_nobody_says_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="not between"):
        cardinal(number)
