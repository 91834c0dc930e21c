"""Does the reminder slip say when to come, and does it look as it must at every width?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageChops

from printers.document import SlipPaper, slip_paper
from printers.kinds import drawn
from printers.printing import Job, print_job
from printers.sheet import TALLEST
from rules.states import JobState
from tests.printers.slips import long_slip, slip
from tests.printers.tickets import ADDRESS, facts

WIDTHS = [576, 512, 432, 420, 384]
QUIET_DOTS = 8


def paper(language: str = "vi", **changed: Any) -> SlipPaper:
    # Through JSON, as the server and the database hand them over.
    return slip_paper(json.loads(json.dumps(slip(**changed))), language)


def test_the_slip_names_day_hours_and_place() -> None:
    told = paper()
    assert told.title == "PHIẾU NHẮC NGÀY TRỰC"
    assert (told.weekday, told.date) == ("Thứ Ba", "14/3/2017")
    assert told.hours == ("Sáng 7:30–11:30", "Chiều 13:30–17:00")
    assert told.place == "Quầy\u00a03, tầng\u00a01, Bộ phận Một cửa"
    assert told.printed == "In lúc 8:44, 13/3/2017"


def test_the_slip_says_that_it_is_no_number_and_that_the_roster_may_change() -> None:
    assert paper().not_number == "Đây không phải số thứ tự. Khi đến, mời ông/bà lấy số mới."
    assert paper().changes == "Lịch có thể thay đổi. Hỏi trước: 0206\u00a0000\u00a0000."
    assert paper(phone="").changes == "Lịch có thể thay đổi."


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Khi đến, ông/bà nhớ mang theo"),
        ({"documents": []}, "Mời ông/bà hỏi cán bộ về giấy tờ cần có."),
        ({"documents": [], "procedure": None}, ""),
    ],
)
def test_what_to_bring_is_told_as_far_as_known(changed: dict[str, Any], said: str) -> None:
    assert paper(**changed).bring == said


def test_training_is_marked() -> None:
    assert paper(training=True).training == "TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ"
    assert paper().training is None


def test_the_slip_speaks_english_too() -> None:
    told = paper("en")
    assert (told.title, told.weekday) == ("DUTY-DAY REMINDER", "Tuesday")
    assert told.hours[0] == "Morning 7:30–11:30"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "told", [slip(), long_slip(), slip(documents=[], procedure=None)], ids=["short", "long", "bare"]
)
def test_the_picture_has_exactly_the_width_of_the_paper_and_an_end(told: dict[str, Any], width: int) -> None:
    picture = drawn(told, width)
    assert (picture.mode, picture.width) == ("1", width)
    left, top, right, bottom = ink(picture)
    assert left >= QUIET_DOTS
    assert right <= width - QUIET_DOTS
    assert top > 0
    assert bottom < picture.height < TALLEST


@pytest.mark.parametrize("width", WIDTHS)
def test_the_code_at_its_end_is_read(width: int) -> None:
    found = zxingcpp.read_barcodes(drawn(slip(url=ADDRESS), width).convert("L"))
    assert [code.text for code in found] == [ADDRESS]


def test_training_is_a_black_bar_across_the_top() -> None:
    bar = drawn(slip(training=True), 576).crop((18, 12, 558, 40)).convert("L")
    assert bar.histogram()[0] > 0.6 * bar.width * bar.height


def test_a_job_says_which_paper_it_is_and_is_a_ticket_where_it_does_not() -> None:
    assert drawn(facts(), 576).tobytes() == drawn(facts(document="ticket"), 576).tobytes()
    with pytest.raises(KeyError):
        drawn(slip(document="poster"), 576)


def test_a_preview_printer_keeps_the_slip_under_its_token(tmp_path: Path) -> None:
    printer = {"code": "preview", "kind": "preview", "width_dots": 384}
    delivery = print_job(Job(1, 1, slip(token="a-slip"), printer), tmp_path)
    assert delivery.state is JobState.PRINTED
    with Image.open(tmp_path / "a-slip.png") as kept:
        assert kept.width == 384


def test_a_paper_that_nobody_knows_is_left_to_an_officer(tmp_path: Path) -> None:
    printer = {"code": "preview", "kind": "preview"}
    assert print_job(Job(1, 1, slip(document="poster"), printer), tmp_path).state is JobState.DOUBTFUL


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box that holds everything black."""
    box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box
    return box
