"""How are the printers, what became of each ticket's paper, and which is printed once more?"""

from __future__ import annotations

import re

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

import clock
from actions.printer_news import printers_now
from actions.reprints import (
    NOTE_LENGTH,
    PaperLine,
    doubtful_papers,
    mark_printed,
    paper_of_ticket,
    papers_today,
    reprint_ticket,
)
from office.blueprint import blueprint, me
from office.fields import OneButton, OneOf
from office.printers_shown import PrinterTeller
from rules.outbox import ReprintReason
from rules.printer_status import STOPPING
from rules.refusals import Refusal
from theme.forms import Form, at_most, needed, text_of
from theme.hall import hall
from theme.language import language, say
from theme.problems import refuse

Answer = Response | str | tuple[str, int]
# "4-017", "4 017", "4017": the last three digits or more are the number, what stands before is the series.
_NUMBER = re.compile(r"(\d{1,2})\s*[-–⋮ ]\s*(\d{1,5})|(\d{1,2})(\d{3})")


class ReprintForm(Form):
    reason = OneButton(validators=[needed])
    note = StringField(validators=[at_most(NOTE_LENGTH)])
    printer = OneOf()

    def __init__(self, line: PaperLine) -> None:
        config = hall().config
        own = next((kiosk.printer for kiosk in config.kiosks if kiosk.code == line.kiosk), None)
        chosen = ReprintReason.NOT_OUT.value if line.is_doubtful else None
        super().__init__(data={"printer": _working(own), "reason": chosen})
        self.reason.choices = [(each.value, say(f"office.reprint.reason.{each.value}")) for each in ReprintReason]
        self.printer.choices = [
            (each.code, config.printer_name(each.code, language())) for each in config.used_printers
        ]


@blueprint.get("/printing")
def printing() -> Answer:
    """Every printer, every ticket of today; `?number=4-017` only that one."""
    asked = request.args.get("number", "").strip()
    number = _number(asked) if asked else None
    wrong = say("office.printing.bad_number") if asked and number is None else None
    papers = hall().read(papers_today, number=number) if wrong is None else ()
    teller = _teller()
    page = render_template(
        "office/printing.html",
        printers=[(each, teller.printer(each)) for each in teller.used(hall().read(printers_now))],
        doubts=[_row(teller, each) for each in hall().read(doubtful_papers)],
        papers=[_row(teller, each) for each in papers],
        asked=asked,
        wrong=wrong,
    )
    return page if wrong is None else (page, 400)


@blueprint.route("/printing/tickets/<int:ticket>/reprint", methods=["GET", "POST"])
def reprint(ticket: int) -> Answer:
    """Once more, for a reason that is kept."""
    line = hall().read(paper_of_ticket, ticket=ticket)
    if line is None:
        abort(404)
    form = ReprintForm(line)
    if not form.validate_on_submit():
        return render_template("office/reprint.html", form=form, line=line)
    done = hall().write(
        reprint_ticket,
        ticket=ticket,
        reason=ReprintReason(form.reason.data),
        note=text_of(form.note),
        printer=form.printer.data,
        actor=me().actor,
    )
    if isinstance(done, Refusal):
        wrong = say(f"refusal.{done.code}", **done.facts)
        return render_template("office/reprint.html", form=form, line=line, wrong=wrong), 409
    where = hall().config.printer_name(done.printer or "", language())
    flash(say("office.reprint.done", label=done.label, printer=where))
    return redirect(url_for("office.printing"))


@blueprint.post("/printing/jobs/<int:job>/printed")
def printed(job: int) -> Response:
    """Somebody has looked, and the paper is there."""
    seen = hall().write(mark_printed, job=job, actor=me().actor)
    if isinstance(seen, Refusal):
        return refuse(seen)
    flash(say("office.printed.done", label=seen.label))
    return redirect(url_for("office.overview"))


def _row(teller: PrinterTeller, line: PaperLine) -> dict[str, object]:
    tone, words = teller.paper(line)
    issued = clock.local(line.issued_at, hall().config.site.zone)
    return {"line": line, "tone": tone, "words": words, "issued": issued, "printer": teller.name(line.printer or "")}


def _teller() -> PrinterTeller:
    return PrinterTeller(language(), hall().config, hall().local_now().replace(tzinfo=None))


def _working(own: str | None) -> str | None:
    """The kiosk's printer, or another that is not known to be stopped: the Office wants paper now."""
    stopped = {each.code for each in hall().read(printers_now) if each.need in STOPPING}
    if own not in stopped:
        return own
    paper = (each.code for each in hall().config.used_printers if each.kind != "preview")
    return next((code for code in paper if code not in stopped), own)


def _number(asked: str) -> tuple[int, int] | None:
    found = _NUMBER.fullmatch(asked)
    if found is None:
        return None
    series, number = (found[1], found[2]) if found[1] else (found[3], found[4])
    return int(series), int(number)
