from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.searching import Entry, fold, rank

BIRTH = Entry("birth", "Đăng ký khai sinh", "1.001193", "Hộ tịch", ("giấy khai sinh", "làm giấy cho con"))
BIRTH_AGAIN = Entry("again", "Đăng ký lại khai sinh", "1.004884", "Hộ tịch")
DEATH = Entry("death", "Đăng ký khai tử", "1.000656", "Hộ tịch")
SHOP = Entry("shop", "Đăng ký thành lập hộ kinh doanh", "1.001612", "Hộ kinh doanh", ("mở cửa hàng",))
LAND = Entry("land", "Cấp Giấy chứng nhận quyền sử dụng đất", "2.000620.000.00.00.H14", "Đất đai", ("sổ đỏ",))
ALL = (LAND, SHOP, DEATH, BIRTH_AGAIN, BIRTH)


def keys(query: str) -> list[str]:
    return [entry.key for entry in rank(query, ALL)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        ("ĐƯỜNG THUỶ", "duong thuy"),
        ("Kinh tế – Hạ tầng", "kinh te - ha tang"),
        ("a\u2010b\u2011c\u2012d\u2013e\u2014f\u2015g\u2212h-i", "a-b-c-d-e-f-g-h-i"),
        ("Ỡ ỷ Ặ ẫ ĩ", "o y a a i"),
        ("", ""),
    ],
)
def test_folding_takes_accents_case_and_dashes_away(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_all_134_accented_letters_fold_to_plain_ones() -> None:
    vowels = "aăâeêioôơuưy"
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in ("", *"̣̀́̉̃")}
    accented = {case for letter in letters | {"đ"} for case in (letter, letter.upper()) if not case.isascii()}
    assert len(accented) == 134
    for letter in accented:
        assert fold(letter) in set("aeiouyd")


@given(st.text())
def test_folding_twice_changes_nothing_and_composition_does_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(alphabet="aăâđeêioôơuưyAĂÂĐ -–—̣̀́̉̃"))
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("query", ["khai sinh", "KHAI SINH", "khái sính", "  khai,  sinh ", "kha si", "sinh khai"])
def test_words_are_found_by_their_beginnings_in_any_order_without_accents(query: str) -> None:
    assert set(keys(query)) == {"birth", "again"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("khai sinh", ["birth", "again"]),
        ("sinh", ["birth", "again"]),
        ("so do", ["land"]),
        ("001193", ["birth"]),
        ("1.001193", ["birth"]),
        ("2.000620.000.00.00.h14", ["land"]),
        ("lam giay cho con", ["birth"]),
        ("mo cua hang", ["shop"]),
        ("khai sinh xyz", []),
        ("inh", []),
        ("", []),
        (" - ", []),
    ],
)
def test_name_code_field_and_synonyms_are_searched(query: str, found: list[str]) -> None:
    assert keys(query) == found


def test_what_bears_the_querys_own_accents_comes_first() -> None:
    silk, boat = Entry("silk", "Tơ"), Entry("boat", "Tờ khai tàu")
    assert [entry.key for entry in rank("to", (boat, silk))] == ["silk", "boat"]
    assert [entry.key for entry in rank("tờ", (silk, boat))] == ["boat", "silk"]
    assert [entry.key for entry in rank(unicodedata.normalize("NFD", "tờ"), (silk, boat))] == ["boat", "silk"]


def test_a_word_in_the_name_counts_more_than_one_in_the_field() -> None:
    assert keys("ho kinh doanh")[0] == "shop"
    assert keys("ho") == ["shop", "birth", "death", "again"]


@given(st.permutations(ALL), st.text(alphabet="dangkyhosi 1.", max_size=8))
def test_the_answer_does_not_depend_on_the_order_of_the_entries(entries: list[Entry], query: str) -> None:
    assert rank(query, entries) == rank(query, ALL)


@given(st.text(alphabet="đăngkýhộsổ 1.", max_size=10))
def test_every_word_of_the_query_begins_a_word_of_what_is_found(query: str) -> None:
    for entry in rank(query, ALL):
        text = fold(" ".join((entry.name, entry.code, entry.field, *entry.synonyms)))
        assert all(f" {word}" in f" {text}".replace(".", " ") for word in fold(query).replace(".", " ").split())
