"""Departments are found by every name that people give them, and by nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cells import lines_of
from imports.departments import Departments
from tests.imports.files import DEPARTMENTS

FINDER = Departments(DEPARTMENTS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("TP", "TP"),
        ("tp", "TP"),
        ("Phòng Tư pháp", "TP"),
        ("PHÒNG TƯ PHÁP", "TP"),
        ("tu phap", "TP"),
        ("Justice Division", "TP"),
        ("Phòng Tư pháp huyện Quảng Uyên", "TP"),
        ("Phòng Tư pháp - UBND huyện Quảng Uyên", "TP"),
        ("Phòng Tư pháp cấp huyện", "TP"),
        ("Phòng chuyên môn Tư pháp", "TP"),
        ("Phòng Tài nguyên – Môi trường", "TNMT"),
        ("Tài nguyên-Môi trường", "TNMT"),
        ("Tài nguyên và Môi trường", "TNMT"),
        ("Phòng TN&MT", "TNMT"),
        ("LĐ-TB&XH", "LDTBXH"),
        ("Phòng Lao động, Thương binh và Xã hội", "LDTBXH"),
    ],
)
def test_one_name_finds_its_department(text: str, code: str) -> None:
    assert FINDER.find(text) == code
    assert FINDER.find_all([text]) == ((code,), ())


@pytest.mark.parametrize("text", ["", "Phòng", "Phòng X", "Tư", "Ủy ban nhân dân cấp huyện", "TPX", "-"])
def test_anything_else_finds_none(text: str) -> None:
    assert FINDER.find(text) is None


@pytest.mark.parametrize(
    "lines",
    [
        ["Tư pháp", "Văn hóa và Thông tin"],
        ["Tư pháp; Văn hóa và Thông tin"],
        ["Phòng Tư pháp, Phòng Văn hóa và Thông tin"],
        ["TP/VHTT"],
        ["TP, VHTT, TP"],
        ["Phòng Tư pháp | Văn hóa, thông tin"],
        ["TP và VHTT"],
    ],
)
def test_a_cell_may_name_several(lines: list[str]) -> None:
    assert FINDER.find_all(lines) == (("TP", "VHTT"), ())


def test_a_name_broken_over_two_lines_is_one() -> None:
    assert FINDER.find_all(["Phòng Lao động - Thương binh", "và Xã hội"]) == (("LDTBXH",), ())


def test_the_part_that_names_none_is_told() -> None:
    assert FINDER.find_all(["Tư pháp; Phòng Xây dựng"]) == (("TP",), ("Phòng Xây dựng",))
    assert FINDER.find_all(["Nhà máy, xí nghiệp"]) == ((), ("Nhà máy, xí nghiệp",))


@pytest.mark.parametrize(
    "text", ["I. PHÒNG TƯ PHÁP", "1. Phòng Tư pháp", "A) Tư pháp", "II Phòng Tư pháp", "Phòng Tư pháp"]
)
def test_a_line_that_heads_a_group_may_be_numbered(text: str) -> None:
    assert FINDER.find_heading(text) == "TP"


@given(st.text())
def test_any_text_is_found_or_told_as_unknown(text: str) -> None:
    codes, unknown = FINDER.find_all(lines_of(text))
    assert set(codes) <= {each.code for each in DEPARTMENTS}
    assert all(part.strip() for part in unknown)


@given(st.lists(st.sampled_from(DEPARTMENTS), unique=True), st.sampled_from([", ", "; ", "\n", " / ", "|"]))
def test_names_joined_by_any_separator_are_taken_apart(chosen: list, separator: str) -> None:
    text = separator.join(each.name for each in chosen)
    assert FINDER.find_all(text.split("\n")) == (tuple(each.code for each in chosen), ())
