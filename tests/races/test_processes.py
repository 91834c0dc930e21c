"""Several processes on one PostgreSQL: is any number given twice, left out, or given to nobody?"""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable

import pytest
from sqlalchemy import select

from actions.events import first_broken
from actions.hall import Hall
from models import Event, Ticket
from tests.running import ROOT

PROCESSES = 3
EACH, EACH_LONG = 250, 3_000


def test_three_processes_share_no_number_and_leave_no_gap(
    make_hall: Callable[..., Hall], postgres_url: str, pytestconfig: pytest.Config
) -> None:
    hall = make_hall(postgres_url)
    each = EACH_LONG if pytestconfig.getoption("--long") else EACH
    command = [sys.executable, "-m", "tests.races.issuing", postgres_url]
    running = [
        subprocess.Popen([*command, f"process-{n}", str(each)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for n in range(PROCESSES)
    ]
    told = set()
    for process in running:
        text, _ = process.communicate(timeout=300)
        assert process.returncode == 0
        assert len(text.splitlines()) == each
        told |= {tuple(line.split()) for line in text.splitlines()}
    kept = hall.database.read(
        lambda session: session.execute(select(Ticket.touch_id, Ticket.series, Ticket.number)).all()
    )
    assert {(touch, str(series), str(number)) for touch, series, number in kept} == told
    shared = each // 10
    assert len(kept) == len(told) == PROCESSES * (each - shared) + shared
    numbers = defaultdict(list)
    for _, series, number in kept:
        numbers[series].append(number)
    for series, given in numbers.items():
        assert sorted(given) == list(range(1, len(given) + 1)), series
    assert hall.read(first_broken) is None
    issued = hall.database.read(
        lambda session: session.scalars(select(Event.ticket_id).where(Event.kind == "ticket_issued")).all()
    )
    assert len(issued) == len(set(issued)) == len(kept)
