"""Does every text fit, and has every letter its glyph?"""

import csv
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from locales import forms, keys, languages
from printers.lettering import FONTS, fit, fit_headline, font, missing_glyphs, printable, unbroken, width_of
from tests.printers.tickets import LETTERS

NAMES = st.text(alphabet=LETTERS + "abcdeghiklmnopqrstuvxy ABC 0123 -,()/", min_size=1, max_size=300)


def test_there_are_134_accented_letters():
    assert len(set(LETTERS)) == 134


@pytest.mark.parametrize("face", ["Regular", "Bold"])
def test_both_fonts_draw_every_letter_and_sign_of_the_catalogue(face):
    said = "".join(form for each in languages() for key in keys(each) for form in forms(each, key))
    drawn = TTFont(FONTS / f"NotoSans-{face}.ttf").getBestCmap()
    assert {letter for letter in LETTERS + said if ord(letter) not in drawn} == set()
    assert missing_glyphs(LETTERS + said) == frozenset()


def test_the_procedures_of_the_sample_can_be_printed():
    for table in Path("samples").rglob("*.csv"):
        with table.open(encoding="utf-8-sig", newline="") as file:
            assert missing_glyphs("".join(cell for row in csv.reader(file) for cell in row)) == frozenset(), table


def test_a_letter_without_a_glyph_is_named_and_never_drawn_as_a_box(caplog):
    assert missing_glyphs("Mẫu ① 💡") == {"①", "💡"}
    assert printable("Mẫu ① 💡 số\n2") == "Mẫu 1 số 2"
    assert "no glyph for ① 💡" in caplog.text
    caplog.clear()


def test_the_fonts_come_with_their_licence():
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


@given(NAMES, st.sampled_from([20, 24, 34]), st.booleans())
def test_text_is_as_wide_as_measured(text, size, is_bold):
    # Widths are summed letter by letter; with kerning that would be wrong.
    assert abs(width_of(text, size, is_bold) - font(size, is_bold).getlength(text)) <= size / 4


@settings(max_examples=60, deadline=None)
@given(NAMES, st.integers(120, 540))
def test_no_line_is_wider_than_the_paper_and_no_more_than_allowed(text, width):
    for lines in (
        fit(text, width, (28, 24, 20), at_most=3),
        fit_headline(text, width, (34, 28, 22), at_most=3),
    ):
        assert len(lines.lines) <= 3
        assert all(width_of(line, lines.size, lines.is_bold) <= width for line in lines.lines)


@settings(max_examples=60, deadline=None)
@given(NAMES, st.integers(120, 540))
def test_wrapping_loses_no_letter(text, width):
    lines = fit(text, width, (24,)).lines
    assert "".join("".join(lines).split()) == "".join(unicodedata.normalize("NFC", text).split())


def test_a_text_that_cannot_fit_ends_in_an_ellipsis_after_a_whole_word():
    name = "Xác định lại diện tích đất ở của hộ gia đình"
    lines = fit(name, 200, (24,), at_most=2).lines
    assert lines[-1].endswith("…")
    assert lines[-1].removesuffix("…").split()[-1] in name.split()


def test_two_lines_are_of_about_the_same_length():
    first, second = fit("Đăng ký lại khai sinh, kết hôn, giám hộ", 300, (24,)).lines
    assert abs(width_of(first, 24) - width_of(second, 24)) < 100


def test_a_headline_shrinks_a_little_before_it_takes_a_second_line():
    lines = fit_headline("Chứng thực bản sao từ bản chính", 540, (34, 32, 30, 28, 26), at_most=3)
    assert (len(lines.lines), lines.size) == (1, 32)


@pytest.mark.parametrize(
    ("place", "tied"),
    [
        ("Phòng số 12, nhà B", "Phòng số~12, nhà~B"),
        ("Quầy 4", "Quầy~4"),
        ("Phòng 12A tầng 2", "Phòng~12A tầng~2"),
        ("Trụ sở xã", "Trụ sở xã"),
    ],
)
def test_a_number_stays_with_its_room(place, tied):
    assert unbroken(place) == tied.replace("~", "\u00a0")
