"""Do phones hear when somebody moves who is called before them, though for another department?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import config as configuration
from actions.hall import Hall
from live.tellers import Teller, neighbours
from tests.conftest import ROOT

COMMUNE = ROOT / "samples" / "commune" / "config.toml"


class Line:
    """Where a Socket.IO server would be: keeps which rooms were told."""

    def __init__(self) -> None:
        self.rooms: list[str] = []

    def emit(self, _event: str, _message: Any, *, to: str) -> None:
        self.rooms.append(to)


def test_departments_are_neighbours_where_a_desk_serves_both() -> None:
    near = neighbours(configuration.load(COMMUNE))
    assert near["TPHT"] == {"TPHT", "XDCT"}
    assert near["NN"] == {"NN", "DDMT"}
    assert near["CA"] == {"CA"}


def test_phones_of_neighbours_are_told(make_hall: Callable[..., Hall], tmp_path: Path) -> None:
    hall = make_hall(f"sqlite:///{tmp_path / 'commune.db'}", configuration.load(COMMUNE))
    line: Any = Line()
    Teller(line, hall)._tell_screens({"NN", ""})
    assert [room for room in line.rooms if room.startswith("phones:")] == ["phones:DDMT", "phones:NN"]
