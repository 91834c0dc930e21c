"""Does the kiosk find what people mean? Real queries on the shipped catalogue, and among 2,000 procedures."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from rules.finding import Index
from rules.keystrokes import heard_alike, one_letter_off, typed_with_marks
from rules.searching import Entry
from tests.rules.real_queries import QUERIES

SAMPLES = Path(__file__).parents[2] / "samples"
FIRST = 3


def rows(name: str) -> Iterable[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def shipped() -> list[Entry]:
    listed = rows("quang-uyen/procedures.csv")
    return [
        Entry(r["key"], r["name"], r["procedure_code"], r["field"], tuple(filter(None, r["synonyms"].split(" | "))))
        for r in listed
    ]


def two_thousand() -> list[Entry]:
    """The shipped ones among as many real official names as make 2,000."""
    own = shipped()
    names = [(row["official_name"], row["field"]) for row in rows("commune/national-codes.csv")]
    more = (
        Entry(f"{name}-{turn}", f"{name} (cấp {turn})", f"9.{turn}{at:04}", of)
        for turn in range(6)
        for at, (name, of) in enumerate(names)
    )
    return [*own, *(entry for entry, _ in zip(more, range(2000 - len(own)), strict=False))]


def missed(index: Index) -> list[tuple[str, list[str]]]:
    """The queries without their procedure among the first, and what stood there."""
    found = [(query, wanted, [e.key for e in index.search(query).entries[:FIRST]]) for query, wanted in QUERIES]
    return [(query, first) for query, wanted, first in found if not {*wanted.split()} & {*first}]


def test_people_find_what_they_came_for_among_the_first_three() -> None:
    assert len(QUERIES) >= 80
    assert len({query for query, _ in QUERIES}) == len(QUERIES)
    wrong = missed(Index(shipped()))
    assert len(wrong) <= 0.05 * len(QUERIES), wrong


def test_nine_in_ten_still_do_where_many_names_are_nearly_alike() -> None:
    index = Index(two_thousand())
    assert len(index.entries) == 2000
    wrong = missed(index)
    assert len(wrong) <= 0.1 * len(QUERIES), wrong


@pytest.mark.parametrize("query", ["", "   ", "zzzz", "qqqq xxxx"])
def test_nothing_is_found_for_nothing(query: str) -> None:
    assert Index(shipped()).search(query).entries == ()


def test_what_is_only_near_is_told_as_such() -> None:
    index = Index(shipped())
    assert not index.search("so do").is_near
    assert not index.search("soor ddor").is_near
    near = index.search("toi muon lam so do tren mat trang")
    assert near.is_near
    assert near.entries


def test_what_is_asked_for_most_comes_first() -> None:
    index = Index(shipped(), {"KTHT-15": 40, "1.013227": 90})
    first = [entry.key for entry in index.search("giay phep").entries[:2]]
    assert first == ["1.013227", "KTHT-15"]
    # but never before what has the query's own accents, or its words together
    assert Index(shipped(), {"1.001612": 99}).search("sổ đỏ").entries[0].key != "1.001612"


def test_the_next_words_lead_on() -> None:
    index = Index(shipped())
    nexts = dict(index.search("giay phep").nexts)
    assert "xây dựng" in nexts
    assert nexts["xây dựng"] == "giay phep xây dựng"
    found = index.search(nexts["xây dựng"]).entries
    assert 0 < len(found) < len(index.search("giay phep").entries)
    assert index.search("khai si").nexts[0][1].startswith("khai sinh")


def test_a_next_word_always_finds_something() -> None:
    index = Index(shipped())
    for query, _ in QUERIES:
        for _, whole in index.search(query).nexts:
            assert index.search(whole).entries, whole


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giaays", "giay"),
        ("ddor", "do"),
        ("chuwngs", "chung"),
        ("dduwowngf", "duong"),
        ("giay61", "giay"),
        ("d9o3", "do"),
    ],
)
def test_the_marks_of_telex_and_vni_are_taken_away(typed: str, meant: str) -> None:
    assert meant in set(typed_with_marks(typed))


def test_a_wrong_letter_is_mended_but_not_a_short_word() -> None:
    assert "sinh" in set(one_letter_off("sihn"))
    assert "sinh" in set(one_letter_off("snh"))
    assert "sinh" in set(one_letter_off("sing"))
    assert list(one_letter_off("so")) == []
    assert list(one_letter_off("2017")) == []


def test_what_sounds_alike_is_tried() -> None:
    assert "tro" in set(heard_alike("cho"))
    assert "giay" in set(heard_alike("day"))
    assert "so" in set(heard_alike("xo"))
