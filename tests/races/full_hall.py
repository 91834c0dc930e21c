"""A hall with everything in it: kiosks, sixteen desks, the server's printer and an agent's, screens that follow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import commands
import config as configuration
from actions.devices import PairingView, new_pairing
from tests.prepared import prepare
from tests.races.following import Screen
from tests.races.office_of_sixteen import DEPARTMENT, OTHERS, toml, write_config
from tests.races.paper_trail import WIDTH, AnsweringPrinter, RunningAgent
from tests.running import AT, RunningServer

# The agent's, the server's own, and one whose printer nobody answers for: there numbers are given as fast as they can.
WITH_AGENT, WITH_SERVER, WITHOUT = "kiosk-1", "kiosk-2", "kiosk-3"
KIOSKS = (WITH_AGENT, WITH_SERVER, WITHOUT)
FOLLOWED_DESKS = ("1", "7", "16")
PRINTER = """
[[printers]]
code = "{code}"
kind = "network"
host = "127.0.0.1"
port = {port}
width_dots = {width}
timeout_s = 3
{more}
"""
KIOSK = """
[[kiosks]]
code = "{code}"
name = "Máy lấy số {code}"
printer = "{printer}"
"""


@dataclass
class FullHall:
    """Not running yet. `start` and `kill` are the server's alone; the rest of the hall goes on."""

    server: RunningServer
    agent: RunningAgent
    at_agent: AnsweringPrinter
    at_server: AnsweringPrinter
    screens: list[Screen]
    officers: dict[str, str]

    def open(self) -> None:
        """Everything on."""
        self.server.start()
        self.agent.start()
        for screen in self.screens:
            screen.connect()

    def close(self) -> None:
        """Everything off."""
        self.agent.stop()
        self.server.stop()
        for screen in self.screens:  # to a server that is there each would wait three seconds for its good-bye
            screen.close()


def full_hall(folder: Path, at_agent: AnsweringPrinter, at_server: AnsweringPrinter) -> FullHall:
    """The shipped office, furnished, with an officer for each desk."""
    path = write_config(folder, draws=False, serves=lambda _: f"departments = {toml([DEPARTMENT, *OTHERS])}")
    text = path.read_text(encoding="utf-8").replace('printer = "far"', 'printer = "in-1"', 1)
    text += KIOSK.format(code=WITH_SERVER, printer="in-2") + KIOSK.format(code=WITHOUT, printer="far")
    text += PRINTER.format(code="in-1", port=at_agent.port, width=WIDTH, more=f'at = "{WITH_AGENT}"')
    text += PRINTER.format(code="in-2", port=at_server.port, width=WIDTH, more="")
    path.write_text(text, encoding="utf-8")
    server = RunningServer(folder / "data", config=path)
    desks = configuration.load(path).desks
    prepare(server, {f"officer-{desk.code}": desk.touched for desk in desks}, *KIOSKS, "wall-1")
    officers = {desk.code: server.token(account=f"officer-{desk.code}") for desk in desks}
    agent = RunningAgent(server.url, folder / "agent", _pairing(server), WITH_AGENT)
    return FullHall(server, agent, at_agent, at_server, _screens(server, officers), officers)


def _screens(server: RunningServer, officers: dict[str, str]) -> list[Screen]:
    walls = [Screen(server, "wall", "wall-1", server.token("wall-1")) for _ in range(2)]
    kiosks = [Screen(server, "kiosk", "", server.token(code)) for code in (WITH_AGENT, WITH_SERVER)]
    return [*walls, *kiosks, *(Screen(server, "desk", desk, officers[desk]) for desk in FOLLOWED_DESKS)]


def _pairing(server: RunningServer) -> str:
    assert server.config is not None
    config = configuration.load(server.config)
    place = commands.Place(server.config, server.data, None)
    hall = commands.open_ready_hall(place, config, commands.training_clock(config, AT))
    made: Any = hall.write(new_pairing, device=f"{WITH_AGENT}.agent", actor="test")
    hall.database.close()
    assert isinstance(made, PairingView)
    return made.code
