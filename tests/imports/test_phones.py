"""Telephone numbers of Vietnam, however a list writes them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.phones import BadPhone, is_mobile, normalised, normalised_all, shown


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("0206 3852 123", "+842063852123"),
        ("0206.3852.123", "+842063852123"),
        ("(0206) 3852-123", "+842063852123"),
        ("0206/3852123", "+842063852123"),
        ("+84 206 3852 123", "+842063852123"),
        ("84912345678", "+84912345678"),
        ("912345678", "+84912345678"),
        ("0912 345 678", "+84912345678"),
        ("ĐT: 0206 3852 123", "+842063852123"),
        ("DĐ 0912345678", "+84912345678"),
        ("0206 3852 123 (máy lẻ 12)", "+842063852123;ext=12"),
        ("0206 3852 123, ext. 5", "+842063852123;ext=5"),
        ("1900 1000", "+8419001000"),
    ],
)
def test_a_number_is_stored_in_one_form(text: str, stored: str) -> None:
    assert normalised(text) == stored
    assert normalised(shown(stored)) == stored
    assert normalised(shown(stored, "en")) == stored


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "0912",
        "0123456789",
        "3852123",
        "0912 ABC 345",
        "0912 345 67O",
        "09123456789012",
        "+1 202 555 0123 4",
        "١٢٣",
        "0912345678 0987654321",
    ],
)
def test_what_is_no_number_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(BadPhone) as bad:
        normalised(text)
    assert (bad.value.text, bad.value.now) == (text, "")


@pytest.mark.parametrize(
    ("old", "now"),
    [("0168 123 4567", "0381 234 567 "), ("01201234567", "0701 234 567"), ("+84 199 123 4567", "0591 234 567")],
)
def test_a_mobile_number_from_before_2018_is_told_its_new_one(old: str, now: str) -> None:
    with pytest.raises(BadPhone) as bad:
        normalised(old)
    assert bad.value.now.replace(" ", "") == now.replace(" ", "")


@pytest.mark.parametrize(
    "lines",
    [
        ["0206 3852 123", "0912 345 678"],
        ["0206 3852 123; 0912 345 678"],
        ["0206.3852.123 - 0912.345.678"],
        ["0206 3852 123 / 0912 345 678"],
        ["CQ: 0206 3852 123, DĐ: 0912 345 678"],
        ["0206 3852 123 và 0912 345 678", "0912345678"],
    ],
)
def test_a_cell_may_hold_several(lines: list[str]) -> None:
    assert normalised_all(lines) == ("+842063852123", "+84912345678")


def test_one_wrong_number_of_several_is_named() -> None:
    with pytest.raises(BadPhone, match="12345"):
        normalised_all(["0206 3852 123; 12345"])


def test_mobile_numbers_are_told_from_fixed_ones() -> None:
    assert is_mobile("+84912345678")
    assert not is_mobile("+842063852123;ext=12")
    assert not is_mobile("")


def test_what_was_never_a_number_is_shown_as_it_is() -> None:
    assert shown("hỏi Văn phòng") == "hỏi Văn phòng"
    assert shown("") == ""


MOBILE = st.builds("{}{:07d}".format, st.sampled_from(["091", "098", "032", "070", "086"]), st.integers(0, 9_999_999))


@given(MOBILE, st.data())
def test_separators_inside_a_number_change_nothing(number: str, data: st.DataObject) -> None:
    written = "".join(digit + data.draw(st.sampled_from(["", "", " ", ".", "-"])) for digit in number).rstrip(" .-")
    assert normalised(written) == "+84" + number[1:]


@given(MOBILE, st.none() | st.integers(1, 999_999))
def test_shown_and_stored_are_one_number(number: str, extension: int | None) -> None:
    stored = normalised(number) + (f";ext={extension}" if extension else "")
    assert normalised(shown(stored)) == stored
    assert normalised_all([shown(stored)]) == (stored,)


@given(st.text())
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with contextlib.suppress(BadPhone):
        assert normalised(text).startswith("+")
