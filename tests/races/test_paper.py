"""Cut lines and killed processes between server, agent and printer: is any paper lost, doubled or guessed?"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.printers.cutting_proxy import (
    ANSWER_LOST,
    HALF_AN_ANSWER,
    REQUEST_LATE,
    REQUEST_LOST,
    SILENCE,
    CuttingProxy,
)
from tests.races.paper_trail import (
    AnsweringPrinter,
    PaperPrinter,
    RunningAgent,
    assert_truth,
    jobs,
    office_with_printer,
    states,
    take,
    wait_until,
)
from tests.running import RunningServer

SLOW_S = 0.06
CUTS = [
    (word, cut)
    for word in ("print/claim", "print/jobs", "print/status", "print/printers")
    for cut in (REQUEST_LOST, ANSWER_LOST, HALF_AN_ANSWER)
]
# In the ordinary run those in which something is at stake; the others with --long.
CUTS_SHORT = [("print/claim", ANSWER_LOST), ("print/jobs", REQUEST_LOST), ("print/jobs", HALF_AN_ANSWER)]
ROUNDS_LONG = 20


@dataclass
class Hall:
    """A server, an agent, a line between them and a printer."""

    server: RunningServer
    agent: RunningAgent
    line: CuttingProxy
    printer: Any
    fate: str = "unconfirmed"
    touches: int = 0

    def take(self, count: int = 1) -> None:
        for _ in range(count):
            self.touches += 1
            take(self.server, f"{self.touches:06d}")

    def settled(self, *expected: str) -> None:
        """Wait until the outbox stands so (all well unless told otherwise), and hold it against the paper."""
        wanted = list(expected) or [self.fate] * self.touches
        wait_until(lambda: states(self.server) == wanted, f"{states(self.server)} {self.agent.said()}")
        assert_truth(self.server, self.printer)

    def wait_for_first_bytes(self) -> None:
        """Those of a ticket: a question for the printer's condition is shorter."""
        before = self.printer.received
        wait_until(lambda: self.printer.received > before + 1000, "no byte reached the printer")


@contextmanager
def opened(folder: Path, printer: Any, fate: str) -> Iterator[Hall]:
    server, code = office_with_printer(folder, printer, is_agents=True)
    with CuttingProxy(server.url) as line:
        hall = Hall(server, RunningAgent(line.url, folder / "agent", code), line, printer, fate)
        try:
            server.start()
            hall.agent.start()
            yield hall
        finally:
            hall.agent.stop()
            server.stop()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """Its printer answers nothing: paper stays unconfirmed."""
    with PaperPrinter() as printer, opened(tmp_path, printer, "unconfirmed") as hall:
        yield hall


@pytest.fixture
def answering_hall(tmp_path: Path) -> Iterator[Hall]:
    """Its printer says how it is, and confirms what it has printed."""
    with AnsweringPrinter() as printer, opened(tmp_path, printer, "printed") as hall:
        yield hall


def test_the_line_is_cut_at_every_step_and_all_is_printed_once(hall: Hall, pytestconfig: pytest.Config) -> None:
    hall.take(2)
    hall.settled()
    for word, cut in CUTS if pytestconfig.getoption("--long") else CUTS_SHORT:
        before = hall.line.was_cut(word)
        hall.line.cuts = {word: cut}
        hall.take(2)
        if word not in ("print/printers", "print/status"):
            wait_until(lambda b=before, w=word: hall.line.was_cut(w) > b, f"no {word} was cut")
        hall.line.cuts = {}
        hall.settled()


@pytest.mark.long
def test_a_line_that_is_silent_is_given_up(hall: Hall) -> None:
    hall.line.cuts = {"print/claim": SILENCE, "print/jobs": SILENCE}
    hall.take(3)
    time.sleep(35)
    hall.line.cuts = {}
    hall.settled()


def test_a_question_that_is_delivered_late_doubles_no_paper(hall: Hall) -> None:
    hall.take()
    hall.settled()
    hall.line.cuts = {"print/claim": REQUEST_LATE}
    # The question that waits now is answered with this; the next one is the late one.
    hall.take()
    wait_until(lambda: hall.line.was_cut("print/claim") > 0)
    hall.line.cuts = {}
    hall.printer.pace_s = SLOW_S
    hall.take()
    hall.wait_for_first_bytes()
    assert {answer.split(b" ", 2)[1] for answer in hall.line.deliver_late()} == {b"409"}
    hall.printer.pace_s = 0.0
    hall.settled()


def test_the_agent_is_killed_in_every_state(hall: Hall) -> None:
    hall.take()
    hall.settled()
    agent = hall.agent

    # Idle, with tickets waiting: they are printed by the next one.
    agent.kill()
    hall.take(2)
    agent.start()
    hall.settled()

    # The answer to its question got lost, and then itself: not one byte was sent.
    hall.line.cuts = {"print/claim": ANSWER_LOST}
    hall.take()
    wait_until(lambda: "sending" in states(hall.server))
    agent.kill()
    hall.line.cuts = {}
    agent.start()
    hall.settled()

    # Printed, and killed before the server could hear of it: the journal tells the next one.
    hall.line.cuts = {"print/jobs": REQUEST_LOST}
    hall.take()
    wait_until(lambda: hall.line.was_cut("print/jobs") > 0)
    agent.kill()
    hall.line.cuts = {}
    agent.start()
    hall.settled()

    # In the middle of the paper: nobody knows, and nobody guesses. What comes after is printed.
    hall.printer.pace_s = SLOW_S
    hall.take()
    hall.wait_for_first_bytes()
    agent.kill()
    hall.printer.pace_s = 0.0
    agent.start()
    hall.take(2)
    hall.settled(*["unconfirmed"] * 5, "doubtful", "unconfirmed", "unconfirmed")


def test_the_server_is_killed_while_an_agent_prints_and_learns_what_became_of_it(hall: Hall) -> None:
    hall.take()
    hall.settled()

    # In the middle of the paper: at the start it is in doubt, then the agent tells.
    hall.printer.pace_s = SLOW_S
    hall.take(2)
    hall.wait_for_first_bytes()
    hall.line.cuts = {"print/jobs": REQUEST_LOST}
    hall.server.kill()
    hall.server.start()
    assert states(hall.server) == ["unconfirmed", "doubtful", "queued"]
    hall.printer.pace_s = 0.0
    wait_until(lambda: hall.line.was_cut("print/jobs") > 0)
    assert states(hall.server) == ["unconfirmed", "doubtful", "queued"]
    hall.line.cuts = {}
    hall.settled()

    # With tickets in the queue and an agent that waits for work.
    hall.agent.kill()
    hall.take(2)
    hall.server.kill()
    hall.server.start()
    hall.agent.start()
    hall.settled()

    # After a job was given away whose answer got lost.
    hall.line.cuts = {"print/claim": ANSWER_LOST}
    hall.take()
    wait_until(lambda: "sending" in states(hall.server))
    hall.server.kill()
    hall.server.start()
    assert states(hall.server)[-1] in ("doubtful", "queued", "sending")
    hall.line.cuts = {}
    hall.settled()


def test_with_a_printer_that_answers_every_kill_ends_in_a_receipt_or_in_doubt(answering_hall: Hall) -> None:
    hall = answering_hall
    hall.take(2)
    hall.settled()

    # Not sent, for want of paper: whoever is killed, it is printed when there is some.
    hall.printer.turn("paper", "end")
    hall.take(2)
    wait_until(lambda: states(hall.server)[2:] == ["not_sent", "queued"], str(states(hall.server)))
    hall.agent.kill()
    hall.server.kill()
    hall.server.start()
    assert states(hall.server)[2:] == ["not_sent", "queued"]
    hall.agent.start()
    hall.printer.turn("paper", "ok")
    hall.settled()

    # Confirmed, and killed before the server could hear of it: the receipt is in the journal.
    hall.line.cuts = {"print/jobs": REQUEST_LOST}
    hall.take()
    wait_until(lambda: hall.line.was_cut("print/jobs") > 0)
    hall.agent.kill()
    hall.line.cuts = {}
    hall.agent.start()
    hall.settled()

    # In the middle of the paper: no receipt came, so nobody knows. The half ticket hangs above the next one.
    hall.printer.turn("speed", "30")
    hall.take()
    wait_until(lambda: hall.printer.machine.roll.rows > 100, "nothing was printed")
    hall.agent.kill()
    hall.printer.turn("speed", "0")
    hall.agent.start()
    hall.take()
    hall.settled(*["printed"] * 5, "doubtful", "printed")


def test_two_kiosks_at_once_share_one_printer_and_every_paper_comes_out_once_and_in_order(tmp_path: Path) -> None:
    each = 10
    with AnsweringPrinter() as printer:
        server, _ = office_with_printer(tmp_path, printer, is_agents=False, kiosks=2)
        server.start()

        def touches(kiosk: int) -> None:
            for touch in range(each):
                take(server, f"{kiosk}{touch:05d}", f"kiosk-{kiosk}")

        try:
            with ThreadPoolExecutor(2) as citizens:
                list(citizens.map(touches, (1, 2)))
            wait_until(lambda: states(server) == ["printed"] * (2 * each), str(states(server)))
            assert_truth(server, printer)
            assert [job.facts["number"] for job in jobs(server)] == list(range(1, 2 * each + 1))
        finally:
            server.stop()


def test_a_journal_that_was_lost_leaves_doubt_and_no_second_paper(hall: Hall) -> None:
    hall.take()
    hall.settled()
    hall.line.cuts = {"print/jobs": REQUEST_LOST}
    hall.take()
    wait_until(lambda: hall.line.was_cut("print/jobs") > 0)
    hall.agent.kill()
    for path in (hall.agent.folder / "kiosk-1" / "journals").iterdir():
        path.unlink()
    hall.line.cuts = {}
    hall.agent.start()
    hall.take()
    hall.settled("unconfirmed", "doubtful", "unconfirmed")


def test_the_servers_own_worker_tells_after_the_servers_death(tmp_path: Path) -> None:
    with PaperPrinter() as printer:
        server, _ = office_with_printer(tmp_path, printer, is_agents=False)
        server.start()
        printer.pace_s = SLOW_S
        take(server, "000001")
        take(server, "000002")
        wait_until(lambda: printer.received > 0)
        server.kill()
        server.start()
        printer.pace_s = 0.0
        wait_until(lambda: states(server) == ["unconfirmed"] * 2, str(states(server)))
        assert_truth(server, printer)
        assert server.stop() == 0


@pytest.mark.long
def test_whatever_is_killed_whenever_the_paper_and_the_server_agree(hall: Hall) -> None:
    chance = random.Random(4)
    for _ in range(ROUNDS_LONG):
        hall.printer.pace_s = chance.choice([0.0, 0.0, 0.01, SLOW_S])
        hall.take(chance.randint(1, 4))
        time.sleep(chance.uniform(0.0, 1.5))
        if chance.random() < 0.3:
            hall.printer.switch_off()
        victim = chance.choice(["agent", "server", "both", "line"])
        hall.line.cuts = {chance.choice(CUTS)[0]: chance.choice(CUTS)[1]} if victim == "line" else {}
        if victim in ("agent", "both"):
            hall.agent.kill()
        if victim in ("server", "both"):
            hall.server.kill()
            hall.server.start()
        if hall.agent.process is None:
            hall.agent.start()
        time.sleep(chance.uniform(0.0, 1.0))
        hall.line.cuts = {}
        if hall.printer.listener is None:
            hall.printer.switch_on()
        hall.printer.pace_s = 0.0
        wait_until(
            lambda: not {"queued", "sending", "not_sent"} & set(states(hall.server)), str(states(hall.server)), 120
        )
        assert_truth(hall.server, hall.printer)
