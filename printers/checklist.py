"""What must somebody bring for a procedure? The list of papers, as words and as a picture to take home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from locales import say
from locales.dates import days_joined
from printers.document import Facts
from printers.lettering import fit, unbroken
from printers.picture import draw_code_below, draw_head, draw_list, draw_subject, draw_training
from printers.sheet import Sheet


@dataclass(frozen=True, slots=True)
class ChecklistPaper:
    """Every word of a list of papers in its reader's language; empty or None is not printed."""

    authority: str
    office: str
    title: str
    procedure: str
    code: str
    department: str
    bring: str
    documents: tuple[str, ...]
    terms: tuple[str, ...]
    days: str
    place: str
    source: str
    ask: str
    printed: str
    qr_address: str | None
    qr_caption: str
    training: str | None


def checklist_paper(facts: Facts, language: str) -> ChecklistPaper:
    """The list of `facts`, said in `language`. Raises KeyError for a missing fact."""
    return ChecklistPaper(
        authority=facts["authority"],
        office=facts["office"],
        title=say(language, "checklist.title"),
        procedure=facts["procedure"],
        code=say(language, "checklist.code", code=facts["code"]) if facts.get("code") else "",
        department=facts["department"],
        bring=say(language, "refusal.bring" if facts["documents"] else "kiosk.confirm.no_list"),
        documents=tuple(facts["documents"]),
        terms=tuple(_terms(facts, language)),
        days=say(language, "checklist.days", days=days_joined(language, days))
        if (days := facts.get("weekdays"))
        else "",
        place=say(language, "checklist.place", place=unbroken(facts["place"])) if facts.get("place") else "",
        source=_source(facts, language),
        ask=say(language, "checklist.ask", phone=_phone(facts)) if facts.get("phone") else "",
        printed=_printed(facts, language),
        qr_address=facts["url"] or None,
        qr_caption=say(language, "posting.scan") if facts["url"] else "",
        training=say(language, "ticket.training") if facts["training"] else None,
    )


def write_checklist(sheet: Sheet, paper: ChecklistPaper) -> None:
    """The list on a sheet: the procedure, what to bring, then how long, how much, when and where."""
    body = sheet.sizes(22, 24, 20)
    draw_training(sheet, paper.training)
    draw_head(sheet, paper.authority, paper.office, paper.title)
    sheet.y += sheet.scaled(6, 8)
    draw_subject(sheet, (paper.procedure,), paper.department)
    sheet.centred(fit(paper.code, sheet.inner, body, at_most=1))
    sheet.tear_line()
    draw_list(sheet, paper.bring, paper.documents, has_boxes=True)
    for line in filter(None, (*paper.terms, paper.days, paper.place)):
        sheet.centred(fit(line, sheet.inner, sheet.sizes(24, 28, 20), is_bold=True, at_most=5), gap=5)
    for line in filter(None, (paper.ask, paper.source, paper.printed)):
        sheet.centred(fit(line, sheet.inner, body, at_most=4), gap=5)
    if paper.qr_address:
        draw_code_below(sheet, paper.qr_caption, paper.qr_address)


def _terms(facts: Facts, language: str) -> list[str]:
    known = {key: facts.get(key) or "" for key in ("time_limit", "fee")}
    return [say(language, f"checklist.{key}", value=value) for key, value in known.items() if value]


def _source(facts: Facts, language: str) -> str:
    updated = facts.get("updated_on")
    if not facts.get("source") or not updated:
        return ""
    return say(language, "checklist.source", decision=facts["source"], date=date.fromisoformat(updated))


def _phone(facts: Facts) -> str:
    return unbroken(facts["phone"]).replace(" ", "\u00a0")


def _printed(facts: Facts, language: str) -> str:
    at = datetime.fromisoformat(facts["printed_at"])
    return say(language, "slip.printed", time=at.time(), date=at.date())
