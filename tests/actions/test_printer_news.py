"""What does the Office learn of its printers, and when?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.hall import Hall
from actions.printer_news import PrinterView, is_silence_news, note_silent, printers_now
from actions.site import open_site
from config import Config
from rules.printer_status import Need, Paper, PrinterStatus, Reach
from tests.actions.at_work import events, nothing_changes, seat, take
from tests.actions.printers import AWAY, EMPTY, WELL, ask, looks, with_printers
from tests.conftest import SetClock

LOW = PrinterStatus(Reach.ANSWERS, Paper.NEAR_END)


@pytest.fixture
def hall(any_hall: Callable[[Config], Hall], office: Config) -> Hall:
    return any_hall(with_printers(office))


def seen(hall: Hall, code: str) -> PrinterView:
    return next(each for each in hall.read(printers_now) if each.code == code)


def told(hall: Hall) -> list[tuple[str, str | None, str | None]]:
    return [(e.facts["printer"], e.facts["before"], e.facts["after"]) for e in events(hall, "printer_changed")]


def test_only_what_somebody_must_do_is_told_and_only_when_it_changes(hall: Hall) -> None:
    for status in (WELL, WELL, LOW, LOW, EMPTY, EMPTY, WELL):
        looks(hall, "one", status)
    assert told(hall) == [("one", None, "paper_low"), ("one", "paper_low", "paper"), ("one", "paper", None)]


def test_a_heartbeat_is_no_news(hall: Hall) -> None:
    looks(hall, "one", WELL)
    before = len(events(hall))
    looks(hall, "one", WELL)
    assert len(events(hall)) == before


def test_a_printer_view_says_what_waits_and_who_prints(hall: Hall) -> None:
    for _ in range(2):
        take(hall)
    looks(hall, "one", EMPTY)
    view = seen(hall, "one")
    assert (view.need, view.owed, view.printed_by) == (Need.PAPER, 2, "two")
    assert (seen(hall, "two").owed, seen(hall, "two").printed_by) == (0, "two")


def test_paper_that_will_not_come_is_not_owed(hall: Hall, set_clock: SetClock) -> None:
    for _ in range(2):
        take(hall)
    seat(hall, "1", "KTHT").does("next")
    looks(hall, "one", EMPTY)
    assert seen(hall, "one").owed == 2
    set_clock.wait(61)
    assert seen(hall, "one").owed == 1


def test_a_worker_that_falls_silent_is_told_once_and_so_is_its_return(hall: Hall, set_clock: SetClock) -> None:
    ask(hall, "own", "agents.1")
    set_clock.wait(74)
    looks(hall, "one", WELL)
    looks(hall, "two", WELL)
    assert not hall.read(is_silence_news)
    set_clock.wait(2)
    assert hall.read(is_silence_news)
    assert hall.write(note_silent) == ("own",)
    assert told(hall) == [("own", None, "away")]
    assert seen(hall, "own").is_silent
    with nothing_changes(hall):
        assert hall.write(note_silent) == ()
    ask(hall, "own", "agents.2")
    assert told(hall)[1:] == [("own", "away", None)]
    assert not seen(hall, "own").is_silent


def test_a_clock_that_is_set_back_hides_no_silence(hall: Hall, set_clock: SetClock) -> None:
    set_clock.wait(3600)
    ask(hall, "own", "agents.1")
    set_clock.wait(-3600)
    assert hall.read(is_silence_news)
    assert hall.write(note_silent) == ()
    assert not hall.read(is_silence_news)
    set_clock.wait(76)
    assert "own" in hall.write(note_silent)


def test_an_agent_that_never_came_is_told_as_well(hall: Hall, set_clock: SetClock) -> None:
    assert not seen(hall, "own").is_served
    set_clock.wait(76)
    assert len(hall.write(note_silent)) == 3
    assert {printer for printer, _, _ in told(hall)} == {"one", "two", "own"}


def test_a_server_that_was_away_calls_nobody_silent_before_they_could_speak(hall: Hall, set_clock: SetClock) -> None:
    looks(hall, "one", EMPTY)
    set_clock.wait(3600)
    hall.write(open_site)
    assert hall.write(note_silent) == ()
    assert seen(hall, "one").need is Need.PAPER


def test_a_preview_is_never_away(sqlite_hall: Hall, set_clock: SetClock) -> None:
    set_clock.wait(3600)
    assert not sqlite_hall.read(is_silence_news)
    (view,) = sqlite_hall.read(printers_now)
    assert view.need is None


def test_a_printer_that_left_the_configuration_is_forgotten(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Config, set_clock: SetClock
) -> None:
    looks(make_hall(sqlite_url, with_printers(office)), "own", AWAY)
    hall = make_hall(sqlite_url)
    set_clock.wait(3600)
    assert [each.code for each in hall.read(printers_now)] == ["preview"]
    assert not hall.read(is_silence_news)
