"""What stands on a paper? A print job's facts (plain JSON values) become the sentences of one document.

`kind` says which: "ticket" (also where it is missing), "slip", "checklist" or "test"; older jobs call it `document`.

ticket: authority, office, series, number, department, procedure (or null), visit, place, ahead (or null),
    issued_at (local ISO), sitting, day (ISO), code (or null), url (or null), training, reprint (true prints IN LẠI),
    language. Optional: wait {"low", "high", "may_miss"} in minutes (null: not known), place_role "wait" where the place
    is a waiting hall and not a desk, reprinted_at (local ISO).
slip: authority, office, department, procedure (or null), day (ISO), sittings [{name, opens, closes}],
    place, phone (or ""), documents, printed_at (local ISO), url (or null), training, language.
checklist (printers/checklist.py): authority, office, department, procedure, documents, printed_at (local ISO),
    url (or null), training, language. Optional: code, time_limit, fee, weekdays [0 to 6, 0 is Monday], place, phone,
    source with updated_on (ISO).
test (printers/ruler.py): printer, where, encoding, printed_at (local ISO), language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from locales import has, say, waits
from locales.dates import Day, date_short, day, hours_lines, sitting_short
from printers.lettering import unbroken
from rules.numbering import digits
from rules.waiting import Wait
from rules.workdays import Sitting

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


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """Every word of a reminder slip in its reader's language; empty or None is not printed."""

    authority: str
    office: str
    title: str
    department: str
    procedure: str
    lead: str
    weekday: str
    date: str
    hours: tuple[str, ...]
    place: str
    bring: str
    documents: tuple[str, ...]
    not_number: str
    changes: str
    printed: str
    qr_address: str | None
    qr_caption: str
    training: str | None


def slip_paper(facts: Facts, language: str) -> SlipPaper:
    """The reminder slip of `facts`, said in `language`. Raises KeyError for a missing fact."""
    when = date.fromisoformat(facts["day"])
    place = unbroken(facts["place"])
    return SlipPaper(
        authority=facts["authority"],
        office=facts["office"],
        title=say(language, "slip.title"),
        department=facts["department"],
        procedure=facts["procedure"] or "",
        lead=say(language, "kiosk.coming.lead"),
        weekday=Day(language, when),
        date=date_short(language, when),
        hours=tuple(_slip_hours(each, language) for each in facts["sittings"]),
        place=place[:1].upper() + place[1:],
        bring=_bring(facts, language),
        documents=tuple(facts["documents"]),
        not_number=say(language, "slip.not_number"),
        changes=_changes(facts, language),
        printed=_slip_printed(facts, language),
        qr_address=facts["url"] or None,
        qr_caption=say(language, "posting.scan") if facts["url"] else "",
        training=say(language, "ticket.training") if facts["training"] else None,
    )


def _slip_hours(told: Mapping[str, str], language: str) -> str:
    sitting = Sitting(told["name"], time.fromisoformat(told["opens"]), time.fromisoformat(told["closes"]))
    return hours_lines(language, [sitting])[0]


def _bring(facts: Facts, language: str) -> str:
    """The heading of the papers; for a procedure whose papers are not known, whom to ask."""
    if facts["documents"]:
        return say(language, "refusal.bring")
    return say(language, "kiosk.confirm.no_list") if facts["procedure"] else ""


def _changes(facts: Facts, language: str) -> str:
    phone = unbroken(facts["phone"]).replace(" ", "\u00a0")
    return say(language, "slip.changes", phone=phone) if phone else say(language, "slip.changes.no_phone")


def _slip_printed(facts: Facts, language: str) -> str:
    at = datetime.fromisoformat(facts["printed_at"])
    return say(language, "slip.printed", time=at.time(), date=at.date())


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
    if language == "en" or place[1:2].isupper():
        return place
    return place[:1].lower() + place[1:]


def _ahead(facts: Facts, language: str) -> str:
    ahead = facts["ahead"]
    if ahead is None:
        return ""
    wait = _wait(facts)
    told = say(language, "kiosk.ticket.first") if ahead == 0 else say(language, "kiosk.ticket.ahead", n=ahead)
    if ahead > 0 and wait is not None:
        key = "ticket.ahead_reprinted" if facts["reprint"] else "ticket.ahead"
        told = say(language, key, n=ahead, wait=waits.about(language, wait))
    if ahead > 0 and "wait" in facts and wait is None:
        return f"{told}. {waits.sentence(language, None)}"
    if wait is None or not wait.may_miss_sitting:
        return told
    return f"{told}. {say(language, 'wait.may_miss')}"


def _wait(facts: Facts) -> Wait | None:
    wait = facts.get("wait")
    return None if wait is None else Wait(wait["low"], wait["high"], bool(wait.get("may_miss")))


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
