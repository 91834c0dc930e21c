"""What does an official sheet look like? A4, type, head, rules, tables of Decree 30/2020/NĐ-CP, annex I.

Only the drawing of it: whose letter it is and what it says stands in letter.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from reports.plain_text import plain

FONT = "Times New Roman"
BODY = Pt(13)
SMALL = Pt(11)
HEADING = Pt(10)
NONE = Pt(0)
TWIP = 635  # English metric units in a twentieth of a point
TEXT_WIDTH = Mm(164)
CENTRED, JUSTIFIED, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT


def official_page() -> DocumentType:
    """An empty A4 sheet: margins 20, 20, 30, 16 mm; from the second page on its number in the middle on top."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(16)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _set_type(document)
    number = section.header.paragraphs[0]
    number.alignment = CENTRED
    _add_field(number, "PAGE")
    return document


def add_line(
    where: Any,
    text: str,
    *,
    size: Length = BODY,
    bold: bool = False,
    italic: bool = False,
    alignment: WD_ALIGN_PARAGRAPH = CENTRED,
    after: Length = NONE,
) -> Paragraph:
    """A line of a head or a cell; the first one of a cell takes the empty paragraph that every cell has."""
    is_fresh_cell = isinstance(where, _Cell) and len(where.paragraphs) == 1 and not where.text
    paragraph: Paragraph = where.paragraphs[0] if is_fresh_cell else where.add_paragraph()
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_after = after
    run = paragraph.add_run(plain(text))
    run.bold, run.italic, run.font.size = bold, italic, size
    return paragraph


def add_paragraph(document: DocumentType, text: str, *, bold: bool = False, keep_next: bool = False) -> Paragraph:
    """Body text: justified, first line 1 cm in, 6 points apart (annex I, part II, clause 6)."""
    paragraph = add_line(document, text, bold=bold, alignment=JUSTIFIED, after=Pt(6))
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.keep_with_next = keep_next
    return paragraph


def add_gap(where: Any, height: Length) -> Paragraph:
    """A little room, exactly so high: an empty paragraph is else as high as its own end mark."""
    paragraph = add_line(where, "")
    paragraph.paragraph_format.line_spacing = height
    return paragraph


def add_dots(document: DocumentType) -> None:
    """A dotted line to write on by hand."""
    paragraph = add_line(document, "\t", alignment=LEFT, after=Pt(6))
    paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def add_rule(where: Any, width: Length, inside: Length, *, after: Length = NONE) -> None:
    """A thin line of `width` in the middle of `inside`: a border, so that it stays where the words are."""
    paragraph = add_gap(where, Pt(3))
    paragraph.paragraph_format.space_after = after
    indent = Length((inside - width) // 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent
    border = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        border.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:pBdr")
    borders.append(border)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def add_columns(document: DocumentType, widths: Sequence[Length]) -> tuple[_Cell, ...]:
    """A row of columns without lines, kept on one page."""
    table = document.add_table(rows=1, cols=len(widths))
    _fix(table, widths)
    _keep_whole(table, 0)
    return tuple(table.rows[0].cells)


def add_table(
    document: DocumentType, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[Length], words: int
) -> Table:
    """A ruled table; its head comes again on every page. The columns from `words` on hold figures."""
    table: Table = document.add_table(rows=1 + len(rows), cols=len(headings), style="Table Grid")
    _fix(table, widths)
    _set_cell_margins(table, Mm(1))
    for at, (cells, texts) in enumerate(zip(table.rows, (headings, *rows), strict=True)):
        for column, (cell, text) in enumerate(zip(cells.cells, texts, strict=True)):
            is_words = at > 0 and 0 < column < words
            size = HEADING if at == 0 else SMALL
            add_line(cell, text, size=size, bold=at == 0, alignment=LEFT if is_words else CENTRED)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _keep_whole(table, at)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def _fix(table: Table, widths: Sequence[Length]) -> None:
    """Widths as given: Word would else make columns by their words, LibreOffice all alike."""
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _set_cell_margins(table: Table, side: Length) -> None:
    """Left and right; Word's own 1.9 mm would break "Không" in a narrow column."""
    margins = OxmlElement("w:tblCellMar")
    for name in ("left", "right"):
        margin = OxmlElement(f"w:{name}")
        margin.set(qn("w:w"), str(side // TWIP))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.append(margins) if look is None else look.addprevious(margins)


def _keep_whole(table: Table, row: int) -> None:
    table.rows[row]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _set_type(document: DocumentType) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, BODY
    style.paragraph_format.space_after = Pt(0)
    properties = style.element.get_or_add_rPr()
    # Named for every script, or Word takes its theme's type for the letters with two accents.
    for script in ("eastAsia", "cs"):
        properties.rFonts.set(qn(f"w:{script}"), FONT)
    language = OxmlElement("w:lang")
    for name in ("val", "eastAsia"):
        language.set(qn(f"w:{name}"), "vi-VN")
    properties.append(language)


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
