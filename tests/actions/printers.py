"""An office with two printers on the server's network and one on a kiosk's own PC, for tests of paper."""

from __future__ import annotations

from actions.hall import Hall
from actions.outbox import Job, claim_job, report_job
from actions.printer_news import note_status
from config import Config
from config.office import Kiosk, Printer
from models import PrintJob
from rules.printer_status import Cover, Fault, Paper, PrinterStatus, Reach
from rules.refusals import Refusal
from rules.states import JobState
from tests.actions.at_work import rows

WELL = PrinterStatus(Reach.ANSWERS, Paper.OK, Cover.CLOSED, Fault.NONE, True)
EMPTY = PrinterStatus(Reach.ANSWERS, Paper.END, Cover.CLOSED, Fault.NONE, False)
AWAY = PrinterStatus(Reach.AWAY)


def with_printers(office: Config) -> Config:
    """kiosk-1 prints on "one", for which "two" stands in; kiosk-2 on "two"; kiosk-3 on its own PC's "own"."""
    kiosks = (
        Kiosk(code="kiosk-1", name="Máy lấy số 1", printer="one"),
        Kiosk(code="kiosk-2", name="Máy lấy số 2", printer="two"),
        Kiosk(code="kiosk-3", name="Máy lấy số 3", printer="own"),
    )
    printers = (
        Printer(code="one", kind="network", host="192.0.2.1", stand_in="two"),
        Printer(code="two", kind="network", host="192.0.2.2"),
        Printer(code="own", kind="network", host="192.0.2.3", at="kiosk-3"),
    )
    return office.model_copy(update={"kiosks": kiosks, "printers": printers})


def ask(hall: Hall, printer: str, claim: str = "journal.1", is_first: bool = True) -> Job | None:
    """A worker's question for work."""
    return hall.write(claim_job, printer=printer, claim=claim, is_first=is_first)


def got(hall: Hall, printer: str, claim: str = "journal.1") -> Job:
    """The same where there is work."""
    job = ask(hall, printer, claim)
    assert job is not None
    return job


def tell(
    hall: Hall, job: Job, state: JobState, status: PrinterStatus | None = None, device: str = "printers"
) -> JobState | Refusal:
    """The worker's report of what became of it."""
    return hall.write(
        report_job, job=job.id, attempt=job.attempt, state=state, claim=job.claim, status=status, device=device
    )


def looks(hall: Hall, printer: str, status: PrinterStatus) -> None:
    """A look at an idle printer."""
    hall.write(note_status, printer=printer, status=status)


def states(hall: Hall) -> list[str]:
    """Of all jobs, oldest first."""
    return [job.state for job in rows(hall, PrintJob)]


def where(hall: Hall) -> list[str]:
    """At which printer each job is."""
    return [job.printer for job in rows(hall, PrintJob)]
