"""What the print workers ask: which printers are mine, what is to be printed, and here is what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gevent
from flask import Response, abort, jsonify, request

from actions.printing import claim_job, is_due, report_job
from api.blueprint import blueprint, describe, read_body
from api.shapes import Claimed, Printers, PrinterWish, Problem, Report, Reported
from config import Printer
from rules.refusals import Refusal
from theme.hall import hall
from theme.problems import problem

POLL_S = 20.0
LOOK_EVERY_S = 0.15


@blueprint.get("/print/printers")
@describe("The printers that the server's own worker drives", answers={200: Printers})
def printers() -> Response:
    """Every configured printer with its device."""
    return jsonify(printers=[_device(printer) for printer in hall().config.printers])


@blueprint.post("/print/claim")
@describe(
    "Wait for a printer's next job",
    body=PrinterWish,
    answers={200: Claimed, 204: None, 400: Problem, 404: Problem},
)
def claim() -> tuple[str, int] | Response:
    """A job, committed as `sending` before it is answered; 204 if none came while the worker waited."""
    code = read_body(PrinterWish).printer
    printer = next((p for p in hall().config.printers if p.code == code), None)
    if printer is None:
        abort(404)
    # Asked at once, due or not: a job that was lost on its way here becomes doubtful now, not with the next ticket.
    job = hall().write(claim_job, printer=code)
    waited_s = 0.0
    while job is None:
        if waited_s >= POLL_S:
            return "", 204
        gevent.sleep(LOOK_EVERY_S)
        waited_s += LOOK_EVERY_S
        if _has_gone():
            return "", 204
        if hall().read(is_due, printer=code):
            job = hall().write(claim_job, printer=code)
    return jsonify(job={"id": job.id, "attempt": job.attempt, "facts": job.facts, "printer": _device(printer)})


@blueprint.post("/print/jobs/<int:job>/report")
@describe(
    "Say what became of a job",
    body=Report,
    answers={200: Reported, 400: Problem, 404: Problem, 409: Problem},
)
def report(job: int) -> Response:
    """A report of an older attempt changes nothing and gets 409."""
    said = read_body(Report)
    answer = hall().write(report_job, job=job, attempt=said.attempt, state=said.state, detail=said.detail)
    if isinstance(answer, Refusal):
        return problem(
            status=404 if answer.code == "no_job" else 409, code=answer.code, title="The report changes nothing"
        )
    return jsonify(state=answer.value)


def _has_gone() -> bool:
    """Whether the worker hung up meanwhile: a job handed to nobody would be of unknown fate."""
    has_gone: Callable[[], bool] | None = request.environ.get("mot_cua.has_gone")
    return has_gone is not None and has_gone()


def _device(printer: Printer) -> dict[str, Any]:
    return {
        "code": printer.code,
        "kind": printer.kind,
        "width_dots": printer.width_dots,
        "host": printer.host,
        "port": printer.port,
        "timeout_s": printer.timeout_s,
    }
