"""Is this printer set up right? The test page: a ruler over the whole width, every Vietnamese letter, a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from locales import say
from printers.document import Facts
from printers.lettering import fit, fit_headline, font
from printers.picture import draw_code_below
from printers.plate import BLACK, draw_plate
from printers.sheet import OwnNumber, Sheet

LETTERS = (
    "àáảãạ ăằắẳẵặ âầấẩẫậ đ èéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ "
    "ÀÁẢÃẠ ĂẰẮẲẴẶ ÂẦẤẨẪẬ Đ ÈÉẺẼẸ ÊỀẾỂỄỆ ÌÍỈĨỊ ÒÓỎÕỌ ÔỒỐỔỖỘ ƠỜỚỞỠỢ ÙÚỦŨỤ ƯỪỨỬỮỰ ỲÝỶỸỴ"
)
# 203 dots to the inch are 8 to the millimetre; on a head of 180 a centimetre is 71 dots: the page says what to count.
DOTS_PER_MARK, MARKS_PER_NUMBER = 8, 10
CODE = "MOT-CUA 0123456789"
SERIES, DIGITS = "4", "017"


@dataclass(frozen=True, slots=True)
class TestPaper:
    """The words of a test page."""

    title: str
    lines: tuple[str, ...]
    width: str
    edges: str
    marks: str
    letters: str
    bar: str
    code_caption: str
    all_well: str


def test_paper(facts: Facts, language: str, width_dots: int) -> TestPaper:
    """The test page of `facts`. Raises KeyError for a missing fact."""
    at = datetime.fromisoformat(facts["printed_at"])
    lines = (
        say(language, "testpage.printer", printer=facts["printer"], where=facts["where"]),
        say(language, "testpage.encoding", encoding=facts["encoding"]),
        say(language, "slip.printed", time=at.time(), date=at.date()),
    )
    return TestPaper(
        title=say(language, "testpage.title"),
        lines=lines,
        width=say(language, "testpage.width", dots=str(width_dots)),
        edges=say(language, "testpage.edges"),
        marks=say(language, "testpage.marks"),
        letters=LETTERS,
        bar=say(language, "testpage.bar"),
        code_caption=say(language, "testpage.code", text=CODE),
        all_well=say(language, "testpage.all_well"),
    )


def write_test(sheet: Sheet, paper: TestPaper) -> None:
    """The test page on a sheet; its ruler and bar alone go from edge to edge."""
    body = sheet.sizes(22, 24, 20)
    sheet.centred(fit_headline(paper.title, sheet.inner, sheet.sizes(32, 42, 24), at_most=2))
    for line in paper.lines:
        sheet.centred(fit(line, sheet.inner, body, at_most=2))
    _draw_ruler(sheet, paper)
    if sheet.leaves_room:
        sheet.leave(OwnNumber(SERIES, DIGITS))
    else:
        _draw_number(sheet)
    for is_bold in (False, True):
        sheet.centred(fit(paper.letters, sheet.inner, (24,), is_bold=is_bold), gap=4)
    sheet.centred(fit(paper.bar, sheet.inner, body, at_most=3), gap=10)
    sheet.canvas.rectangle((0, sheet.y + 6, sheet.width - 1, sheet.y + 30), fill=BLACK)
    sheet.y += 40
    draw_code_below(sheet, paper.code_caption, CODE)
    sheet.centred(fit_headline(paper.all_well, sheet.inner, sheet.sizes(24, 28, 20), at_most=4), gap=6)


def _draw_number(sheet: Sheet) -> None:
    bottom = sheet.y + 8 + round(sheet.inner * 0.25)
    draw_plate(sheet.canvas, (sheet.margin, sheet.y + 8, sheet.width - sheet.margin - 1, bottom), SERIES, DIGITS)
    sheet.y = bottom + 8


def _draw_ruler(sheet: Sheet, paper: TestPaper) -> None:
    sheet.centred(fit_headline(paper.width, sheet.inner, sheet.sizes(28, 34, 22), at_most=2), gap=8)
    top, last = sheet.y + 8, sheet.width - 1
    _draw_arrow(sheet, 0, 1, top + 20)
    _draw_arrow(sheet, last, -1, top + 20)
    sheet.canvas.line((0, top + 20, last, top + 20), fill=BLACK, width=2)
    line = top + 48
    sheet.canvas.line((0, line, last, line), fill=BLACK, width=2)
    for mark, x in enumerate(range(0, sheet.width, DOTS_PER_MARK)):
        is_numbered = mark % MARKS_PER_NUMBER == 0
        length = 28 if is_numbered else 20 if mark % 5 == 0 else 12
        sheet.canvas.line((x, line, x, line + length), fill=BLACK, width=2 if is_numbered else 1)
        if is_numbered and mark and x < sheet.width - 12:
            sheet.canvas.text((x, line + 52), str(mark), font=font(20), fill=BLACK, anchor="ms")
    sheet.canvas.line((last, line, last, line + 28), fill=BLACK, width=2)
    sheet.y = line + 60
    for sentence in (paper.edges, paper.marks):
        sheet.centred(fit(sentence, sheet.inner, sheet.sizes(22, 24, 20), at_most=4), gap=4)


def _draw_arrow(sheet: Sheet, tip: int, inwards: int, y: int) -> None:
    """Its point is the very last dot of the edge."""
    sheet.canvas.polygon([(tip, y), (tip + inwards * 22, y - 12), (tip + inwards * 22, y + 12)], fill=BLACK)
