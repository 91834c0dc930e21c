"""What the print workers ask: which printers are mine, what is to be printed, and here is what became of it.

A worker is known by its token: the server's own serves the printers that the server reaches, a kiosk's agent those on
that kiosk's PC, and nobody the other's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gevent
from flask import Response, abort, current_app, jsonify, request

from actions.outbox import claim_job, is_due, printers_of, report_job
from actions.printer_news import note_status
from api.blueprint import blueprint, describe, read_body
from api.shapes import Claimed, Printers, PrinterWish, Problem, Report, Reported, StatusNews
from config import Printer
from doors import visitor
from rules.refusals import Refusal
from theme.hall import hall
from theme.problems import problem

POLL_S = 20.0
LOOK_EVERY_S = 0.15


@blueprint.get("/print/printers")
@describe("The printers that this worker drives", answers={200: Printers})
def printers() -> Response:
    """Each with its device."""
    return jsonify(printers=[_device(hall().config.printer(code)) for code in _mine()])


@blueprint.post("/print/claim")
@describe(
    "Wait for a printer's next job",
    body=PrinterWish,
    answers={200: Claimed, 204: None, 400: Problem, 404: Problem, 409: Problem},
)
def claim() -> tuple[str, int] | Response:
    """A job, committed as `sending` before it is answered; 204 if none came while the worker waited.

    409 for a question with a lower number than the newest of the same journal.
    """
    asked = read_body(PrinterWish)
    printer = _printer(asked.printer)
    if _is_over():
        return "", 204
    # Asked at once, due or not: what was lost on its way here is settled now, not with the next ticket.
    job = hall().write(claim_job, printer=printer.code, claim=asked.claim)
    waited_s = 0.0
    while job is None:
        if waited_s >= POLL_S:
            return "", 204
        gevent.sleep(LOOK_EVERY_S)
        waited_s += LOOK_EVERY_S
        if _is_over():
            return "", 204
        if hall().read(is_due, printer=printer.code):
            job = hall().write(claim_job, printer=printer.code, claim=asked.claim, is_first=False)
    if isinstance(job, Refusal):
        return problem(status=409, code=job.code, title="A newer question has come")
    told = {"id": job.id, "attempt": job.attempt, "claim": job.claim, "facts": job.facts}
    return jsonify(job={**told, "printer": _device(printer)})


@blueprint.post("/print/jobs/<int:job>/report")
@describe(
    "Say what became of a job",
    body=Report,
    answers={200: Reported, 400: Problem, 404: Problem, 409: Problem},
)
def report(job: int) -> Response:
    """A report of an older attempt changes nothing and gets 409."""
    said = read_body(Report)
    answer = hall().write(
        report_job,
        job=job,
        attempt=said.attempt,
        state=said.state,
        detail=said.detail,
        claim=said.claim,
        status=said.status.known() if said.status is not None else None,
        device=_worker(),
    )
    if isinstance(answer, Refusal):
        return problem(
            status=404 if answer.code == "no_job" else 409, code=answer.code, title="The report changes nothing"
        )
    return jsonify(state=answer.value)


@blueprint.post("/print/status")
@describe(
    "Say how a printer is",
    body=StatusNews,
    answers={204: None, 400: Problem, 404: Problem},
)
def status() -> tuple[str, int]:
    """Also sent while nothing changes: it shows that the worker lives."""
    said = read_body(StatusNews)
    hall().write(note_status, printer=_printer(said.printer).code, status=said.status.known())
    return "", 204


def _mine() -> tuple[str, ...]:
    return printers_of(hall().here(), _worker())


def _worker() -> str:
    device = visitor().device
    assert device is not None  # the doors let nobody else in
    return device.code


def _printer(code: str) -> Printer:
    """404 for one that is not configured, and for another worker's: for this one it does not exist."""
    if code not in _mine():
        abort(404)
    return hall().config.printer(code)


def _is_over() -> bool:
    """Whether the worker hung up meanwhile, or the server stops: a job handed to nobody would be of unknown fate."""
    has_gone: Callable[[], bool] | None = request.environ.get("mot_cua.has_gone")
    return bool(current_app.config.get("STOPPING")) or (has_gone is not None and has_gone())


def _device(printer: Printer) -> dict[str, Any]:
    return printer.settings()
