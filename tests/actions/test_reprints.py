"""May the Office print a ticket once more, and never a turn?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.audit import list_acts
from actions.hall import Hall
from actions.paper import paper_of
from actions.reprints import PaperLine, doubtful_papers, mark_printed, papers_today, reprint_ticket
from config import Config
from models import PrintJob, Ticket
from rules.outbox import ReprintReason
from rules.printer_status import Need
from rules.refusals import Refusal
from rules.states import JobState
from tests.actions.at_work import events, nothing_changes, rows, seat, take
from tests.actions.printers import EMPTY, ask, got, looks, states, tell, with_printers
from tests.conftest import SetClock

DAY_S = 24 * 3600


@pytest.fixture
def hall(any_hall: Callable[[Config], Hall], office: Config) -> Hall:
    return any_hall(with_printers(office))


def doubted(hall: Hall) -> PrintJob:
    take(hall)
    tell(hall, got(hall, "one"), JobState.DOUBTFUL)
    job: PrintJob = rows(hall, PrintJob)[0]
    return job


def reprinted(hall: Hall, ticket: int, **wish: Any) -> PaperLine | Refusal:
    answer: PaperLine | Refusal = hall.write(
        reprint_ticket, **{"ticket": ticket, "reason": ReprintReason.NOT_OUT, "actor": "account:7", **wish}
    )
    return answer


def code(answer: object) -> str:
    assert isinstance(answer, Refusal)
    return answer.code


def test_a_reprint_has_the_same_number_and_is_marked(hall: Hall, set_clock: SetClock) -> None:
    job = doubted(hall)
    set_clock.wait(120)
    assert isinstance(reprinted(hall, job.ticket_id, note="giấy kẹt"), PaperLine)
    again = got(hall, "one", "journal.2")
    assert (again.facts["series"], again.facts["number"]) == (job.facts["series"], job.facts["number"])
    assert again.facts["token"] == job.facts["token"]
    assert (again.facts["reprint"], again.facts["reprinted_at"]) == (True, "2017-03-13T08:42:00")
    assert again.facts["issued_at"] == "2017-03-13T08:40:00"
    assert len(rows(hall, Ticket)) == 1
    (told,) = events(hall, "ticket_reprinted")
    assert (told.actor, told.facts["reason"], told.facts["note"]) == ("account:7", "not_out", "giấy kẹt")


def test_the_audit_log_has_the_reprint_with_its_reason(hall: Hall) -> None:
    reprinted(hall, doubted(hall).ticket_id)
    (act,) = (act for act in hall.read(list_acts) if act.kind == "ticket_reprinted")
    assert (act.facts["label"], act.facts["reason"]) == ("1-001", "not_out")


def test_doubt_ends_with_the_reprint(hall: Hall) -> None:
    job = doubted(hall)
    assert [line.job for line in hall.read(doubtful_papers)] == [job.id]
    reprinted(hall, job.ticket_id)
    assert hall.read(doubtful_papers) == ()
    assert code(hall.write(mark_printed, job=job.id, actor="account:7")) == "doubt_over"


def test_doubt_ends_when_somebody_has_seen_the_paper(hall: Hall) -> None:
    job = doubted(hall)
    seen = hall.write(mark_printed, job=job.id, actor="account:7")
    assert isinstance(seen, PaperLine)
    assert (seen.is_settled, seen.is_doubtful) == (True, False)
    assert hall.read(doubtful_papers) == ()
    assert states(hall) == ["doubtful"]  # what was not known then is not known now: a person has looked
    assert events(hall, "print_seen")[0].facts["label"] == "1-001"


def test_only_doubt_can_be_ended(hall: Hall) -> None:
    take(hall)
    (job,) = rows(hall, PrintJob)
    with nothing_changes(hall):
        assert code(hall.write(mark_printed, job=job.id, actor="account:7")) == "doubt_over"
        assert code(hall.write(mark_printed, job=999, actor="account:7")) == "no_job"


def test_a_reprint_elsewhere_takes_the_place_of_what_is_still_owed(hall: Hall) -> None:
    take(hall)
    looks(hall, "two", EMPTY)
    looks(hall, "one", EMPTY)
    (job,) = rows(hall, PrintJob)
    reprinted(hall, job.ticket_id, printer="own")
    assert got(hall, "own", "agents.1").facts["reprint"] is True
    assert ask(hall, "one") is None


def test_a_ticket_in_the_printers_hands_is_not_printed_beside(hall: Hall) -> None:
    take(hall)
    job = got(hall, "one")
    ticket = rows(hall, PrintJob)[0].ticket_id
    with nothing_changes(hall):
        assert code(reprinted(hall, ticket)) == "reprint_sending"
    tell(hall, job, JobState.UNCONFIRMED)
    assert isinstance(reprinted(hall, ticket, reason=ReprintReason.UNREADABLE), PaperLine)


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ({"ticket": 999}, "no_job"),
        ({"printer": "epson"}, "reprint_no_printer"),
        ({"reason": ReprintReason.OTHER, "note": "  "}, "reprint_note"),
        ({"note": "a" * 201}, "reprint_note"),
    ],
)
def test_what_is_no_reprint_changes_nothing(hall: Hall, wish: dict[str, Any], refusal: str) -> None:
    ticket = doubted(hall).ticket_id
    with nothing_changes(hall):
        assert code(reprinted(hall, **{"ticket": ticket, **wish})) == refusal


def test_yesterdays_ticket_and_one_that_is_over_are_not_printed_again(hall: Hall, set_clock: SetClock) -> None:
    job = doubted(hall)
    seat(hall, "1", "KTHT").does("next", "serve", "finish")
    assert code(reprinted(hall, job.ticket_id)) == "reprint_over"
    set_clock.wait(DAY_S)
    assert code(reprinted(hall, job.ticket_id)) == "reprint_over"
    assert hall.read(doubtful_papers) == ()


def test_todays_papers_are_found_by_number(hall: Hall) -> None:
    for kiosk in ("kiosk-1", "kiosk-2", None):
        take(hall, kiosk=kiosk)
    assert [line.label for line in hall.read(papers_today)] == ["1-003", "1-002", "1-001"]
    (line,) = hall.read(papers_today, number=(1, 3))
    assert (line.job, line.state, line.can_reprint) == (None, None, True)
    assert hall.read(papers_today, number=(1, 9)) == ()


def test_the_kiosk_learns_where_the_paper_is_and_what_stands_in_its_way(hall: Hall) -> None:
    token = take(hall).token
    assert hall.read(paper_of, token=token).need is None
    looks(hall, "one", EMPTY)
    view = hall.read(paper_of, token=token)
    assert (view.state, view.need, view.elsewhere) == (JobState.QUEUED, None, "two")
    looks(hall, "two", EMPTY)
    assert hall.read(paper_of, token=token).need is Need.PAPER
    looks(hall, "one", EMPTY)
    assert hall.read(paper_of, token=take(hall, kiosk=None).token).state is None


def test_paper_that_was_taken_by_an_empty_printer_is_a_ghost(hall: Hall) -> None:
    token = take(hall).token
    tell(hall, got(hall, "one"), JobState.UNCONFIRMED, EMPTY)
    assert hall.read(paper_of, token=token).need is Need.PAPER
