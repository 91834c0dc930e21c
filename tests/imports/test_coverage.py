"""How much of a published list is posted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.coverage import Listed, PublishedList, coverage, percent_of, read_published
from imports.tables import read_path
from tests.imports.files import table, told

NATIONAL = Path(__file__).parents[2] / "samples" / "commune" / "national-codes.csv"


def here(code: str, field: str = "Hộ tịch", department: str = "TP", **more: object) -> dict[str, object]:
    return {"code": code, "name": f"Thủ tục {code}", "field": field, "department": department, **more}


LIST = PublishedList("Quyết định 1", tuple(Listed(f"1.00000{n}", f"T{n}", "Hộ tịch") for n in range(1, 5)))


def test_a_figure_names_its_list_and_what_is_missing() -> None:
    found = coverage({"a": here("1.000001"), "b": here("1.000002", is_withdrawn=True)}, LIST)
    assert (found.list_name, found.total, found.posted, found.percent) == ("Quyết định 1", 4, 1, 25.0)
    assert [each.code for each in found.missing] == ["1.000002", "1.000003", "1.000004"]
    assert [(each.field, each.total, each.posted) for each in found.by_field] == [("Hộ tịch", 4, 1)]


def test_what_the_list_no_longer_has_is_withdrawn_only_in_fields_that_it_covers() -> None:
    present = {
        "a": here("9.000001", "hộ tịch"),
        "b": here("9.000002", "Y tế"),
        "c": here("T-TQU-238221-TT"),
        "d": here(""),
    }
    found = coverage(present, LIST)
    assert [each.key for each in found.withdrawn] == ["a"]
    assert [each.key for each in found.outside] == ["b"]
    assert [each.key for each in found.uncoded] == ["c", "d"]


def test_only_chosen_departments_are_counted() -> None:
    present = {"a": here("1.000001"), "b": here("1.000002", department="VHTT")}
    assert coverage(present, LIST, ["VHTT"]).posted == 1


def test_the_shipped_national_list_is_read_with_where_it_comes_from() -> None:
    published = read_published(read_path(NATIONAL))
    assert published.problems == ()
    assert len(published.procedures) == 353
    assert all(
        each.name and each.field and each.decision and each.link.startswith("https://") for each in published.procedures
    )
    assert published.name == "national-codes.csv"


def test_a_list_without_codes_says_so() -> None:
    assert told(read_published(table([["Tên TTHC", "Lĩnh vực"], ["A", "B"]])).problems) == [("missing_column", None)]
    assert told(read_published(table([["Mã số", "Tên"], ["x", "B"], [None, "C", "D"]])).problems) == [
        ("row.code", 2),
        ("row.empty", 3),
    ]


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 0, 0.0), (2, 3, 66.6), (352, 353, 99.7), (9999, 10000, 99.9), (3, 3, 100.0)]
)
def test_a_percentage_is_cut(part: int, whole: int, percent: float) -> None:
    assert percent_of(part, whole) == percent


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_every_procedure_of_the_list_is_posted_or_missing(listed: set[int], posted: set[int]) -> None:
    published = PublishedList("x", tuple(Listed(f"1.{n:06d}", str(n), "F") for n in sorted(listed)))
    found = coverage({str(n): here(f"1.{n:06d}", "F") for n in posted}, published)
    assert found.posted + len(found.missing) == found.total == len(listed)
    assert (found.percent == 100.0) == (listed <= posted and bool(listed))
