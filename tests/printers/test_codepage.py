"""Are a printer's own letters used only where it has them? TCVN-3, against the table of TCVN 5712:1993."""

from __future__ import annotations

import unicodedata

import pytest
import zxingcpp
from PIL import Image

from printers.codepage import MissingLetters, encode_codepage, in_pages
from printers.kinds import paper_of
from printers.printing import encoded
from printers.settings import Printer
from printers.simulated.roll import Roll
from printers.simulated.stream import next_command
from tests.printers.papers import EVERY_PAPER, WIDTHS
from tests.printers.tickets import ADDRESS, LETTERS, facts

PAGES = (30, 31)
# Some letters of the standard, written down from it and not from the code: a typing error would show.
SMALL = {"ă": 0xA8, "â": 0xA9, "đ": 0xAE, "à": 0xB5, "ạ": 0xB9, "ấ": 0xCA, "ế": 0xD5, "ị": 0xDE, "ố": 0xE8, "ợ": 0xEE,
         "ù": 0xEF, "ữ": 0xF7, "ự": 0xF9, "ỵ": 0xFE}  # fmt: skip
CAPITAL = {"Ă": 0xA1, "Â": 0xA2, "Đ": 0xA7, "Ê": 0xAA, "Ơ": 0xAC, "Ư": 0xAD, "Ấ": 0xCA, "Ộ": 0xE9, "Ỵ": 0xFE}


def read(data: bytes, width: int = 576) -> tuple[list[str], Image.Image]:
    roll, left = Roll(width), bytearray(data)
    while left:
        found = next_command(left)
        assert found, left
        command, length = found
        assert command.name != "unknown"
        roll.draw(command)
        del left[:length]
    return list(roll.words), roll.cut()


@pytest.mark.parametrize(("letter", "byte"), [*SMALL.items()])
def test_small_letters(letter: str, byte: int):
    assert in_pages(letter, PAGES) == b"\x1bt\x1e" + bytes((byte,))


@pytest.mark.parametrize(("letter", "byte"), [*CAPITAL.items()])
def test_capitals(letter: str, byte: int):
    assert in_pages(letter, PAGES) == b"\x1bt\x1f" + bytes((byte,))


def test_all_134_letters_are_printed_and_read_back():
    for start in range(0, 134, 20):
        letters = LETTERS[start : start + 20]
        assert read(in_pages(letters, PAGES) + b"\n")[0] == [letters]


def test_golden_bytes_change_the_page_only_where_it_must():
    assert in_pages("Đăng ký Ở đây", PAGES) == (b"\x1bt\x1f\xa7\x1bt\x1e\xa8ng k\xfd \x1bt\x1f\xeb \x1bt\x1e\xae\xa9y")


def test_composed_and_decomposed_letters_give_the_same_bytes():
    text = "Ủy ban nhân dân huyện Quảng Uyên"
    assert in_pages(unicodedata.normalize("NFD", text), PAGES) == in_pages(text, PAGES)


def test_other_numbers_of_pages_are_used_where_a_clone_has_them():
    assert in_pages("đĐ", (18, 19)) == b"\x1bt\x12\xae\x1bt\x13\xa7"


def test_typographic_signs_become_plain_ones():
    assert in_pages("“10–20…”\u00a0", PAGES) == b'"10-20..." '


@pytest.mark.parametrize("text", ["Ŵ", "Mẫu ①", "中", "ñ", "a\u0301\u0323"])
def test_a_letter_that_the_pages_lack_is_refused_and_never_a_question_mark(text: str):
    with pytest.raises(MissingLetters) as refused:
        in_pages(text, PAGES)
    assert refused.value.letters


def test_a_paper_with_such_a_letter_is_drawn_instead():
    printer = Printer("p", "file", encoding="codepage")
    assert len(encoded(facts(), printer).whole()) < 1500
    drawn = encoded(facts(procedure="Cấp thị thực cho ông Nuñez"), printer)
    assert drawn == encoded(facts(procedure="Cấp thị thực cho ông Nuñez"), Printer("p", "file"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY_PAPER)
def test_every_paper_reads_as_text_and_no_line_is_too_long(name: str, width: int):
    told = EVERY_PAPER[name]
    words, picture = read(encode_codepage(paper_of(told, width), width, PAGES).whole(), width)
    assert picture.width == width
    assert "?" not in "".join(words)
    whole = " ".join(" ".join(words).split())
    office = told.get("office", "may-in-1")
    assert office in whole or office.upper() in whole
    codes = [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]
    wanted = told.get("url") if told.get("kind") != "test" else "MOT-CUA 0123456789"
    assert codes == ([wanted] if wanted else [])


def test_the_ticket_is_all_there():
    words, _ = read(encode_codepage(paper_of(facts(url=ADDRESS, reprint=True, training=True), 576), 576, PAGES).whole())
    said = "\n".join(words)
    for needed in (
        "4-017",
        "Phòng Tư pháp",
        "Quầy 4",
        "Phía trước còn 3 người",
        "IN LẠI",
        "TẬP HUẤN",
        "không thay Giấy",
    ):
        assert needed in said, needed
