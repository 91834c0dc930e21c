"""The power goes, or the server is told to stop, while numbers are given: what does the next start find?"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.races.books import Kept, ask, assert_book_sound, assert_numbers_whole, kept_tickets
from tests.races.clients import Answer, Line, together
from tests.races.office_of_sixteen import Office, office_of_sixteen

KILLS, KILLS_LONG = 4, 40
STOPS, STOPS_LONG = 4, 30
CLIENTS = 8
ON_DUTY = ("KTHT", "TNMT", "TCKH", "TP", "LDTBXH", "NNPTNT")


@dataclass
class Told:
    """What the kiosks know: each touch, and what was answered to it, if anything was."""

    touches: dict[str, str] = field(default_factory=dict)
    tickets: dict[str, tuple[str, str]] = field(default_factory=dict)
    refused: list[Answer] = field(default_factory=list)


class Crowd:
    """Kiosks that go on touching until the line breaks."""

    def __init__(self, office: Office, told: Told, round: int) -> None:
        self.office, self.told, self.round = office, told, round
        self.finish = together([lambda name=name: self._kiosk(name) for name in range(CLIENTS)])

    def _kiosk(self, name: int) -> None:
        line = Line(self.office.server.url, cookie=self.office.kiosk)
        for count in range(1_000_000):
            touch = f"round-{self.round:03d}-kiosk-{name}-{count:05d}"
            answer = take(line, self.told, touch, ON_DUTY[(name + count) % len(ON_DUTY)])
            if answer.status == 0:
                break
        line.close()


def take(line: Line, told: Told, touch: str, department: str) -> Answer:
    told.touches[touch] = department
    answer = line.post("/kiosk/tickets", {"touch_id": touch, "department": department, "visit": "unsure"})
    if answer.status in (200, 201):
        told.tickets[touch] = (answer.body["label"], answer.body["token"])
    elif answer.status:
        told.refused.append(answer)
    return answer


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = office_of_sixteen(tmp_path, draws=True)
    yield office
    office.server.stop()


def test_a_power_cut_loses_no_number_that_was_told(office: Office, pytestconfig: pytest.Config) -> None:
    told, chance = Told(), random.Random(17)
    office.server.start()
    for turn in range(KILLS_LONG if pytestconfig.getoption("--long") else KILLS):
        crowd = Crowd(office, told, turn)
        time.sleep(chance.uniform(0.2, 0.9))
        workers = workers_of(office.server.pid)
        office.server.kill()
        crowd.finish()
        assert_end(workers)
        office.server.start()
        assert_all_there(told, kept_tickets(office.server))
        assert_jobs_truthful(office)
        repeat_the_unanswered(office, told)
        tickets = kept_tickets(office.server)
        assert_all_there(told, tickets)
        assert len(tickets) == len(told.touches)
        assert_book_sound(office.server)
        if turn % 2:  # let it get at the paper, so that a kill meets a job in its hands
            wait_for_paper(office)
    assert office.server.stop() == 0
    assert told.refused == []
    assert len(told.tickets) > 100


def assert_all_there(told: Told, tickets: list[Kept]) -> None:
    assert_numbers_whole(tickets)
    kept = {ticket.touch: (ticket.label, ticket.token) for ticket in tickets}
    assert len(kept) == len(tickets)
    assert {touch: kept.get(touch) for touch in told.tickets} == told.tickets
    assert set(kept) <= set(told.touches)


def repeat_the_unanswered(office: Office, told: Told) -> None:
    """As the kiosk's page does when the line is back: the same touch once more."""
    line = Line(office.server.url, cookie=office.kiosk)
    for touch in sorted(set(told.touches) - set(told.tickets)):
        assert take(line, told, touch, told.touches[touch]).status in (200, 201)
    line.close()


def assert_jobs_truthful(office: Office) -> None:
    """What was on its way was in doubt at the start, until its worker's journal told: a picture is no paper."""
    states = [state for (state,) in ask(office.server, "SELECT state FROM print_jobs")]
    assert states.count("sending") <= 1
    assert set(states) <= {"queued", "sending", "printed", "doubtful"}
    wait_until(lambda: not jobs_in(office, "doubtful"))


def jobs_in(office: Office, state: str) -> list[int]:
    return [job for (job,) in ask(office.server, "SELECT id FROM print_jobs WHERE state = ?", state)]


def workers_of(server: int) -> list[int]:
    """The print workers that a server has started."""
    return [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]


def assert_end(workers: list[int]) -> None:
    """A print worker that outlived its server would print what nobody knows of."""
    wait_until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


def test_a_stop_during_the_rush_cuts_nobody_off(office: Office, pytestconfig: pytest.Config) -> None:
    told, chance = Told(), random.Random(4)
    for turn in range(STOPS_LONG if pytestconfig.getoption("--long") else STOPS):
        office.server.start()
        crowd = Crowd(office, told, turn)
        if turn % 2:  # the worker is at it: what is in its hands must be told before the end
            wait_for_paper(office)
        time.sleep(chance.uniform(0.3, 0.8))
        workers = workers_of(office.server.pid)
        assert office.server.stop() == 0
        crowd.finish()
        assert_end(workers)
        assert "đã dừng" in (office.server.data.parent / "server.out").read_text(encoding="utf-8")
        tickets = kept_tickets(office.server)
        # Each that was written was also answered: no answer under way was cut off.
        assert {ticket.touch for ticket in tickets} == set(told.tickets)
        assert_all_there(told, tickets)
        assert_book_sound(office.server)
        assert jobs_in(office, "sending") == []
        assert jobs_in(office, "doubtful") == []
    assert told.refused == []
    assert len(told.tickets) > 100


def test_paper_goes_on_after_the_print_worker_was_killed(office: Office, request: pytest.FixtureRequest) -> None:
    office.server.start()
    told, line = Told(), Line(office.server.url, cookie=office.kiosk)
    request.addfinalizer(line.close)
    for n in range(5):
        take(line, told, f"before-the-death-{n}", "TP")
    wait_until(lambda: jobs_in(office, "printed"))
    (worker,) = workers_of(office.server.pid)
    os.kill(worker, signal.SIGKILL)
    for n in range(5):
        take(line, told, f"after-the-death-{n}", "TP")
    wait_until(lambda: not jobs_in(office, "queued") and not jobs_in(office, "sending"))
    states = [state for (state,) in ask(office.server, "SELECT state FROM print_jobs ORDER BY id")]
    assert len(states) == 10
    # At most the one that it held in its hands is of unknown fate, and no job was handed to the dead.
    assert states.count("doubtful") <= 1
    assert states[5:] == ["printed"] * 5


def wait_for_paper(office: Office) -> None:
    before = jobs_in(office, "printed")
    wait_until(lambda: jobs_in(office, "printed") != before)


def wait_until(holds: Callable[[], Any], within_s: float = 60.0) -> None:
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.05)
