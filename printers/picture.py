"""How do a ticket and a slip look? Their paper → one-bit picture of any width; what is drawn is what is printed.

An old person reads it at arm's length: body text is 3 mm high, the number fills the paper.
"""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image

from printers.document import SlipPaper, TicketPaper
from printers.lettering import Lines, fit, fit_headline
from printers.plate import draw_plate
from printers.qr import qr_picture
from printers.sheet import OwnCode, OwnNumber, Sheet

# Narrower paper has no room for a code beside the place.
TWO_COLUMNS_FROM = 500
# In dots: a list of papers that would go on below this ends there, before it costs a metre of paper.
LONGEST_LIST = 2400


def draw_ticket(paper: TicketPaper, width_dots: int) -> Image.Image:
    """The ticket in mode "1" (0 is ink), exactly `width_dots` wide and as high as it needs."""
    sheet = Sheet(width_dots)
    write_ticket(sheet, paper)
    return sheet.finished()


def write_ticket(sheet: Sheet, paper: TicketPaper) -> None:
    """The ticket on a sheet; one that leaves room for the printer's own signs gets number and code that way."""
    _draw_marks(sheet, paper)
    draw_head(sheet, paper.authority, paper.office, paper.title)
    _draw_number(sheet, paper)
    sheet.tear_line()
    _draw_way(sheet, paper)
    sheet.tear_line()
    _draw_notes(sheet, paper)


def draw_slip(paper: SlipPaper, width_dots: int) -> Image.Image:
    """The reminder slip, as `draw_ticket`."""
    sheet = Sheet(width_dots)
    write_slip(sheet, paper)
    return sheet.finished()


def write_slip(sheet: Sheet, paper: SlipPaper) -> None:
    """The slip on a sheet: the day is what must be found again at home, so it is the largest."""
    draw_training(sheet, paper.training)
    draw_head(sheet, paper.authority, paper.office, paper.title)
    sheet.y += sheet.scaled(6, 8)
    draw_subject(sheet, (paper.procedure,), paper.department)
    sheet.tear_line()
    _draw_day(sheet, paper)
    sheet.tear_line()
    if paper.bring:
        draw_list(sheet, paper.bring, paper.documents)
    body = sheet.sizes(22, 24, 20)
    sheet.centred(fit(paper.not_number, sheet.inner, body, is_bold=True), gap=5)
    for note in (paper.changes, paper.printed):
        sheet.centred(fit(note, sheet.inner, body), gap=5)
    if paper.qr_address:
        draw_code_below(sheet, paper.qr_caption, paper.qr_address)


def _draw_day(sheet: Sheet, paper: SlipPaper) -> None:
    """When and where to come."""
    sheet.centred(fit(paper.lead, sheet.inner, sheet.sizes(24, 26, 20), at_most=2))
    for line in (paper.weekday, paper.date):
        sheet.centred(fit_headline(line, sheet.inner, sheet.sizes(56, 76, 40), at_most=1))
    for line in paper.hours:
        sheet.centred(fit_headline(line, sheet.inner, sheet.sizes(30, 38, 24), at_most=2))
    sheet.centred(fit_headline(paper.place, sheet.inner, sheet.sizes(30, 36, 24), at_most=4), gap=8)


def draw_list(sheet: Sheet, heading: str, entries: Iterable[str], has_boxes: bool = False) -> None:
    """What to bring, one paragraph for each paper; with `has_boxes`, one to tick for each."""
    body = sheet.sizes(22, 24, 20)
    sheet.centred(fit_headline(heading, sheet.inner, sheet.sizes(24, 28, 20), at_most=3))
    indent = sheet.scaled(30, 36) if has_boxes else sheet.scaled(20, 26)
    for each in entries:
        if sheet.y > LONGEST_LIST:
            sheet.centred(fit("…", sheet.inner, body))
            break
        lines = fit(each, sheet.inner - indent, body, at_most=8)
        if has_boxes:
            sheet.box(sheet.y + 4, lines.size)
        else:
            sheet.text(fit("–", indent, body), sheet.margin, indent, sheet.y + 4, is_centred=False)
        sheet.y = sheet.text(lines, sheet.margin + indent, sheet.inner - indent, sheet.y + 4, is_centred=False)
    sheet.tear_line()


def draw_training(sheet: Sheet, mark: str | None) -> None:
    """The black bar across the top of everything that has no value."""
    if mark:
        sheet.bar(fit_headline(mark, sheet.inner - 16, sheet.sizes(28, 34, 20), at_most=2))


def _draw_marks(sheet: Sheet, paper: TicketPaper) -> None:
    draw_training(sheet, paper.training)
    if paper.reprint:
        sheet.framed(fit_headline(paper.reprint, sheet.inner - 16, sheet.sizes(28, 34, 20), at_most=2))


def draw_head(sheet: Sheet, authority: str, office: str, title: str) -> None:
    """Authority and office as Decree 30/2020/NĐ-CP sets them: capitals, the lower bold, a line below."""
    sheet.centred(fit(authority.upper(), sheet.inner, sheet.sizes(20, 24, 18), at_most=2))
    sheet.centred(fit_headline(office.upper(), sheet.inner, sheet.sizes(24, 30, 20), at_most=2))
    sheet.short_rule()
    sheet.centred(fit_headline(title, sheet.inner, sheet.sizes(32, 42, 24), at_most=2))


def _draw_number(sheet: Sheet, paper: TicketPaper) -> None:
    if sheet.leaves_room:
        sheet.leave(OwnNumber(paper.series, paper.digits))
    else:
        _draw_plate(sheet, paper)
    draw_subject(sheet, (paper.procedure, paper.visit), paper.department)


def _draw_plate(sheet: Sheet, paper: TicketPaper) -> None:
    top = sheet.y + sheet.scaled(6, 8)
    bottom = top + round(sheet.inner * 0.4)
    right = sheet.width - sheet.margin - 1
    draw_plate(sheet.canvas, (sheet.margin, top, right, bottom), paper.series, paper.digits)
    sheet.y = bottom + sheet.scaled(6, 8)


def draw_subject(sheet: Sheet, subjects: Iterable[str], department: str) -> None:
    """What the citizen came for, and who is responsible."""
    for what in filter(None, subjects):
        sheet.centred(fit_headline(what, sheet.inner, sheet.sizes(28, 34, sheet.scaled(18, 22)), at_most=3))
    sheet.centred(fit(department, sheet.inner, sheet.sizes(24, 28, 20), at_most=2))


def _draw_way(sheet: Sheet, paper: TicketPaper) -> None:
    """Where to go and how many are before; with it the code, where there is an address."""
    if paper.qr_address and sheet.width >= TWO_COLUMNS_FROM and not sheet.leaves_room:
        _draw_way_beside_code(sheet, paper, paper.qr_address)
        return
    for lines in _way(sheet, paper, sheet.inner):
        sheet.centred(lines)
    if paper.qr_address:
        draw_code_below(sheet, paper.qr_caption, paper.qr_address)


def _draw_way_beside_code(sheet: Sheet, paper: TicketPaper, address: str) -> None:
    column = round(sheet.inner * 0.42)
    code = qr_picture(address, column)
    caption = fit(paper.qr_caption, column, (22, 20, 18), at_most=4)
    way = _way(sheet, paper, sheet.inner - column - 12)
    way_height, code_height = sum(lines.height for lines in way), code.height - 8 + caption.height
    y = sheet.y + max(0, code_height - way_height) // 2
    for lines in way:
        y = sheet.text(lines, sheet.margin, sheet.inner - column - 12, y, is_centred=False)
    left = sheet.width - sheet.margin - column
    sheet.image.paste(code, (left + (column - code.width) // 2, sheet.y))
    sheet.text(caption, left, column, sheet.y + code.height - 8, is_centred=True)
    sheet.y += max(way_height, code_height)


def draw_code_below(sheet: Sheet, words: str, address: str) -> None:
    if sheet.leaves_room:
        sheet.leave(OwnCode(address))
        sheet.centred(fit(words, sheet.inner, (24, 22, 20), at_most=3))
        return
    code = qr_picture(address, round(sheet.inner * 0.6))
    left, width = sheet.margin + code.width, sheet.inner - code.width
    caption = fit(words, width, (24, 22, 20, 18), at_most=5)
    sheet.image.paste(code, (sheet.margin, sheet.y))
    sheet.text(caption, left, width, sheet.y + (code.height - caption.height) // 2, is_centred=False)
    sheet.y += code.height


def _way(sheet: Sheet, paper: TicketPaper, width: int) -> list[Lines]:
    """The place very large between its words, then the people ahead."""
    small, place = sheet.sizes(24, 26, 20), paper.place
    parts = (
        fit(place.before, width, small, at_most=3),
        fit_headline(place.strong[:1].upper() + place.strong[1:], width, sheet.sizes(46, 60, 22), at_most=3),
        fit(place.after, width, small, at_most=3),
        fit_headline(paper.ahead, width, sheet.sizes(26, 28, 20), at_most=4),
    )
    return [each for each in parts if each.lines]


def _draw_notes(sheet: Sheet, paper: TicketPaper) -> None:
    body = sheet.sizes(22, 24, 20)
    if paper.code:
        sheet.centred(fit_headline(paper.code, sheet.inner, sheet.sizes(28, 34, 22), at_most=1))
    sheet.centred(fit_headline(paper.issued, sheet.inner, body, at_most=2))
    for note in (paper.valid, paper.missed, paper.order):
        sheet.centred(fit(note, sheet.inner, body, at_most=6), gap=5)
    sheet.centred(fit(paper.not_receipt, sheet.inner, body, is_bold=True), gap=5)
    sheet.centred(fit(paper.thanks, sheet.inner, body), gap=10)
