"""Lists of people are ordered as a Vietnamese reader looks for them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.name_order import name_order


@pytest.mark.parametrize(
    "ordered",
    [
        ["Hoàng Văn Bình", "Chu Thị Đào", "Hà Thị Thuỷ", "Dương Văn Út"],
        ["Lê Văn An", "Lê Văn Ăn", "Lê Văn Ân", "Lê Văn Bao"],
        ["Trần Dung", "Trần Đan", "Trần Đông", "Trần Em"],
        ["Lê Ma", "Lê Mà", "Lê Mả", "Lê Mã", "Lê Má", "Lê Mạ", "Lê Mai"],
        ["Bế Thị Lan", "Lục Thị Lan", "Nông Thị Lan"],
        ["Đàm Văn Hiếu", "Đàm Văn Hiếu Minh"],
    ],
)
def test_the_given_name_decides_then_letters_then_tones(ordered: list[str]) -> None:
    listed = list(reversed(ordered))
    listed.sort(key=name_order)
    assert listed == ordered


@given(st.text())
def test_any_text_has_a_place_the_same_in_every_form(text: str) -> None:
    assert name_order(unicodedata.normalize("NFD", text)) == name_order(unicodedata.normalize("NFC", text))
