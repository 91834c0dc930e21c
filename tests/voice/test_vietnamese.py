"""Numbers in Vietnamese: by table, against num2words where that is right, and read back by vietnam-number."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import vietnam_number

from voice.vietnamese import LETTERS, NORTH, PLACE, SOUTH, Style, cardinal, digits

TABLE = {
    0: "không",
    1: "một",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    31: "ba mươi mốt",
    44: "bốn mươi tư",
    55: "năm mươi lăm",
    91: "chín mươi mốt",
    100: "một trăm",
    101: "một trăm linh một",
    104: "một trăm linh bốn",
    105: "một trăm linh năm",
    110: "một trăm mười",
    111: "một trăm mười một",
    115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt",
    555: "năm trăm năm mươi lăm",
    1000: "một nghìn",
    1001: "một nghìn không trăm linh một",
    1005: "một nghìn không trăm linh năm",
    1010: "một nghìn không trăm mười",
    1015: "một nghìn không trăm mười lăm",
    1021: "một nghìn không trăm hai mươi mốt",
    1050: "một nghìn không trăm năm mươi",
    1100: "một nghìn một trăm",
    2017: "hai nghìn không trăm mười bảy",
    4444: "bốn nghìn bốn trăm bốn mươi tư",
    9999: "chín nghìn chín trăm chín mươi chín",
    20_000: "hai mươi nghìn",
    100_005: "một trăm nghìn không trăm linh năm",
    1_000_001: "một triệu không trăm linh một",
    1_200_000: "một triệu hai trăm nghìn",
}
# num2words 0.5.14 in Vietnamese, 0 … 999 (it says "lẻ" and never "tư"; above 999 it leaves out "không trăm").
NUM2WORDS = (Path(__file__).parent / "num2words_vi.txt").read_text(encoding="utf-8").splitlines()
STYLES = [Style(*each) for each in itertools.product(("linh", "lẻ", "không"), ("nghìn", "ngàn"), ("tư", "bốn"))]


@pytest.mark.parametrize(("number", "words"), TABLE.items())
def test_a_number_is_read_as_in_the_north(number: int, words: str) -> None:
    assert cardinal(number, NORTH) == words


def test_up_to_999_num2words_reads_the_same() -> None:
    assert [cardinal(number, Style("lẻ", "nghìn", "bốn")) for number in range(1000)] == NUM2WORDS


@pytest.mark.parametrize("style", STYLES[:4:3])
def test_every_number_up_to_9999_is_understood_by_another_program(style: Style) -> None:
    numbers = range(10_000)
    assert [number for number in numbers if vietnam_number.w2n(cardinal(number, style)) != number] == []


@pytest.mark.parametrize("style", STYLES)
def test_no_two_numbers_sound_alike(style: Style) -> None:
    assert len({cardinal(number, style) for number in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    ("number", "style", "words"),
    [
        (105, SOUTH, "một trăm lẻ năm"),
        (1005, SOUTH, "một ngàn không trăm lẻ năm"),
        (24, SOUTH, "hai mươi bốn"),
        (24, PLACE, "hai mươi bốn"),
        (21, PLACE, "hai mươi mốt"),
        (105, Style(zero_tens="không"), "một trăm không năm"),
    ],
)
def test_regions_differ_in_few_words(number: int, style: Style, words: str) -> None:
    assert cardinal(number, style) == words


def test_ticket_digits_never_change_with_their_place() -> None:
    assert digits("017") == ["không", "một", "bảy"]
    assert digits("1000") == ["một", "không", "không", "không"]
    assert digits("455") == ["bốn", "năm", "năm"]
    words = {word for number in range(1, 2000) for word in digits(f"{number:03d}")}
    assert words.isdisjoint({"mốt", "tư", "lăm", "linh", "lẻ", "mười", "mươi"})


@pytest.mark.parametrize("number", [-1, 1_000_000_000])
def test_a_number_that_nobody_says_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="not between"):
        cardinal(number)


def test_d_and_đ_have_names_of_their_own() -> None:
    assert (LETTERS["D"], LETTERS["Đ"]) == ("dê", "đê")
