"""Does the ticket look as it must, at every width?"""

import unicodedata
from typing import Any

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from printers.document import ticket_paper
from printers.picture import draw_ticket
from printers.qr import qr_picture
from tests.printers.tickets import ADDRESS, LETTERS, facts, long_facts

WIDTHS = [576, 512, 432, 420, 384]
QUIET_DOTS = 8


def drawn(told: dict[str, Any], width: int) -> Image.Image:
    return draw_ticket(ticket_paper(told, told["language"]), width)


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box that holds everything black."""
    box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box
    return box


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("told", [facts(), long_facts(), long_facts(url=None)], ids=["short", "long", "no code"])
def test_the_picture_has_one_bit_and_exactly_the_width_of_the_paper(told, width):
    picture = drawn(told, width)
    assert picture.mode == "1"
    assert picture.width == width
    left, top, right, bottom = ink(picture)
    assert left >= QUIET_DOTS
    assert right <= width - QUIET_DOTS
    assert top > 0
    assert bottom < picture.height


@pytest.mark.parametrize("width", [576, 384])
def test_composed_and_decomposed_letters_give_the_same_picture(width):
    words = {"procedure": LETTERS[:67], "department": LETTERS[67:], "place": "Phòng họp tầng trệt"}
    composed = {key: unicodedata.normalize("NFC", value) for key, value in words.items()}
    decomposed = {key: unicodedata.normalize("NFD", value) for key, value in words.items()}
    assert composed != decomposed
    first, second = drawn(facts(**composed), width), drawn(facts(**decomposed), width)
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_reader_of_another_maker_reads_the_code(width):
    picture = drawn(long_facts(), width).convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [ADDRESS]


def test_without_an_address_there_is_no_code():
    assert zxingcpp.read_barcodes(drawn(facts(), 576).convert("L")) == []


def test_the_code_keeps_its_quiet_zone_and_whole_dots():
    picture = qr_picture(ADDRESS, 216)
    left, top, right, _ = ink(picture)
    scale = left // 4
    assert scale >= 4
    assert (left, top) == (4 * scale, 4 * scale)
    assert (right - left) % scale == 0
    assert picture.width <= 216


def test_training_is_marked_by_a_black_bar_across_the_top():
    trained, real = drawn(facts(training=True), 576), drawn(facts(), 576)
    assert trained.height > real.height
    bar = trained.crop((18, 12, 558, 40)).convert("L")
    assert bar.histogram()[0] > 0.6 * bar.width * bar.height


def test_the_number_fills_the_width_of_the_paper():
    plain, other = drawn(facts(), 576), drawn(facts(number=18), 576)
    left, top, right, bottom = ink(ImageChops.invert(ImageChops.logical_xor(plain, other)))
    # Only the last digit differs: it alone is a fifth of the paper wide and a centimetre and a half high.
    assert right - left > 90
    assert bottom - top > 130


@pytest.mark.parametrize("number", [1, 999, 1000, 12345])
@pytest.mark.parametrize("series", [1, 12, 104])
def test_any_number_stays_on_its_plate(series, number):
    left, _, right, _ = ink(drawn(facts(series=series, number=number), 384))
    assert (left, right) == (12, 372)


@settings(max_examples=25, deadline=None)
@given(
    st.text(alphabet=LETTERS + "abcdeghiklmnoprstuvxy  ,()-0123", max_size=400),
    st.text(alphabet=LETTERS + "ABCDEGHIKLMNOPQRSTUVXY ", min_size=1, max_size=120),
    st.sampled_from([576, 420, 384]),
    st.sampled_from([None, ADDRESS]),
)
def test_no_name_however_long_reaches_the_edge(procedure, name, width, url):
    told = long_facts(procedure=procedure, department=name, place=name, office=name, url=url)
    left, _, right, _ = ink(drawn(told, width))
    assert left >= QUIET_DOTS
    assert right <= width - QUIET_DOTS
    if url:
        assert [code.text for code in zxingcpp.read_barcodes(drawn(told, width).convert("L"))] == [url]
