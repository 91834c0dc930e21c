"""Is every paper as it must be, at every width: words, edges, codes, and no letter lost?"""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from printers.checklist import ChecklistPaper, checklist_paper
from printers.encode import encode_raster, narrow_bands
from printers.kinds import drawn, paper_of
from printers.mixed import encode_mixed
from printers.ruler import test_paper as words_of_test
from printers.sheet import TALLEST
from tests.printers.papers import EVERY_PAPER, WIDTHS, checklist, long_checklist
from tests.printers.papers import test_page as test_facts
from tests.printers.test_codepage import read
from tests.printers.tickets import ADDRESS, LETTERS, LONGEST_PROCEDURE, facts

QUIET_DOTS = 8


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box that holds everything black."""
    box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box
    return box


def list_of(**changed: Any) -> ChecklistPaper:
    return checklist_paper(json.loads(json.dumps(checklist(**changed))), changed.get("language", "vi"))


@pytest.mark.parametrize("width", [*WIDTHS, 288, 577, 640, 832])
@pytest.mark.parametrize("name", EVERY_PAPER)
def test_every_paper_keeps_within_its_edges(name: str, width: int):
    picture = drawn(EVERY_PAPER[name], width)
    assert (picture.mode, picture.width) == ("1", width)
    left, top, right, bottom = ink(picture)
    assert 0 < top < bottom < picture.height < TALLEST
    if name == "test page":
        assert (left, right) == (0, width)  # its ruler is there to show the edges
    else:
        assert left >= QUIET_DOTS
        assert right <= width - QUIET_DOTS


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY_PAPER)
def test_composed_and_decomposed_letters_give_the_same_picture(name: str, width: int):
    def in_form(form: Any, value: Any) -> Any:
        if isinstance(value, str):
            return unicodedata.normalize(form, value)
        return [in_form(form, each) for each in value] if isinstance(value, list) else value

    told = EVERY_PAPER[name]
    decomposed = {key: in_form("NFD", value) for key, value in told.items()}
    assert drawn(decomposed, width).tobytes() == drawn(told, width).tobytes()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY_PAPER)
def test_mixed_bytes_show_the_same_words_and_a_code_that_is_read(name: str, width: int):
    told = EVERY_PAPER[name]
    _, picture = read(encode_mixed(paper_of(told, width), width).whole(), width)
    codes = [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]
    wanted = "MOT-CUA 0123456789" if told.get("kind") == "test" else told.get("url")
    assert codes == ([wanted] if wanted else [])


@pytest.mark.parametrize(("series", "number"), [(1, 1), (4, 17), (12, 1005), (99, 9999)])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_printers_own_digits_stay_on_one_line(series: int, number: int, width: int):
    words, _ = read(encode_mixed(paper_of(facts(series=series, number=number), width), width).whole(), width)
    assert words == [f"{series}-{number:03}"]


def test_mixed_takes_far_fewer_bytes():
    whole, short = (len(encode(paper_of(facts(url=ADDRESS), 576))) for encode in (_raster, _mixed))
    assert short < 0.65 * whole


def _raster(paper: Any) -> bytes:
    from printers.kinds import written

    return encode_raster(written(paper, 576).finished()).whole()


def _mixed(paper: Any) -> bytes:
    return encode_mixed(paper, 576).whole()


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 900), st.integers(1, 120), st.data())
def test_narrow_bands_are_the_same_picture(width: int, height: int, data: st.DataObject):
    row = (width + 7) // 8
    dots = data.draw(st.binary(min_size=row * height, max_size=row * height))
    picture = Image.frombytes("1", (width, height), dots)
    _, seen = read(b"".join(narrow_bands(picture)), width)
    assert seen.tobytes() == picture.tobytes()


def test_an_empty_band_costs_a_byte_a_row_and_still_feeds():
    bands = list(narrow_bands(Image.new("1", (576, 48), 1)))
    assert bands == [b"\x1dv0\x00\x01\x00\x18\x00" + bytes(24)] * 2


def test_the_list_names_what_to_bring_how_long_how_much_and_when():
    paper = list_of()
    assert paper.title == "GIẤY TỜ CẦN CÓ"
    assert paper.documents[0] == "Tờ khai đăng ký lại khai sinh theo mẫu"
    assert paper.terms == ("Thời hạn giải quyết: 05 ngày làm việc", "Lệ phí: 8.000 đồng")
    assert paper.days == "Ngày trực: thứ Hai, thứ Tư và thứ Sáu"
    assert paper.place == "Nơi tiếp: quầy\u00a04, tầng\u00a01, Bộ phận Một cửa"
    assert paper.source == "Theo Quyết định số 3814/QĐ-BTP, cập nhật ngày 1/3/2017"
    assert paper.ask == "Hỏi thêm: 0206\u00a0000\u00a0000"
    assert paper.code == "Mã thủ tục: 1.004884"


def test_what_is_not_known_of_a_procedure_is_left_out():
    paper = list_of(documents=[], weekdays=[], fee="", time_limit="", place="", phone="", source="", code="")
    assert paper.bring == "Mời ông/bà hỏi cán bộ về giấy tờ cần có."
    assert (paper.terms, paper.days, paper.place, paper.source, paper.ask, paper.code) == ((), "", "", "", "", "")


def test_the_list_speaks_english_too():
    assert list_of(language="en").days == "Duty days: Monday, Wednesday and Friday"


@pytest.mark.parametrize("fact", ["authority", "procedure", "documents", "printed_at", "url", "training"])
def test_a_missing_fact_is_an_error_and_not_a_blank(fact: str):
    with pytest.raises(KeyError):
        checklist_paper({key: value for key, value in checklist().items() if key != fact}, "vi")


@settings(max_examples=20, deadline=None)
@given(st.text(alphabet=LETTERS + "abc ,()0123", max_size=500), st.sampled_from(WIDTHS), st.integers(0, 60))
def test_no_list_however_long_overflows(text: str, width: int, count: int):
    told = long_checklist(documents=[text] * count, procedure=text, fee=text, time_limit=text, place=text, source=text)
    picture = drawn(told, width)
    left, _, right, bottom = ink(picture)
    assert left >= QUIET_DOTS
    assert right <= width - QUIET_DOTS
    assert bottom < picture.height < TALLEST


def test_the_test_page_shows_every_letter_of_both_cases():
    assert set(words_of_test(test_facts(), "vi", 576).letters) - {" "} == set(LETTERS)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_ruler_counts_dots(width: int):
    picture = drawn(test_facts(), width)
    rows = [picture.crop((0, y, width, y + 1)).tobytes() for y in range(picture.height)]
    line = next(y for y, row in enumerate(rows) if y > 200 and picture.crop((0, y, width, y + 1)).getextrema() == (0, 0)
                and picture.crop((0, y + 8, width, y + 9)).getextrema() == (0, 255)
                and not picture.getpixel((80, y + 20)))  # fmt: skip
    marks = [x for x in range(width - 1) if not picture.getpixel((x, line + 10))]
    assert [x for x in marks if x % 8 == 0] == list(range(0, width - 1, 8))
    assert len([x for x in marks if x % 80 in (0, 1)]) >= 2 * (width // 80)


def test_the_longest_name_on_a_ticket_takes_three_lines_and_no_more():
    short, long = (drawn(facts(procedure=name), 384).height for name in ("Khai sinh", LONGEST_PROCEDURE * 3))
    assert long - short < 3 * 28 * 1.4
