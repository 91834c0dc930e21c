from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.numbering import digits, label, next_number


def test_the_day_starts_with_one() -> None:
    assert next_number(None) == 1


@given(st.integers(1, 20_000))
def test_numbers_follow_without_a_gap(last: int) -> None:
    assert next_number(last) == last + 1


@pytest.mark.parametrize(
    ("series", "number", "text"),
    [
        (4, 17, "4-017"),
        (12, 5, "12-005"),
        (1, 999, "1-999"),
        (1, 1000, "1-1000"),
        (1, 1001, "1-1001"),
        (21, 12345, "21-12345"),
    ],
)
def test_a_label_grows_past_999(series: int, number: int, text: str) -> None:
    assert label(series, number) == text


@given(st.integers(1, 99), st.integers(1, 20_000))
def test_a_label_can_be_taken_apart_again(series: int, number: int) -> None:
    assert [int(part) for part in label(series, number).split("-")] == [series, number]


@pytest.mark.parametrize("number", [0, -1])
def test_there_is_no_number_below_one(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        digits(number)
