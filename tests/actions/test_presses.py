"""Is nothing that was pressed done twice, and nothing done to somebody else than the officer saw?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import gevent
import pytest

from actions.day import begin_day
from actions.hall import Hall
from actions.views import DeskView
from config import Config
from models import Press, Ticket
from tests.actions.at_work import events, nothing_changes, rows, seat, take
from tests.conftest import SetClock

CALLED = ("ticket_called",)


def test_a_press_that_comes_again_is_not_done_again(hall: Hall) -> None:
    take(hall)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    first = lan.does("next", press_id="press-1")
    with nothing_changes(hall):
        again = lan.does("next", press_id="press-1")
    assert (again.ticket, again.seq) == (first.ticket, first.seq)
    lan.does("serve", press_id="press-2")
    lan.does("finish-next", press_id="press-3")
    with nothing_changes(hall):
        lan.does("finish-next", press_id="press-3")
    assert len(events(hall, *CALLED)) == 2


def test_a_press_that_was_refused_may_be_done_when_it_comes_again(hall: Hall) -> None:
    lan = seat(hall, "1", "KTHT")
    assert lan.refused("next", press_id="press-1").code == "nobody_waiting"
    take(hall)
    assert lan.does("next", press_id="press-1").ticket is not None


def test_an_id_belongs_to_one_press_of_one_person(shared_hall: Hall) -> None:
    take(shared_hall)
    take(shared_hall)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    lan.does("next", press_id="press-1")
    assert lan.refused("serve", press_id="press-1").code == "press_reused"
    assert hoa.does("next", press_id="press-1").ticket is not None


def test_the_id_is_known_after_a_restart(make_hall: Callable[..., Hall], sqlite_url: str, office: Config) -> None:
    hall = make_hall(sqlite_url)
    take(hall)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", press_id="press-1")
    lan.does("serve")
    lan.does("finish", press_id="press-2")
    hall.database.close()
    lan = type(lan)(make_hall(sqlite_url), "1", lan.account)
    assert lan.does("finish", press_id="press-2").served_count == 1
    assert len(events(lan.hall, "ticket_finished")) == 1


def test_the_same_press_twice_at_the_same_moment_is_done_once(sqlite_hall: Hall) -> None:
    for _ in range(3):
        take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    pressed = [gevent.spawn(lan.press, "next", press_id="press-1") for _ in range(5)]
    gevent.joinall(pressed, raise_error=True)
    labels = {each.value.ticket.label for each in pressed if isinstance(each.value, DeskView) and each.value.ticket}
    assert (labels, len(events(sqlite_hall, *CALLED))) == ({"1-001"}, 1)


@pytest.mark.parametrize("verb", ["recall", "serve", "park", "finish", "no-show"])
def test_a_screen_that_shows_an_older_citizen_does_nothing(sqlite_hall: Hall, verb: str) -> None:
    take(sqlite_hall)
    take(sqlite_hall)
    lan = seat(sqlite_hall, "1", "KTHT")
    first = lan.does("next").ticket
    assert first is not None
    lan.does("serve", "finish", "next")
    assert lan.refused(verb, ticket=first.id).code == "desk_moved_on"


def test_what_was_pressed_is_forgotten_the_next_day(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", press_id="press-1")
    set_clock.wait(24 * 3600)
    hall.write(begin_day)
    assert rows(hall, Press) == []
    assert [row.state for row in rows(hall, Ticket)] == ["expired"]


def test_finish_and_call_next_finds_the_next_or_leaves_the_desk_ready(hall: Hall) -> None:
    take(hall)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve")
    row = lan.does("finish-next").ticket
    assert row is not None
    assert row.label == "1-002"
    lan.does("serve")
    assert (lan.does("finish-next").ticket, lan.view().served_count) == (None, 2)


def test_an_officer_finds_exactly_the_state_that_was_left(hall: Hall, set_clock: SetClock) -> None:
    """Another browser, another day's cookie, a crash of the PC: the desk is in the database."""
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "recall", "serve")
    left = lan.view()
    set_clock.wait(1)
    elsewhere = type(lan)(hall, "1", lan.account)
    elsewhere.does("open")
    found = elsewhere.view()
    assert (found.ticket and found.ticket.id, found.is_open, found.moves) == (
        left.ticket and left.ticket.id, True, left.moves,
    )  # fmt: skip


def test_what_happened_while_the_line_was_cut_keeps_its_moments(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next")
    called_at = hall.now()
    set_clock.wait(300)  # here at once, served for four minutes; the line is back a minute later
    lan.does("serve", age_ms=300_000)
    view = lan.does("finish", age_ms=60_000)
    (row,) = view.served
    assert (row.serving_at, row.ended_at, row.served_s) == (called_at, hall.now() - timedelta(seconds=60), 240)
    told = events(hall, "ticket_serving", "ticket_finished")
    assert [(event.at, event.facts["late_s"]) for event in told] == [(called_at, 300), (row.ended_at, 60)]
    assert view.undo is not None  # ten seconds from when the officer can see it done
    assert lan.does("undo").ticket is not None


def test_finish_and_call_next_finishes_when_it_was_pressed_and_calls_now(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve")
    set_clock.wait(40)
    lan.does("finish-next", age_ms=30_000)
    first, second = rows(hall, Ticket)
    assert (first.served_s, second.called_at) == (10, hall.now())
    assert "late_s" not in events(hall, *CALLED)[-1].facts


def test_a_press_is_never_older_than_what_went_before_it(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next")
    called_at = hall.now()
    set_clock.wait(5)
    lan.does("serve", age_ms=24 * 3600 * 1000)
    assert rows(hall, Ticket)[0].serving_at == called_at
    set_clock.wait(5)
    lan.does("park", age_ms=24 * 3600 * 1000)
    assert rows(hall, Ticket)[0].since == called_at
    lan.does("break", age_ms=24 * 3600 * 1000)
    assert lan.view().break_since is not None


def test_a_call_is_made_when_the_hall_hears_it_and_a_press_under_way_is_no_late_one(
    hall: Hall, set_clock: SetClock
) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    set_clock.wait(60)
    lan.does("next", age_ms=60_000)
    set_clock.wait(1)
    lan.does("serve", age_ms=999)
    (called,), (served,) = events(hall, "ticket_called"), events(hall, "ticket_serving")
    assert (called.at, served.at) == (hall.now() - timedelta(seconds=1), hall.now())
    assert not {"late_s"} & {*called.facts, *served.facts}
