"""What stands on a ticket? A print job's facts (plain JSON values) become the sentences of one paper.

Facts: authority, office, series, number, department, procedure (or null), visit, place, ahead (or null),
issued_at (local ISO), sitting, day (ISO), code (or null), url (or null), training, reprint, language.
Optional: wait {"low", "high"} in minutes, place_role "wait" where the place is a waiting hall and not a
desk, reprinted_at (local ISO).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from locales import has, say
from locales.dates import day, sitting_short
from printers.lettering import unbroken
from rules.numbering import digits

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the part of it that is set large ("Khi được gọi, mời đến: **Quầy 4**")."""

    text: str
    strong: str = ""

    @property
    def before(self) -> str:
        """What leads to the strong part; the colon goes, the line break says it."""
        return self.text.partition(self.strong)[0].rstrip(" :") if self.strong else ""

    @property
    def after(self) -> str:
        """What follows the strong part."""
        return self.text.partition(self.strong)[2].lstrip(" .,:") if self.strong else self.text


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """Every word of a ticket in its reader's language; empty or None is not printed."""

    authority: str
    office: str
    title: str
    series: str
    digits: str
    department: str
    procedure: str
    visit: str
    place: Sentence
    ahead: str
    issued: str
    code: str
    order: str
    missed: str
    valid: str
    not_receipt: str
    thanks: str
    qr_address: str | None
    qr_caption: str
    training: str | None
    reprint: str | None


def ticket_paper(facts: Facts, language: str) -> TicketPaper:
    """The ticket of `facts`, said in `language`. Raises KeyError for a missing fact."""
    place, session = unbroken(facts["place"]), _session(facts, language)
    return TicketPaper(
        authority=facts["authority"],
        office=facts["office"],
        title=say(language, "ticket.title"),
        series=str(facts["series"]),
        digits=digits(int(facts["number"])),
        department=facts["department"],
        procedure=facts["procedure"] or "",
        visit=_visit(facts, language),
        place=_place(facts, place, language),
        ahead=_ahead(facts, language),
        issued=_issued(facts, language),
        code=_code(facts, language),
        order=say(language, "ticket.order"),
        missed=say(language, "ticket.missed", place=_inside(place, language), session=session),
        valid=say(language, "ticket.valid", session=session, date=date.fromisoformat(facts["day"])),
        not_receipt=say(language, "ticket.not_receipt"),
        thanks=say(language, "ticket.thanks"),
        qr_address=facts["url"] or None,
        qr_caption=say(language, "kiosk.ticket.qr") if facts["url"] else "",
        training=say(language, "ticket.training") if facts["training"] else None,
        reprint=_reprint(facts, language),
    )


def _session(facts: Facts, language: str) -> str:
    # An office may name its sittings as it likes; only the usual names are in the catalogue.
    name = str(facts["sitting"])
    return sitting_short(language, name) if has(language, f"sitting.{name}") else name


def _visit(facts: Facts, language: str) -> str:
    """A new dossier goes without saying where the procedure is named."""
    if facts["visit"] == "new" and facts["procedure"]:
        return ""
    return say(language, f"visit.{facts['visit']}")


def _place(facts: Facts, place: str, language: str) -> Sentence:
    if facts.get("place_role") == "wait":
        inside = _inside(place, language)
        return Sentence(say(language, "kiosk.ticket.elsewhere", place=inside), inside)
    return Sentence(say(language, "ticket.place", place=place), place)


def _inside(place: str, language: str) -> str:
    """ "quầy 4" within a Vietnamese sentence; a name in capitals ("UBND xã") stays as it is."""
    if language != "vi" or place[1:2].isupper():
        return place
    return place[:1].lower() + place[1:]


def _ahead(facts: Facts, language: str) -> str:
    ahead, wait = facts["ahead"], facts.get("wait")
    if ahead is None:
        return ""
    if ahead == 0:
        return say(language, "kiosk.ticket.first")
    if wait is None:
        return say(language, "kiosk.ticket.ahead", n=ahead)
    return say(language, "ticket.ahead", n=ahead, low=wait["low"], high=wait["high"])


def _issued(facts: Facts, language: str) -> str:
    at = datetime.fromisoformat(facts["issued_at"])
    return say(language, "ticket.issued", time=at.time(), day=day(language, at.date()), date=at.date())


def _code(facts: Facts, language: str) -> str:
    return say(language, "ticket.code", code=str(facts["code"])) if facts["code"] else ""


def _reprint(facts: Facts, language: str) -> str | None:
    if not facts["reprint"]:
        return None
    at = facts.get("reprinted_at")
    if at is None:
        return say(language, "ticket.reprinted")
    return say(language, "ticket.reprint", time=datetime.fromisoformat(at).time())
