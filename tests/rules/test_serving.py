"""May a desk call a ticket, is every ticket some desk's, and does each desk keep to its own?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.serving import Named, Posted, Serving, desks_for, resolved, servings

DEPARTMENTS, FIELDS, KEYS = ("TP", "YT"), ("Hộ tịch", "Chứng thực"), ("1", "2", "3")

NAMED = st.builds(
    Named,
    st.frozensets(st.sampled_from(DEPARTMENTS)),
    st.frozensets(st.tuples(st.sampled_from(DEPARTMENTS), st.sampled_from(FIELDS))),
    st.frozensets(st.tuples(st.sampled_from(DEPARTMENTS), st.sampled_from(KEYS))),
)
OFFICES = st.lists(NAMED, min_size=1, max_size=4).map(lambda desks: {str(n): desk for n, desk in enumerate(desks)})
WITH_PROCEDURE = st.tuples(
    st.sampled_from(DEPARTMENTS), st.sampled_from((*FIELDS, "Nuôi con nuôi", "")), st.sampled_from((*KEYS, "4"))
)
TICKETS = st.one_of(WITH_PROCEDURE, st.tuples(st.sampled_from(DEPARTMENTS), st.none(), st.none()))

# Of a commune: 6 marries and gives liquor licences, 8 and 9 certify, 9 also registers births.
COUNTERS = {
    "3": Named(frozenset({"DDMT"})),
    "4": Named(fields=frozenset({("XDCT", "Xây dựng")})),
    "6": Named(fields=frozenset({("XDCT", "Rượu")}), procedures=frozenset({("TPHT", "kết hôn")})),
    "8": Named(fields=frozenset({("TPHT", "Chứng thực")})),
    "9": Named(fields=frozenset({("TPHT", "Chứng thực")}), procedures=frozenset({("TPHT", "khai sinh")})),
}


def is_named(own: Named, department: str, field: str | None, key: str | None) -> bool:
    """What a desk is named for, said the obvious way."""
    return department in own.departments or (department, field) in own.fields or (department, key) in own.procedures


@pytest.mark.parametrize(
    ("ticket", "desks"),
    [
        (("DDMT", "Đất đai", "sổ đỏ"), "3"),
        (("DDMT", None, None), "3"),
        (("TPHT", "Hộ tịch", "kết hôn"), "6"),
        (("TPHT", "Hộ tịch", "khai sinh"), "9"),
        (("TPHT", "Chứng thực", "bản sao"), "8 9"),
        (("TPHT", None, None), "8 9"),  # not 6: it is there for weddings, and the department has others
        (("TPHT", "Hộ tịch", "khai tử"), "8 9"),  # no desk is named for it
        (("XDCT", "Rượu", "bán rượu"), "6"),
        (("XDCT", None, None), "4 6"),
        (("XDCT", "Đường bộ", "vỉa hè"), "4 6"),
        (("NN", None, None), ""),
    ],
)
def test_a_ticket_is_called_at_the_desks_for_it(ticket: tuple[str, str | None, str | None], desks: str) -> None:
    assert desks_for(servings(COUNTERS), *ticket) == tuple(desks.split())


def test_desks_with_procedures_only_help_out_where_the_department_has_no_other() -> None:
    only = servings({"1": Named(procedures=frozenset({("TP", "1")})), "2": Named(procedures=frozenset({("TP", "2")}))})
    assert desks_for(only, "TP", "Hộ tịch", "1") == ("1",)
    assert desks_for(only, "TP") == ("1", "2")
    assert desks_for(only, "TP", "Hộ tịch", "3") == ("1", "2")


def test_a_desk_for_a_field_beside_one_for_the_whole_takes_the_unsure_too_but_no_other_field() -> None:
    both = servings({"1": Named(frozenset({"TP"})), "2": Named(fields=frozenset({("TP", "Hộ tịch")}))})
    assert desks_for(both, "TP") == ("1", "2")
    assert desks_for(both, "TP", "Hộ tịch", "1") == ("1", "2")
    assert desks_for(both, "TP", "Chứng thực", "2") == ("1",)


@given(OFFICES, TICKETS)
def test_every_ticket_of_a_department_with_a_desk_has_a_desk(office: dict[str, Named], ticket: tuple[str, str, str]):
    has_desk = any(ticket[0] in named.touched for named in office.values())
    assert bool(desks_for(servings(office), *ticket)) == has_desk


@given(OFFICES, WITH_PROCEDURE)
def test_what_desks_are_named_for_only_they_call(office: dict[str, Named], ticket: tuple[str, str, str]) -> None:
    named = tuple(desk for desk, own in office.items() if is_named(own, *ticket))
    if named:
        assert desks_for(servings(office), *ticket) == named


@given(OFFICES, TICKETS)
def test_nobody_calls_for_a_department_of_which_the_desk_has_nothing(
    office: dict[str, Named], ticket: tuple[str, str, str]
) -> None:
    assert all(ticket[0] in office[desk].touched for desk in desks_for(servings(office), *ticket))


@given(OFFICES, TICKETS, st.sets(st.sampled_from(DEPARTMENTS)))
def test_an_officer_calls_at_a_desk_only_for_their_own_departments(
    office: dict[str, Named], ticket: tuple[str, str, str], own: set[str]
) -> None:
    for serving in servings(office).values():
        assert serving.within(own).serves(*ticket) == (serving.serves(*ticket) and ticket[0] in own)


@given(OFFICES, TICKETS)
def test_desks_together_serve_what_any_of_them_does(office: dict[str, Named], ticket: tuple[str, str, str]) -> None:
    both = list(servings(office).values())[:2]
    together = Serving() | both[0] | both[-1]
    assert together.serves(*ticket) == any(serving.serves(*ticket) for serving in both)


def test_names_are_found_in_the_catalogue_whatever_their_capitals_and_spaces() -> None:
    catalogue = [Posted("ho-tich-1", "1.001193", "TP", "Hộ tịch"), Posted("2", "1.001193", "YT", "Hộ tịch")]
    found = resolved(
        Named(fields=frozenset({("TP", "hộ  tịch ")}), procedures=frozenset({("TP", "1.001193")})), catalogue
    )
    assert ("TP", "Hộ tịch") in found.fields
    assert ("TP", "ho-tich-1") in found.procedures
    assert not any(department == "YT" for department, _ in found.fields | found.procedures)
