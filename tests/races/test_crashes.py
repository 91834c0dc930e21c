"""The power goes, or the server is told to stop, while numbers are given: what does the next start find?"""

from __future__ import annotations

import os
import random
import signal
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.display.wall_in_browser import open_wall
from tests.races.books import Kept, ask, assert_book_sound, assert_numbers_whole, kept_tickets
from tests.races.clients import Line
from tests.races.crowd import (
    Crowd,
    Officer,
    Told,
    assert_moves_there,
    assert_tickets_there,
    repeat_the_unanswered,
    take,
)
from tests.races.following import assert_equal_to_the_server
from tests.races.full_hall import WITH_AGENT, WITH_SERVER, WITHOUT, FullHall, full_hall
from tests.races.office_of_sixteen import Office, office_of_sixteen
from tests.races.paper_ledger import PaperLedger
from tests.races.paper_trail import AnsweringPrinter

KILLS, KILLS_LONG = 2, 220
STOPS, STOPS_LONG = 4, 30
# At the kiosks with paper they take a breath between two numbers; the rest press as fast as they are answered.
CLIENTS = [(WITH_AGENT, 0.3), (WITH_SERVER, 0.3), *[(WITHOUT, 0.0)] * 4]
AGENT_DIES = 0.25
SOUND_EVERY = 10  # reading the whole log takes longer with every cut
STARTED_WITHIN_S = 60.0  # a second or two, where the machine does nothing else
MORNING = datetime(2017, 3, 13, 8, 41)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = office_of_sixteen(tmp_path, draws=True)
    yield office
    office.server.stop()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[FullHall]:
    with AnsweringPrinter() as at_agent, AnsweringPrinter() as at_server:
        hall = full_hall(tmp_path, at_agent, at_server)
        try:
            hall.open()
            yield hall
        finally:
            hall.close()


def test_a_power_cut_in_a_full_hall_loses_nothing_that_was_told(hall: FullHall, browser: Any) -> None:
    cut = PowerCuts(hall)
    wall = open_wall(hall.server, browser)
    for turn in range(KILLS):
        cut.turn(turn)
        wall.wait_for_snapshot()
    cut.assert_sound()
    wall.page.context.close()


@pytest.mark.long
def test_hundreds_of_power_cuts_in_a_full_hall_lose_nothing_that_was_told(hall: FullHall) -> None:
    cut = PowerCuts(hall)
    for turn in range(KILLS_LONG):
        cut.turn(turn)
    cut.assert_sound()
    print(cut.summary())


class PowerCuts:
    """The server, and now and then the agent too, die while everybody presses; then all is held against all."""

    def __init__(self, hall: FullHall) -> None:
        self.hall, self.told, self.chance = hall, Told(), random.Random(17)
        self.officers = [Officer(hall.server, self.told, desk, token) for desk, token in hall.officers.items()]
        self.ledgers = [
            PaperLedger(hall.server, hall.at_agent, "in-1"), PaperLedger(hall.server, hall.at_server, "in-2"),
        ]  # fmt: skip
        self.seconds: list[float] = []
        self.catching_up: list[float] = []
        self.agents_killed = 0
        for officer in self.officers:
            officer.open()

    def turn(self, turn: int) -> None:
        """One cut, and the morning after it: the clock goes on, as in an office."""
        server, told = self.hall.server, self.told
        crowd = Crowd(server, told, turn, CLIENTS, self.officers)
        time.sleep(self.chance.uniform(0.2, 0.9))
        self._kill()
        crowd.finish()
        server.at = f"{MORNING + timedelta(seconds=20 * turn):%Y-%m-%d %H:%M:%S}"
        began = time.monotonic()
        server.start()
        self.seconds.append(time.monotonic() - began)
        if self.hall.agent.process is None:
            self.hall.agent.start()
        self._is_all_there(all_answered=False)
        repeat_the_unanswered(server, told, self.officers)
        tickets = self._is_all_there(all_answered=True)
        assert len(tickets) == len(told.touches)
        if turn % SOUND_EVERY == 0:
            assert_book_sound(server)
        self.catching_up.append(assert_equal_to_the_server(self.hall.screens))

    def _kill(self) -> None:
        workers = workers_of(self.hall.server.pid)
        if self.chance.random() < AGENT_DIES:
            self.hall.agent.kill()
            self.agents_killed += 1
        self.hall.server.kill()
        assert_end(workers)

    def _is_all_there(self, *, all_answered: bool) -> list[Kept]:
        tickets = kept_tickets(self.hall.server)
        assert_numbers_whole(tickets)
        assert_tickets_there(self.told, tickets)
        assert_moves_there(self.hall.server, self.told, all_answered=all_answered)
        for ledger in self.ledgers:
            ledger.assert_truth()
        return tickets

    def assert_sound(self) -> None:
        """Nobody pulls the plug any more: all paper comes out, nobody was refused, each screen came back each time."""
        wait_until(lambda: all(ledger.is_settled() for ledger in self.ledgers), within_s=600.0)
        self._is_all_there(all_answered=True)
        assert_book_sound(self.hall.server)
        assert_equal_to_the_server(self.hall.screens)
        turns = len(self.seconds)
        assert all(screen.connections > turns for screen in self.hall.screens)
        assert all(ledger.papers for ledger in self.ledgers)
        assert self.told.refused == []
        assert min(len(self.told.tickets), self.told.moved) > 5 * turns
        assert max(self.seconds) < STARTED_WITHIN_S

    def summary(self) -> str:
        """For whoever reads the long run."""
        paper = Counter(job.state for ledger in self.ledgers for job in ledger.jobs())
        return "\n".join(
            (
                f"{len(self.seconds)} kills of the server, {self.agents_killed} of the agent",
                f"{len(self.told.tickets)} tickets and {self.told.moved} moves acknowledged: none lost, none twice",
                f"paper: {dict(paper)}",
                f"started again in s: median {statistics.median(self.seconds):.1f}, longest {max(self.seconds):.1f}",
                f"screens equal after s: median {statistics.median(self.catching_up):.1f},"
                f" longest {max(self.catching_up):.1f}",
            )
        )


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
        crowd = Crowd(office.server, told, turn, [("kiosk-1", 0.0)] * 8)
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
        assert_numbers_whole(tickets)
        assert_tickets_there(told, tickets)
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
        take(line, told, f"before-the-death-{n}", "kiosk-1", "TP")
    wait_until(lambda: jobs_in(office, "printed"))
    (worker,) = workers_of(office.server.pid)
    os.kill(worker, signal.SIGKILL)
    for n in range(5):
        take(line, told, f"after-the-death-{n}", "kiosk-1", "TP")
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
