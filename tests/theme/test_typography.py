"""Which words stay on one line."""

from __future__ import annotations

import pytest

from theme.typography import tied


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("thứ Ba và thứ Năm", "thứ~Ba và thứ~Năm"),
        ("Chủ nhật", "Chủ~nhật"),
        ("Kinh tế và Hạ tầng", "Kinh~tế và Hạ~tầng"),
        ("Phòng Tài chính - Kế hoạch", "Phòng Tài~chính~- Kế~hoạch"),
        ("Quầy 4, tầng 1", "Quầy~4, tầng~1"),
        ("Phòng số 12A, nhà B", "Phòng số~12A, nhà~B"),
        ("Find a procedure", "Find a procedure"),
        ("Tìm thủ tục", "Tìm thủ~tục"),
        ("", ""),
    ],
)
def test_compounds_and_bare_numbers_are_tied(written: str, shown: str) -> None:
    assert tied(written) == shown.replace("~", "\u00a0")


def test_only_spaces_change() -> None:
    name = "Cấp bản sao văn bằng, chứng chỉ từ sổ gốc - Quầy 12"
    assert tied(name).replace("\u00a0", " ") == name
