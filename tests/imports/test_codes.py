"""Codes of procedures in every form in which lists have them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.codes import BadCode, code_of, is_national


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.001193", "1.001193"),
        (" 1.012598.H23 ", "1.012598"),
        ("2.000620.000.00.00.H14", "2.000620"),
        ("1.001731.01", "1.001731"),
        ("Mã: 1.001193 (cũ: 2.000620)", "1.001193"),
        ("1.001193\n2.000620", "1.001193"),
        ("1,001193", "1.001193"),
        (1.001193, "1.001193"),
        (1.00119, "1.001190"),
        (1.01, "1.010000"),
        (1001193, "1.001193"),
        ("1.00119", "1.001190"),
        ("T-TQU-238221-TT", "T-TQU-238221-TT"),
        ("t-tqu-238221-tt", "T-TQU-238221-TT"),
        ("B-BTP-054123", "B-BTP-054123"),
        ("", ""),
        (None, ""),
        ("-", ""),
        ("…".replace("…", " – "), ""),
    ],
)
def test_a_code_is_found(cell: object, code: str) -> None:
    assert code_of(cell) == code


@pytest.mark.parametrize(
    "cell", ["abc", "1.0011", "1.0011931", "12.001193", "QT-01", "1", 5, 12345678, True, "1.001193"[:4]]
)
def test_what_is_no_code_is_refused(cell: object) -> None:
    with pytest.raises(BadCode):
        code_of(cell)


CODE = st.builds("{}.{:06d}".format, st.integers(1, 9), st.integers(0, 999_999))


@given(CODE, st.sampled_from(["", ".H14", ".000.00.00.H14", ".01", " ", " (mới)"]), st.sampled_from(["", "Mã ", " "]))
def test_what_an_office_adds_is_taken_away(code: str, behind: str, before: str) -> None:
    assert code_of(before + code + behind) == code


@given(CODE)
def test_a_spreadsheet_that_makes_a_number_of_a_code_loses_nothing(code: str) -> None:
    assert code_of(float(code)) in (code, code_of(code))
    assert is_national(code)


@given(st.text())
def test_any_text_is_a_code_or_refused(text: str) -> None:
    try:
        code = code_of(text)
    except BadCode:
        return
    assert code == "" or is_national(code) or "-" in code
