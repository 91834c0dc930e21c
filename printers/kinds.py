"""Which paper do a job's facts ask for? Words, sheet and picture of each kind."""

from __future__ import annotations

from PIL import Image

from printers.checklist import ChecklistPaper, checklist_paper, write_checklist
from printers.document import Facts, SlipPaper, TicketPaper, slip_paper, ticket_paper
from printers.picture import write_slip, write_ticket
from printers.ruler import TestPaper, test_paper, write_test
from printers.sheet import Sheet

Paper = TicketPaper | SlipPaper | ChecklistPaper | TestPaper


def paper_of(facts: Facts, width_dots: int) -> Paper:
    """The words of whichever paper the facts are for. Raises KeyError for facts that are no paper of ours."""
    # "document" is what the jobs of older databases call it.
    kind, language = facts.get("kind") or facts.get("document", "ticket"), facts["language"]
    match kind:
        case "ticket":
            return ticket_paper(facts, language)
        case "slip":
            return slip_paper(facts, language)
        case "checklist":
            return checklist_paper(facts, language)
        case "test":
            return test_paper(facts, language, width_dots)
    raise KeyError(kind)


def written(paper: Paper, width_dots: int, leaves_room: bool = False) -> Sheet:
    """The paper on a sheet; `leaves_room` for what the printer makes by itself."""
    sheet = Sheet(width_dots, leaves_room)
    match paper:
        case TicketPaper():
            write_ticket(sheet, paper)
        case SlipPaper():
            write_slip(sheet, paper)
        case ChecklistPaper():
            write_checklist(sheet, paper)
        case TestPaper():
            write_test(sheet, paper)
    return sheet


def drawn(facts: Facts, width_dots: int) -> Image.Image:
    """The picture of a paper. Raises KeyError for facts that are no paper of ours."""
    return written(paper_of(facts, width_dots), width_dots).finished()
