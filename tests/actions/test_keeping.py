"""Does the outbox stay small, and is nothing forgotten too early?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.day import begin_day
from actions.hall import Hall
from actions.keeping import drop_stale_jobs, forget_old_jobs
from actions.outbox import is_due
from config import Config
from models import PrintJob
from rules.states import JobState
from tests.actions.at_work import events, rows, take
from tests.actions.printers import got, states, tell, with_printers
from tests.conftest import SetClock

DAY_S = 24 * 3600


@pytest.fixture
def hall(any_hall: Callable[[Config], Hall], office: Config) -> Hall:
    return any_hall(with_printers(office))


def test_yesterdays_doubt_is_nobodys_work_any_more(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    tell(hall, got(hall, "one"), JobState.DOUBTFUL)
    set_clock.wait(DAY_S)
    assert hall.write(drop_stale_jobs) == 1
    (job,) = rows(hall, PrintJob)
    assert (job.state, job.settled) == ("doubtful", "expired")
    assert hall.write(drop_stale_jobs) == 0


def test_after_a_month_the_outbox_forgets_and_the_log_does_not(hall: Hall, set_clock: SetClock) -> None:
    for _ in range(3):
        take(hall)
    tell(hall, got(hall, "one"), JobState.PRINTED)
    set_clock.wait(29 * DAY_S)
    assert hall.write(begin_day).forgotten_jobs == 0
    set_clock.wait(2 * DAY_S)
    assert hall.write(begin_day).forgotten_jobs == 3
    assert states(hall) == []
    assert [told.facts["job"] for told in events(hall, "print_printed")] != []


def test_a_job_in_a_workers_hands_is_never_forgotten(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    got(hall, "one")
    set_clock.wait(40 * DAY_S)
    assert hall.write(forget_old_jobs) == 0


def test_what_expired_does_not_slow_the_next_question(hall: Hall, set_clock: SetClock) -> None:
    """The index of open paper holds nothing that is settled."""
    take(hall)
    set_clock.wait(DAY_S)
    hall.write(begin_day)
    (job,) = rows(hall, PrintJob)
    assert (job.state, job.settled) == ("not_sent", "expired")
    assert not hall.read(is_due, printer="one")
