"""Is told what the desks and the catalogue no longer agree on, and how a department is divided?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.serving import Named, Posted, Serving, desks_for, resolved, servings
from rules.serving_gaps import Gap, GapKind, gaps, parts
from tests.rules.test_serving import DEPARTMENTS, FIELDS, KEYS, OFFICES, is_named

CATALOGUE = [
    Posted("1", "1.1", "TP", "Hộ tịch", "Khai sinh"),
    Posted("2", "1.2", "TP", "Hộ tịch", "Kết hôn"),
    Posted("3", "1.3", "TP", "Chứng thực", "Bản sao"),
]
CATALOGUES = st.lists(
    st.builds(Posted, st.sampled_from(KEYS), st.just(""), st.sampled_from(DEPARTMENTS), st.sampled_from(FIELDS)),
    unique_by=lambda posted: posted.key,
)


def pairs(*named: tuple[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(named)


def serving_of(named: dict[str, Named], catalogue: list[Posted]) -> dict[str, Serving]:
    return servings({desk: resolved(own, catalogue) for desk, own in named.items()})


def test_what_is_not_posted_and_what_no_desk_is_named_for_is_told() -> None:
    named = {
        "8": Named(fields=pairs(("TP", "Chứng thực"), ("TP", "Công chứng"))),
        "9": Named(procedures=pairs(("TP", "1.1"), ("TP", "1.9"))),
    }
    assert gaps(named, CATALOGUE, serving_of(named, CATALOGUE)) == (
        Gap(GapKind.FIELD, "TP", ("Công chứng",), "8"),
        Gap(GapKind.PROCEDURE, "TP", ("1.9",), "9"),
        Gap(GapKind.UNNAMED, "TP", ("Kết hôn",), None, ("8",)),
    )


def test_desks_for_whole_departments_leave_no_gap() -> None:
    named = {"1": Named(frozenset({"TP"}))}
    assert gaps(named, CATALOGUE, serving_of(named, CATALOGUE)) == ()


@given(OFFICES, CATALOGUES)
def test_there_is_a_gap_exactly_where_a_name_finds_nothing_or_a_procedure_no_name(
    named: dict[str, Named], catalogue: list[Posted]
) -> None:
    found = gaps(named, catalogue, serving_of(named, catalogue))
    told = {(gap.desk, gap.department, gap.names[0]) for gap in found if gap.desk is not None}
    posted = {(each.department, name) for each in catalogue for name in (each.field, each.key)}
    missing = {(desk, *pair) for desk, own in named.items() for pair in own.fields | own.procedures} - {
        (desk, *pair) for desk in named for pair in posted
    }
    assert told == missing
    left = [each for each in catalogue if not any(is_named(own, *place(each)) for own in named.values())]
    has_parts = any(own.fields or own.procedures for own in named.values())
    assert sum(len(gap.names) for gap in found if gap.desk is None) == (len(left) if has_parts else 0)


@given(OFFICES, CATALOGUES, st.sampled_from(DEPARTMENTS))
def test_the_parts_of_a_department_are_its_tickets_by_the_desks_that_call_them(
    named: dict[str, Named], catalogue: list[Posted], department: str
) -> None:
    serving = serving_of(named, catalogue)
    found = parts(department, catalogue, serving)
    own = [each for each in catalogue if each.department == department]
    expected = {frozenset(desks_for(serving, *place(each))) for each in own} | {
        frozenset(desks_for(serving, department))
    }
    assert {part.desks for part in found} == expected
    assert len(found) == len(expected)
    names = [name for part in found for name in part.names]
    assert all(names.count(each.field) + names.count(each.key) == 1 for each in own)
    assert names.count("") == 1


def place(posted: Posted) -> tuple[str, str, str]:
    return posted.department, posted.field, posted.key
