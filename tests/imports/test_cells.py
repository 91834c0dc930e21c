"""Stray spaces, line breaks and dates of every kind."""

from __future__ import annotations

import contextlib
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cells import BadDay, day_of, is_empty, lines_of, text_of


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("  Nguyễn \u00a0 Văn\tA ", ("Nguyễn Văn A",)),
        ("a\nb\r\n\r\n c \u2028d", ("a", "b", "c", "d")),
        ("a_x000D_\nb", ("a", "b")),
        ("H\u006f\u0323 t\u00ean", ("Họ tên",)),
        ("\u200bx\ufeff", ("x",)),
        ("\u00a0 \n", ()),
        (None, ()),
        (12.0, ("12",)),
        (1.5, ("1.5",)),
        (912345678, ("912345678",)),
        (datetime(2017, 3, 10, 7, 30), ("10/3/2017",)),
    ],
)
def test_a_cell_is_its_lines_without_what_is_not_seen(value: object, lines: tuple[str, ...]) -> None:
    assert lines_of(value) == lines
    assert text_of(value) == " ".join(lines)
    assert is_empty(value) == (not lines)


@pytest.mark.parametrize(
    "value",
    [
        date(2017, 3, 10), datetime(2017, 3, 10, 23, 59), 42804, 42804.0, "42804", "10/3/2017", "10/03/2017",
        "10-3-2017", "10.3.17", " 10/3/2017 08:30 ", "2017-03-10", "2017-03-10T08:30:00", "ngày 10 tháng 03 năm 2017",
        "Ngày 10 tháng 3 năm 2017",
    ],
)  # fmt: skip
def test_a_day_is_read_in_each_way_of_writing_it(value: object) -> None:
    assert day_of(value) == date(2017, 3, 10)


@pytest.mark.parametrize(
    "text", ["31/2/2017", "0/1/2017", "29/2/2017", "12/31/2017", "2017-13-01", "1/1/0017", "1/1/9999"]
)
def test_a_day_that_does_not_exist_looks_like_one(text: str) -> None:
    with pytest.raises(BadDay) as bad:
        day_of(text)
    assert bad.value.looks_like_a_day


@pytest.mark.parametrize("value", ["hôm qua", "3/2017", "5", 5, 1.5, "99999999", True])
def test_what_is_no_day_does_not(value: object) -> None:
    with pytest.raises(BadDay) as bad:
        day_of(value)
    assert not bad.value.looks_like_a_day


def test_an_empty_cell_has_no_day() -> None:
    assert day_of(None) is day_of("  ") is None


@given(st.dates(date(1928, 1, 1), date(2100, 12, 31)))
def test_serial_numbers_and_texts_agree_for_every_day(day: date) -> None:
    assert day_of((day - date(1899, 12, 30)) // timedelta(days=1)) == day
    assert day_of(f"{day.day}/{day.month}/{day.year}") == day
    assert day_of(day.isoformat()) == day


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    lines = lines_of(text)
    assert all(line and line == line.strip() and "\n" not in line for line in lines)
    with contextlib.suppress(BadDay):
        day_of(text)
