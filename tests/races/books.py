"""What stands in the database afterwards, read without the product's own queries, and what must be true of it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import commands
import config as configuration
from actions.events import first_broken
from tests.running import AT, RunningServer


@dataclass(frozen=True)
class Kept:
    """A ticket as the database has it."""

    touch: str
    token: str
    series: int
    number: int
    state: str
    day: str

    @property
    def label(self) -> str:
        """As the kiosk says it."""
        return f"{self.series}-{self.number:03d}"


def database_file(server: RunningServer) -> Path:
    """Where a server of a training day keeps its rows."""
    return server.data / "training" / "mot-cua.db"


def ask(server: RunningServer, query: str, *values: Any) -> list[Any]:
    """Rows of a query, on a connection of our own."""
    connection = sqlite3.connect(database_file(server), timeout=10)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def kept_tickets(server: RunningServer) -> list[Kept]:
    """Every ticket."""
    rows = ask(server, "SELECT touch_id, token, series, number, state, day FROM tickets ORDER BY id")
    return [Kept(*row) for row in rows]


def assert_numbers_whole(tickets: Iterable[Kept]) -> None:
    """No number twice, none left out, in any series of any day."""
    by_series: dict[tuple[str, int], list[int]] = defaultdict(list)
    for ticket in tickets:
        by_series[ticket.day, ticket.series].append(ticket.number)
    for series, numbers in by_series.items():
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), series


def assert_book_sound(server: RunningServer) -> None:
    """The file is whole, the chain unbroken, and each ticket has its one event and its one print job."""
    assert ask(server, "PRAGMA integrity_check") == [("ok",)]
    assert ask(server, "PRAGMA foreign_key_check") == []
    issued = ask(server, "SELECT ticket_id FROM events WHERE kind = 'ticket_issued' ORDER BY ticket_id")
    tickets = ask(server, "SELECT id FROM tickets ORDER BY id")
    assert issued == tickets
    assert ask(server, "SELECT ticket_id FROM print_jobs ORDER BY ticket_id") == tickets
    assert broken_event(server) is None


def broken_event(server: RunningServer) -> int | None:
    """The first event that does not fit its chain."""
    assert server.config is not None
    config = configuration.load(server.config)
    place = commands.Place(server.config, server.data, None)
    hall = commands.open_hall(place, config, commands.training_clock(config, AT))
    try:
        return hall.read(first_broken)
    finally:
        hall.database.close()
