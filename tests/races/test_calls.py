"""Sixteen officers press "next" at once: is anybody called twice, forgotten, or called out of turn?"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from tests.races.books import ask, assert_book_sound, kept_tickets
from tests.races.clients import Answer, Line, all_at_once, together
from tests.races.office_of_sixteen import DESKS, Office, office_of_sixteen
from tests.races.pressing import Hall, labels_of

ROUNDS, ROUNDS_LONG = 12, 150


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """One day for all tests of this file; each leaves nobody waiting."""
    office = office_of_sixteen(tmp_path_factory.mktemp("calls"))
    office.server.start()
    hall = Hall(office)
    yield hall
    hall.close()
    assert office.server.stop() == 0
    assert_book_sound(office.server)


def test_sixteen_officers_get_sixteen_citizens_in_every_round(hall: Hall, pytestconfig: pytest.Config) -> None:
    for _ in range(ROUNDS_LONG if pytestconfig.getoption("--long") else ROUNDS):
        waiting = hall.issue(DESKS)
        assert labels_of(hall.all_press("next")) == waiting
        hall.all_press("serve")
        hall.all_press("finish")
    assert_each_called_once_in_turn(hall.office)


def test_nobody_is_told_nobody_waits_while_somebody_does(hall: Hall) -> None:
    for waiting in (1, 2, 10, 15):
        labels = hall.issue(waiting)
        answers = hall.race("next", list(hall.lines))
        assert labels_of(answers) == labels
        refused = [answer for answer in answers.values() if answer.status != 200]
        assert {(answer.status, answer.body["code"]) for answer in refused} == {(409, "nobody_waiting")}
        busy = [desk for desk, answer in answers.items() if answer.status == 200]
        hall.all_press("serve", busy)
        hall.all_press("finish", busy)
    assert_each_called_once_in_turn(hall.office)


def test_two_officers_at_the_same_moment_get_two_citizens(hall: Hall) -> None:
    for _ in range(15):
        waiting = hall.issue(2)
        answers = hall.race("next", ["7", "11"])
        assert labels_of(answers) == waiting
        for verb in ("serve", "finish"):
            hall.all_press(verb, ["7", "11"])
    assert_each_called_once_in_turn(hall.office)


def test_the_same_officer_pressing_twice_gets_one_citizen(hall: Hall) -> None:
    second = Line(hall.office.server.url, bearer=hall.office.officers["3"])
    hall.issue(10)
    for _ in range(10):
        answers = press_twice(hall.lines["3"], second)
        assert sorted(answer.status for answer in answers) == [200, 409]
        assert [answer.body["code"] for answer in answers if answer.status == 409] == ["holding"]
        hall.press("3", "serve")
        hall.press("3", "finish")
    second.close()
    assert_each_called_once_in_turn(hall.office)


def press_twice(*lines: Line) -> list[Answer]:
    answers: list[Answer] = []
    presses = [lambda line=line: answers.append(line.post("/api/v1/desks/3/next", {})) for line in lines]
    all_at_once(presses)
    return answers


def test_officers_who_serve_while_citizens_come_call_each_once(hall: Hall) -> None:
    """No rounds: everybody works at their own pace until the last of those who came is served."""
    coming, all_came = 160, threading.Event()

    def kiosk() -> None:
        hall.issue(coming)
        all_came.set()

    def officer(desk: str) -> None:
        while True:
            had_all_come = all_came.is_set()
            answer = hall.press(desk, "next")
            if answer.status == 200:
                assert hall.press(desk, "serve").status == 200
                assert hall.press(desk, "finish").status == 200
            else:
                assert (answer.status, answer.body["code"]) == (409, "nobody_waiting")
                if had_all_come:
                    return
                time.sleep(0.01)

    together([kiosk, *(lambda desk=desk: officer(desk) for desk in hall.lines)])()
    assert_each_called_once_in_turn(hall.office)


def assert_each_called_once_in_turn(office: Office) -> None:
    called = ask(office.server, "SELECT ticket_id, desk FROM events WHERE kind = 'ticket_called' ORDER BY seq")
    tickets = ask(office.server, "SELECT id FROM tickets ORDER BY number")
    assert [ticket for ticket, _ in called] == [ticket for (ticket,) in tickets]
    assert {ticket.state for ticket in kept_tickets(office.server)} == {"finished"}
