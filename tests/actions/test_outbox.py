"""Is no turn lost or doubled, whatever becomes of the talk between server and worker?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.hall import Hall
from actions.outbox import INTERRUPTED, doubt_interrupted, give_up_silent, is_due, printers_of
from actions.site import open_site
from config import Config
from models import PrintJob
from rules.refusals import Refusal
from rules.states import JobState
from tests.actions.at_work import events, nothing_changes, rows, seat, take
from tests.actions.printers import AWAY, EMPTY, WELL, ask, got, looks, states, tell, where, with_printers
from tests.conftest import SetClock


@pytest.fixture
def hall(any_hall: Callable[[Config], Hall], office: Config) -> Hall:
    return any_hall(with_printers(office))


# -- the talk ----------------------------------------------------------------------------------------------------


def test_the_same_question_again_gets_the_same_job(hall: Hall) -> None:
    take(hall)
    first, again = got(hall, "one", "journal.1"), got(hall, "one", "journal.1")
    assert (again.id, again.attempt) == (first.id, first.attempt)
    assert tell(hall, again, JobState.PRINTED) is JobState.PRINTED
    assert len(events(hall, "print_sending")) == 1


def test_an_answer_lost_on_its_way_was_never_begun_and_is_owed_again(hall: Hall) -> None:
    take(hall)
    lost = got(hall, "one", "journal.1")
    again = got(hall, "one", "journal.2")
    assert (again.id, again.attempt) == (lost.id, 2)
    assert isinstance(tell(hall, lost, JobState.PRINTED), Refusal)
    assert tell(hall, again, JobState.PRINTED) is JobState.PRINTED


def test_with_the_journal_goes_the_knowledge_and_doubt_remains(hall: Hall) -> None:
    take(hall)
    take(hall)
    lost = got(hall, "one", "journal.1")
    assert got(hall, "one", "another.1").facts["number"] == 2
    assert states(hall) == ["doubtful", "sending"]
    assert lost.id != rows(hall, PrintJob)[1].id


def test_a_question_that_was_given_up_gets_nothing_once_a_newer_has_come(hall: Hall) -> None:
    assert ask(hall, "one", "journal.1") is None
    assert ask(hall, "one", "journal.2") is None
    take(hall)
    assert ask(hall, "one", "journal.1", is_first=False) is None
    assert states(hall) == ["queued"]
    assert ask(hall, "one", "journal.2", is_first=False) is not None


def test_a_question_that_comes_late_takes_nothing_back(hall: Hall) -> None:
    """Sent as the line was cut, given up, delivered after its successor: the job in hand is not owed again."""
    take(hall)
    job = got(hall, "one", "journal.10")
    with nothing_changes(hall):
        assert ask(hall, "one", "journal.9") == Refusal("late_claim", {})
    assert tell(hall, job, JobState.PRINTED) is JobState.PRINTED
    assert ask(hall, "one", "journal.11") is None
    assert ask(hall, "one", "another.1") is None


def test_a_question_that_comes_late_takes_nothing_back_over_a_restart_of_the_server(hall: Hall) -> None:
    take(hall)
    job = got(hall, "one", "journal.10")
    hall.write(open_site)
    assert ask(hall, "one", "journal.9") == Refusal("late_claim", {})
    assert tell(hall, job, JobState.PRINTED) is JobState.PRINTED


def test_a_restart_of_the_server_doubts_and_the_worker_knows(hall: Hall) -> None:
    for _ in range(2):
        take(hall)
    in_hand = got(hall, "one", "journal.1")
    hall.write(open_site)
    assert states(hall) == ["doubtful", "queued"]
    assert rows(hall, PrintJob)[0].detail == INTERRUPTED
    assert tell(hall, in_hand, JobState.PRINTED) is JobState.PRINTED
    assert states(hall) == ["printed", "queued"]


def test_what_the_worker_never_began_before_the_restart_is_owed_again(hall: Hall) -> None:
    take(hall)
    got(hall, "one", "journal.1")
    hall.write(open_site)
    assert got(hall, "one", "journal.2").attempt == 2
    assert states(hall) == ["sending"]


def test_what_a_worker_itself_doubts_stays_doubtful(hall: Hall) -> None:
    take(hall)
    job = got(hall, "one")
    assert tell(hall, job, JobState.DOUBTFUL) is JobState.DOUBTFUL
    with nothing_changes(hall):
        assert isinstance(tell(hall, job, JobState.PRINTED), Refusal)
    assert ask(hall, "one", "journal.2") is None
    assert states(hall) == ["doubtful"]


def test_a_report_for_another_claim_changes_nothing(hall: Hall) -> None:
    """After a backup was put back, numbers of jobs come again: the journal of yesterday speaks of others."""
    take(hall)
    job = got(hall, "one", "journal.1")
    stale = type(job)(job.id, job.attempt, job.printer, job.facts, "journal.0")
    with nothing_changes(hall):
        assert isinstance(tell(hall, stale, JobState.PRINTED), Refusal)


def test_a_workers_death_doubts_its_own_printers_only(hall: Hall) -> None:
    take(hall)
    take(hall, kiosk="kiosk-3")
    got(hall, "one")
    got(hall, "own", "agents.1")
    hall.write(doubt_interrupted, device="printers")
    assert states(hall) == ["doubtful", "sending"]


# -- whose printer ---------------------------------------------------------------------------------------------------


def test_the_servers_worker_and_an_agent_have_different_printers(hall: Hall) -> None:
    here = hall.here()
    assert printers_of(here, "printers") == ("one", "two")
    assert printers_of(here, "kiosk-3.agent") == ("own",)
    assert printers_of(here, "kiosk-1.agent") == ()


def test_nobody_reports_for_another_worker(hall: Hall) -> None:
    take(hall, kiosk="kiosk-3")
    job = got(hall, "own")
    with nothing_changes(hall):
        assert isinstance(tell(hall, job, JobState.PRINTED, device="printers"), Refusal)
    assert tell(hall, job, JobState.PRINTED, device="kiosk-3.agent") is JobState.PRINTED


# -- stand-in ----------------------------------------------------------------------------------------------------


def test_a_stand_in_prints_what_a_stopped_printer_owes_in_the_order_of_the_numbers(hall: Hall) -> None:
    numbers = [("kiosk-1", 1), ("kiosk-2", 2), ("kiosk-1", 3)]
    for kiosk, _ in numbers:
        take(hall, kiosk=kiosk)
    looks(hall, "one", EMPTY)
    assert ask(hall, "one") is None
    printed = []
    for question in range(3):
        job = got(hall, "two", f"journal.{question}")
        printed.append(job.facts["number"])
        tell(hall, job, JobState.PRINTED)
    assert printed == [1, 2, 3]
    assert where(hall) == ["two", "two", "two"]
    assert [job.home for job in rows(hall, PrintJob)] == ["one", "two", "one"]


def test_a_report_that_the_printer_stopped_hands_over_at_once(hall: Hall) -> None:
    take(hall)
    assert tell(hall, got(hall, "one"), JobState.NOT_SENT, EMPTY) is JobState.NOT_SENT
    assert hall.read(is_due, printer="two")
    assert got(hall, "two").attempt == 2


def test_a_mute_or_unknown_printer_keeps_its_paper(hall: Hall) -> None:
    take(hall)
    assert not hall.read(is_due, printer="two")
    assert hall.read(is_due, printer="one")


def test_what_is_in_a_printers_hands_is_never_given_to_the_stand_in(hall: Hall) -> None:
    take(hall)
    got(hall, "one")
    looks(hall, "one", AWAY)
    assert ask(hall, "two") is None
    assert states(hall) == ["sending"]


def test_what_the_stand_in_could_not_send_goes_home(hall: Hall) -> None:
    take(hall)
    looks(hall, "one", EMPTY)
    tell(hall, got(hall, "two"), JobState.NOT_SENT, AWAY)
    assert (where(hall), states(hall)) == (["one"], ["not_sent"])
    looks(hall, "one", WELL)
    assert got(hall, "one").facts["number"] == 1


def test_doubt_at_the_stand_in_is_no_reason_to_print_at_home(hall: Hall) -> None:
    take(hall)
    looks(hall, "one", EMPTY)
    tell(hall, got(hall, "two"), JobState.DOUBTFUL)
    looks(hall, "one", WELL)
    assert ask(hall, "one") is None


def test_an_agent_that_is_silent_for_long_is_stood_in_for(
    any_hall: Callable[[Config], Hall], office: Config, set_clock: SetClock
) -> None:
    config = with_printers(office)
    printers = tuple(
        each.model_copy(update={"stand_in": "two"}) if each.code == "own" else each for each in config.printers
    )
    hall = any_hall(config.model_copy(update={"printers": printers}))
    take(hall, kiosk="kiosk-3")
    set_clock.wait(60)
    assert not hall.read(is_due, printer="two")
    set_clock.wait(16)
    looks(hall, "two", WELL)
    assert hall.read(is_due, printer="two")


def test_what_a_silent_agent_has_in_its_hands_is_in_doubt_until_it_tells(hall: Hall, set_clock: SetClock) -> None:
    take(hall, kiosk="kiosk-3")
    job = got(hall, "own", "agents.1")
    set_clock.wait(76)
    assert "own" in hall.write(give_up_silent)
    assert states(hall) == ["doubtful"]
    assert tell(hall, job, JobState.PRINTED, device="kiosk-3.agent") is JobState.PRINTED


# -- pauses, and what is still worth it --------------------------------------------------------------------------


def test_paper_that_was_loaded_ends_the_pause(hall: Hall, set_clock: SetClock) -> None:
    take(hall, kiosk="kiosk-2")
    for _ in range(4):
        tell(hall, got(hall, "two"), JobState.NOT_SENT, EMPTY)
        set_clock.wait(30)
    tell(hall, got(hall, "two"), JobState.NOT_SENT, EMPTY)
    set_clock.wait(3)
    assert not hall.read(is_due, printer="two")
    looks(hall, "two", WELL)
    assert hall.read(is_due, printer="two")


@pytest.mark.parametrize("is_tried", [False, True], ids=["queued", "not sent"])
def test_a_clock_that_is_set_back_stops_no_printer(hall: Hall, set_clock: SetClock, is_tried: bool) -> None:
    set_clock.wait(3600)
    take(hall)
    if is_tried:
        tell(hall, got(hall, "one"), JobState.NOT_SENT)
    set_clock.wait(-3600)
    assert hall.read(is_due, printer="one")
    take(hall)
    numbers = []
    for question in (2, 3):
        job = got(hall, "one", f"journal.{question}")
        numbers.append(job.facts["number"])
        tell(hall, job, JobState.PRINTED)
    assert numbers == [1, 2]


def test_a_pause_is_kept_when_the_clock_is_right(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    tell(hall, got(hall, "one"), JobState.NOT_SENT)
    assert not hall.read(is_due, printer="one")
    set_clock.wait(2)
    assert hall.read(is_due, printer="one")


@pytest.mark.parametrize(("age_s", "is_printed"), [(30, True), (61, False)])
def test_whoever_was_called_meanwhile_needs_no_paper_but_just_after_the_touch(
    any_hall: Callable[[Config], Hall],
    office: Config,
    set_clock: SetClock,
    age_s: int,
    is_printed: bool,
) -> None:
    hall = any_hall(with_printers(office))
    take(hall)
    seat(hall, "1", "KTHT").does("next")
    set_clock.wait(age_s)
    assert hall.read(is_due, printer="one") is is_printed


def test_whoever_still_waits_gets_paper_however_late(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    set_clock.wait(3600)
    assert hall.read(is_due, printer="one")


def test_two_kiosks_and_one_printer_keep_the_order_of_the_numbers(
    any_hall: Callable[[Config], Hall], office: Config
) -> None:
    config = with_printers(office)
    both = tuple(kiosk.model_copy(update={"printer": "one"}) for kiosk in config.kiosks[:2])
    hall = any_hall(config.model_copy(update={"kiosks": both}))
    for kiosk in ("kiosk-1", "kiosk-2", "kiosk-2", "kiosk-1"):
        take(hall, kiosk=kiosk)
    printed = []
    for question in range(4):
        job = got(hall, "one", f"journal.{question}")
        printed.append((job.facts["number"], job.facts["kiosk"]))
        tell(hall, job, JobState.UNCONFIRMED)
    assert printed == [(1, "kiosk-1"), (2, "kiosk-2"), (3, "kiosk-2"), (4, "kiosk-1")]
