"""How was the roster kept this week or month? On screen, as a letter for the Chairman and as a workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TypeVar

import gevent
from flask import Response, abort, render_template, request, send_file
from wtforms import TextAreaField

from config.office import Site
from office.blueprint import blueprint
from reports import ComplianceReport, Period, compliance_report, sentences
from reports.columns import ABSENCES, DUTY, PRESENCE, WAITING, WRONG_DAYS
from reports.period import PeriodKind
from theme.forms import Form, at_most, text_of
from theme.hall import hall
from theme.language import language

T = TypeVar("T")
PROPOSALS_LENGTH = 8_000
FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class ProposalsForm(Form):
    proposals = TextAreaField(validators=[at_most(PROPOSALS_LENGTH)])


@blueprint.get("/report")
def report() -> str:
    """The figures, and where the Office writes what it proposes."""
    return _page(asked_period(), ProposalsForm(formdata=None))


@blueprint.post("/report/<any(xlsx, docx):ending>")
def report_file(ending: str) -> Response | tuple[str, int]:
    """The workbook or the letter; nothing is stored, so it is made anew each time."""
    period, form = asked_period(), ProposalsForm()
    if not form.validate_on_submit():
        return _page(period, form), 400
    proposals, site = text_of(form.proposals), hall().config.site
    content = _in_thread(lambda read: _file(read(proposals), ending, site), period)
    return send_file(
        io.BytesIO(content), mimetype=FILES[ending], as_attachment=True, download_name=f"bao-cao-{period.code}.{ending}"
    )


def _page(period: Period, form: ProposalsForm) -> str:
    made = _in_thread(lambda read: read(""), period)
    today = hall().local_now().date()
    return render_template(
        "office/report.html",
        form=form,
        report=made,
        period=period,
        name=sentences.period_name(language(), period),
        kinds={kind.value: Period.week_of(today) if kind is PeriodKind.WEEK else Period.month_of(today)
               for kind in PeriodKind},
        is_future=period.after.first > today,
        duty=(*DUTY, *PRESENCE, *WRONG_DAYS),
        waiting=WAITING,
        absences=ABSENCES,
        say_of=sentences,
        longest=PROPOSALS_LENGTH,
    )  # fmt: skip


def asked_period() -> Period:
    """The week or month of the address, this week without one; 404 for anything else."""
    code = request.args.get("period")
    if not code:
        return Period.week_of(hall().local_now().date())
    try:
        period = Period.named(code)
        _ = period.before, period.after  # the first and the last week of the calendar have none
    except (ValueError, OverflowError):
        abort(404)
    return period


def _file(made: ComplianceReport, ending: str, site: Site) -> bytes:
    # Loaded when a file is asked for: python-docx and openpyxl would take a quarter of the server's start.
    if ending == "xlsx":
        from reports.workbook import workbook

        return workbook(made)
    from reports.letter import letter, letter_head

    return letter(made, letter_head(site))


def _in_thread(make: Callable[[Callable[[str], ComplianceReport]], T], period: Period) -> T:
    """Reading a month and building files takes seconds: in a native thread, or tickets would wait for them."""
    here = hall()

    def read(proposals: str) -> ComplianceReport:
        return here.read(compliance_report, period, proposals)

    made: T = gevent.get_hub().threadpool.apply(make, (read,))
    return made
