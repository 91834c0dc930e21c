"""What paper is owed, and what became of it?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.day import begin_day
from actions.hall import Hall
from actions.keeping import drop_stale_jobs
from actions.outbox import Job, claim_job, is_due, report_job
from actions.site import open_site
from actions.ticket_view import ticket_by_token
from config import Config
from config.office import Kiosk, Printer
from models import PrintJob
from rules.refusals import Refusal
from rules.states import JobState
from tests.actions.at_work import events, nothing_changes, rows, take
from tests.conftest import SetClock

DAY_S = 24 * 3600


def claim(hall: Hall, printer: str = "preview") -> Job:
    job = hall.write(claim_job, printer=printer)
    assert job is not None
    return job


def report(hall: Hall, job: Job, state: JobState, attempt: int | None = None, detail: str = "") -> JobState | Refusal:
    return hall.write(report_job, job=job.id, attempt=attempt or job.attempt, state=state, detail=detail)


def states(hall: Hall) -> list[str]:
    return [job.state for job in rows(hall, PrintJob)]


def test_a_ticket_owes_its_paper_to_the_kiosks_printer(hall: Hall) -> None:
    ticket = take(hall, department=None, procedure="1.013225")
    (job,) = rows(hall, PrintJob)
    assert (job.printer, job.state, job.attempt) == ("preview", "queued", 0)
    facts = job.facts
    assert (facts["series"], facts["number"], facts["token"]) == (1, 1, ticket.token)
    assert (facts["place"], facts["place_role"], facts["ahead"]) == ("Quầy 1", "desk", 0)
    assert facts["issued_at"] == "2017-03-13T08:40:00"
    assert (facts["code"], facts["training"], facts["reprint"]) == (ticket.code, False, False)


def test_a_ticket_in_english_has_an_english_paper(sqlite_hall: Hall) -> None:
    take(sqlite_hall, language="en")
    facts = rows(sqlite_hall, PrintJob)[0].facts
    assert facts["department"] == "Economy and Infrastructure Division"
    assert (facts["place"], facts["office"]) == ("Counter 1", "One-Stop Office")


def test_without_a_kiosk_no_paper_is_owed(hall: Hall) -> None:
    assert take(hall, kiosk=None).print_state is None
    assert take(hall, kiosk="kiosk-9").print_state is None
    assert not hall.read(is_due, printer="preview")


def test_a_claimed_job_is_sending_before_the_worker_gets_it(hall: Hall) -> None:
    ticket = take(hall)
    job = claim(hall)
    assert (job.attempt, job.printer, job.facts["token"]) == (1, "preview", ticket.token)
    assert states(hall) == ["sending"]
    seen = hall.read(ticket_by_token, token=ticket.token)
    assert seen is not None
    assert seen.print_state is JobState.SENDING


@pytest.mark.parametrize("state", [JobState.PRINTED, JobState.UNCONFIRMED, JobState.NOT_SENT, JobState.DOUBTFUL])
def test_a_report_settles_the_job(hall: Hall, state: JobState) -> None:
    ticket = take(hall)
    assert report(hall, claim(hall), state, detail="paper_end") is state
    (job,) = rows(hall, PrintJob)
    assert (job.state, job.detail) == (state.value, "paper_end")
    told = events(hall, "print_" + state.value)[0]
    assert told.facts == {"job": job.id, "token": ticket.token, "kiosk": "kiosk-1", "detail": "paper_end"}
    assert told.actor == "printer:preview"


@pytest.mark.parametrize("settled", [JobState.PRINTED, JobState.UNCONFIRMED, JobState.NOT_SENT, JobState.DOUBTFUL])
@pytest.mark.parametrize("later", [JobState.PRINTED, JobState.NOT_SENT])
def test_a_settled_job_hears_no_second_report(sqlite_hall: Hall, settled: JobState, later: JobState) -> None:
    take(sqlite_hall)
    job = claim(sqlite_hall)
    report(sqlite_hall, job, settled)
    with nothing_changes(sqlite_hall):
        answer = report(sqlite_hall, job, later)
    assert isinstance(answer, Refusal)
    assert answer.code == "illegal_move"


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.SENDING])
def test_a_worker_cannot_report_what_only_the_server_knows(sqlite_hall: Hall, state: JobState) -> None:
    take(sqlite_hall)
    job = claim(sqlite_hall)
    with nothing_changes(sqlite_hall):
        assert isinstance(report(sqlite_hall, job, state), Refusal)


def test_a_report_about_an_unknown_job_is_refused(hall: Hall) -> None:
    answer = hall.write(report_job, job=999_999, attempt=1, state=JobState.PRINTED)
    assert isinstance(answer, Refusal)
    assert answer.code == "no_job"


def test_a_job_that_was_not_sent_is_tried_again_after_growing_pauses(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    for attempt, pause_s in enumerate([2, 5, 10, 30, 60, 60], start=1):
        job = claim(hall)
        assert job.attempt == attempt
        report(hall, job, JobState.NOT_SENT)
        set_clock.wait(pause_s - 0.5)
        assert not hall.read(is_due, printer="preview")
        assert hall.write(claim_job, printer="preview") is None
        set_clock.wait(0.5)
        assert hall.read(is_due, printer="preview")


def test_paper_comes_in_the_order_of_the_numbers_also_after_a_pause(hall: Hall, set_clock: SetClock) -> None:
    for _ in range(2):
        take(hall)
    report(hall, claim(hall), JobState.NOT_SENT)
    assert hall.write(claim_job, printer="preview") is None
    set_clock.wait(2)
    printed = []
    while job := hall.write(claim_job, printer="preview"):
        printed.append(job.facts["number"])
        report(hall, job, JobState.PRINTED)
    assert printed == [1, 2]


def test_one_printers_trouble_is_not_anothers(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Config, set_clock: SetClock
) -> None:
    kiosks = (*office.kiosks, Kiosk(code="kiosk-2", name="Máy lấy số 2", printer="second"))
    printers = (*office.printers, Printer(code="second", kind="preview"))
    hall = make_hall(sqlite_url, office.model_copy(update={"kiosks": kiosks, "printers": printers}))
    take(hall)
    take(hall, kiosk="kiosk-2")
    report(hall, claim(hall), JobState.NOT_SENT)
    assert claim(hall, "second").facts["number"] == 2
    assert states(hall) == ["not_sent", "sending"]


def test_a_claim_while_one_is_sending_makes_that_one_doubtful(hall: Hall) -> None:
    take(hall)
    take(hall)
    lost = claim(hall)
    assert claim(hall).facts["number"] == 2
    assert states(hall) == ["doubtful", "sending"]
    assert isinstance(report(hall, lost, JobState.PRINTED), Refusal)
    assert states(hall) == ["doubtful", "sending"]


def test_a_late_report_of_an_older_attempt_changes_nothing(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    first = claim(hall)
    report(hall, first, JobState.NOT_SENT)
    set_clock.wait(2)
    second = claim(hall)
    assert (second.id, second.attempt) == (first.id, 2)
    with nothing_changes(hall):
        assert isinstance(report(hall, first, JobState.PRINTED), Refusal)
    assert report(hall, second, JobState.PRINTED) is JobState.PRINTED


def test_what_was_sending_when_the_server_stopped_is_doubtful_after_the_start(hall: Hall) -> None:
    for _ in range(3):
        take(hall)
    report(hall, claim(hall), JobState.PRINTED)
    claim(hall)
    hall.write(open_site)
    assert states(hall) == ["printed", "doubtful", "queued"]
    assert claim(hall).facts["number"] == 3


def test_paper_of_an_earlier_day_is_not_printed_any_more(hall: Hall, set_clock: SetClock) -> None:
    for _ in range(3):
        take(hall)
    report(hall, claim(hall), JobState.PRINTED)
    report(hall, claim(hall), JobState.NOT_SENT, detail="paper_end")
    assert hall.write(drop_stale_jobs) == 0
    set_clock.wait(2 * DAY_S)
    today = take(hall)
    assert hall.write(drop_stale_jobs) == 2
    assert states(hall) == ["printed", "not_sent", "not_sent", "queued"]
    assert events(hall, "print_expired")[0].facts["jobs"] == [job.id for job in rows(hall, PrintJob)[1:3]]
    with nothing_changes(hall):
        assert hall.write(drop_stale_jobs) == 0
    assert claim(hall).facts["token"] == today.token


def test_the_days_beginning_drops_old_paper(sqlite_hall: Hall, set_clock: SetClock) -> None:
    take(sqlite_hall)
    set_clock.wait(DAY_S)
    assert sqlite_hall.write(begin_day).dropped_jobs == 1
