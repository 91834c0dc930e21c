"""How does a paper read as plain lines of text? For printers that write with their own letters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from printers.checklist import ChecklistPaper
from printers.document import SlipPaper, TicketPaper
from printers.kinds import Paper
from printers.ruler import CODE, DIGITS, SERIES, TestPaper
from printers.sheet import Own, OwnCode, OwnNumber


@dataclass(frozen=True, slots=True)
class TextLine:
    """`size` 2 is twice as wide and high."""

    text: str
    size: int = 1
    is_bold: bool = False
    is_centred: bool = True


LONGEST_LIST = 20
RULE = TextLine("-")
Line = TextLine | Own


def lines_of(paper: Paper) -> Iterator[Line]:
    """The paper from top to bottom; a rule is drawn as wide as the paper."""
    match paper:
        case TicketPaper():
            yield from _ticket(paper)
        case SlipPaper():
            yield from _slip(paper)
        case ChecklistPaper():
            yield from _checklist(paper)
        case TestPaper():
            yield from _test(paper)


def wrapped(text: str, columns: int, hanging: str = "") -> list[str]:
    """`text` in lines of so many letters; a longer word is broken where it must be."""
    return textwrap.wrap(text, columns, break_on_hyphens=False, subsequent_indent=hanging) or [""]


def _head(paper: TicketPaper | SlipPaper | ChecklistPaper) -> Iterator[Line]:
    if paper.training:
        yield TextLine(f"*** {paper.training} ***", is_bold=True)
    if isinstance(paper, TicketPaper) and paper.reprint:
        yield TextLine(f"[ {paper.reprint} ]", is_bold=True)
    yield TextLine(paper.authority.upper())
    yield TextLine(paper.office.upper(), is_bold=True)
    yield TextLine(paper.title, size=2, is_bold=True)


def _ticket(paper: TicketPaper) -> Iterator[Line]:
    yield from _head(paper)
    yield OwnNumber(paper.series, paper.digits)
    yield from _all(paper.procedure, paper.visit, is_bold=True)
    yield from (TextLine(paper.department), RULE)
    yield from _all(paper.place.before)
    yield TextLine(paper.place.strong, size=2, is_bold=True)
    yield from _all(paper.place.after)
    yield from _all(paper.ahead, is_bold=True)
    yield from _code(paper.qr_address, paper.qr_caption)
    yield RULE
    yield from _all(paper.code, paper.issued, is_bold=True)
    yield from _all(paper.valid, paper.missed, paper.order)
    yield from _all(paper.not_receipt, is_bold=True)
    yield TextLine(paper.thanks)


def _slip(paper: SlipPaper) -> Iterator[Line]:
    yield from _head(paper)
    yield from _all(paper.procedure, is_bold=True)
    yield from (TextLine(paper.department), RULE, TextLine(paper.lead))
    yield from (TextLine(each, size=2, is_bold=True) for each in (paper.weekday, paper.date))
    yield from _all(*paper.hours, paper.place, is_bold=True)
    yield RULE
    yield from _list(paper.bring, paper.documents)
    yield from _all(paper.not_number, is_bold=True)
    yield from _all(paper.changes, paper.printed)
    yield from _code(paper.qr_address, paper.qr_caption)


def _checklist(paper: ChecklistPaper) -> Iterator[Line]:
    yield from _head(paper)
    yield from _all(paper.procedure, is_bold=True)
    yield from _all(paper.department, paper.code)
    yield RULE
    yield from _list(paper.bring, paper.documents)
    yield from _all(*paper.terms, paper.days, paper.place, is_bold=True)
    yield from _all(paper.ask, paper.source, paper.printed)
    yield from _code(paper.qr_address, paper.qr_caption)


def _test(paper: TestPaper) -> Iterator[Line]:
    yield TextLine(paper.title, size=2, is_bold=True)
    yield from _all(*paper.lines, paper.width)
    yield from (RULE, OwnNumber(SERIES, DIGITS), TextLine(paper.letters), TextLine(paper.letters, is_bold=True), RULE)
    yield from _code(CODE, paper.code_caption)
    yield TextLine(paper.all_well, is_bold=True)


def _all(*texts: str, is_bold: bool = False) -> Iterator[Line]:
    yield from (TextLine(text, is_bold=is_bold) for text in texts if text)


def _list(heading: str, entries: tuple[str, ...]) -> Iterator[Line]:
    if heading:
        yield TextLine(heading, is_bold=True)
        for each in entries[:LONGEST_LIST]:
            yield TextLine(f"- {each}", is_centred=False)
        if len(entries) > LONGEST_LIST:
            yield TextLine("...")
        yield RULE


def _code(address: str | None, caption: str) -> Iterator[Line]:
    if address:
        yield from (OwnCode(address), TextLine(caption))
