"""Does who came on a day without duty get the next one on paper, once, and is it counted without a name?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hall import Hall
from actions.keeping import drop_stale_jobs
from actions.outbox import claim_job, is_due, report_job
from actions.slips import SlipView, print_slip, slip_by_token
from models import PrintJob
from rules.refusals import Refusal
from rules.states import JobState
from tests.actions.at_work import events, move_to, nothing_changes, rows, take
from tests.conftest import SetClock

TOUCH = "0123456789abcdef"


def slip(hall: Hall, **wish: Any) -> SlipView:
    answer = hall.write(print_slip, **{"kiosk": "kiosk-1", "department": "GDDT", "touch_id": TOUCH, **wish})
    assert isinstance(answer, SlipView), answer
    return answer


def test_a_slip_owes_the_next_duty_to_the_kiosks_printer(hall: Hall) -> None:
    made = slip(hall)
    (job,) = rows(hall, PrintJob)
    assert (job.ticket_id, job.printer, job.state) == (None, "preview", "queued")
    facts = job.facts
    assert (facts["document"], facts["token"], facts["day"]) == ("slip", made.token, "2017-03-14")
    assert facts["sittings"][0] == {"name": "morning", "opens": "07:30", "closes": "11:30"}
    assert (facts["department"], facts["procedure"]) == ("Phòng Giáo dục và Đào tạo", None)
    assert facts["place"] == "Quầy 3, tầng 1, Bộ phận Một cửa"
    assert (facts["phone"], facts["training"], facts["url"]) == ("0206 000 000", False, None)


def test_for_a_procedure_the_slip_lists_what_to_bring(sqlite_hall: Hall) -> None:
    slip(sqlite_hall, department="TP", procedure="1.013225")
    facts = rows(sqlite_hall, PrintJob)[0].facts
    assert facts["department"] == "Phòng Kinh tế và Hạ tầng"  # the procedure knows better than the page
    assert facts["documents"][0].startswith("Đơn đề nghị cấp giấy phép xây dựng")


def test_a_slip_in_english_has_english_names(sqlite_hall: Hall) -> None:
    slip(sqlite_hall, language="en")
    facts = rows(sqlite_hall, PrintJob)[0].facts
    assert (facts["department"], facts["place"]) == (
        "Education and Training Division",
        "Counter 3, floor 1, One-Stop Office",
    )


def test_the_slip_is_counted_by_department_and_procedure_and_nothing_more(hall: Hall) -> None:
    made = slip(hall, procedure=None)
    (event,) = events(hall, "slip_printed")
    assert (event.department, event.ticket_id) == ("GDDT", None)
    assert event.facts == {"procedure": None, "token": made.token}


def test_a_second_touch_gives_the_same_slip(hall: Hall) -> None:
    first = slip(hall)
    with nothing_changes(hall):
        second = slip(hall)
    assert (second.token, second.is_repeat) == (first.token, True)
    assert slip(hall, touch_id="another touch").token != first.token


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"department": "NOBODY"}, "no_procedure"),
        ({"department": None}, "no_procedure"),
        ({"procedure": "no such thing"}, "no_procedure"),
        ({"kiosk": "kiosk-9"}, "slip_no_printer"),
    ],
)
def test_where_there_is_nothing_to_print_nothing_is_owed(sqlite_hall: Hall, wish: dict[str, Any], code: str) -> None:
    with nothing_changes(sqlite_hall):
        answer = sqlite_hall.write(print_slip, **{"kiosk": "kiosk-1", "department": "GDDT", "touch_id": TOUCH, **wish})
    assert isinstance(answer, Refusal)
    assert answer.code == code


def test_the_kiosk_follows_what_becomes_of_the_paper(hall: Hall) -> None:
    made = slip(hall)
    job = hall.write(claim_job, printer="preview")
    assert job is not None
    assert followed(hall, made) is JobState.SENDING
    hall.write(report_job, job=job.id, attempt=job.attempt, state=JobState.PRINTED)
    assert followed(hall, made) is JobState.PRINTED
    assert hall.read(slip_by_token, token="guessed") is None


def test_a_slip_that_comes_too_late_is_not_printed_and_holds_up_no_ticket(hall: Hall, set_clock: SetClock) -> None:
    made = slip(hall)
    set_clock.wait(61)
    ticket = take(hall)
    assert hall.read(is_due, printer="preview")
    job = hall.write(claim_job, printer="preview")
    assert job is not None
    assert job.facts["token"] == ticket.token
    assert followed(hall, made) is JobState.NOT_SENT


def test_a_slip_that_was_never_printed_ends_with_the_day(hall: Hall, set_clock: SetClock) -> None:
    slip(hall)
    assert hall.write(drop_stale_jobs) == 0
    move_to(set_clock, hall, datetime(2017, 3, 14, 0, 1))
    hall.write(drop_stale_jobs)
    (job,) = rows(hall, PrintJob)
    assert (job.state, job.detail) == ("not_sent", "expired")


def followed(hall: Hall, made: SlipView) -> JobState:
    found = hall.read(slip_by_token, token=made.token)
    assert found is not None
    return found.state
