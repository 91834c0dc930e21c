"""An office for races: the shipped one, with sixteen desks for one department and people for all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import config as configuration
from tests.prepared import prepare
from tests.running import ROOT, RunningServer

DESKS = 16
DEPARTMENT = "TP"
OTHERS = ("KTHT", "TNMT", "TCKH", "LDTBXH", "NNPTNT", "YT", "NV", "GDDT", "VHTT", "DT", "TTR")
CLOSED_PORT = 9  # a printer that nobody answers for: drawing two thousand pictures is not what is raced here
NETWORK_PRINTER = f"""
[[printers]]
code = "far"
kind = "network"
host = "127.0.0.1"
port = {CLOSED_PORT}
width_dots = 576
"""


@dataclass
class Office:
    """A server that has not started yet, the kiosk's token and one of each officer, by desk."""

    server: RunningServer
    kiosk: str
    officers: dict[str, str]


def write_config(folder: Path, *, draws: bool, serves: Callable[[int], str] | None = None) -> Path:
    """config.toml with sixteen desks of one department; without `draws` the kiosk's printer is out of reach.

    `serves` writes the lines of what a desk serves.
    """
    serves = serves or _departments
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    text = text.replace('procedures = "', f'procedures = "{ROOT.as_posix()}/')
    before, _, rest = text.partition("[[desks]]")
    after = rest[rest.index("[[kiosks]]") :]
    desks = "\n".join(
        f'[[desks]]\ncode = "{n}"\nname = "Quầy {n}"\nname_en = "Counter {n}"\n{serves(n)}' for n in range(1, DESKS + 1)
    )
    if not draws:
        after = re.sub(r'printer = "preview"', 'printer = "far"', after, count=1) + NETWORK_PRINTER
    path = folder / "config.toml"
    path.write_text(f"{before}{desks}\n\n{after}", encoding="utf-8")
    return path


def office_of_sixteen(folder: Path, *, draws: bool = False, serves: Callable[[int], str] | None = None) -> Office:
    """The office, ready to start."""
    path = write_config(folder, draws=draws, serves=serves)
    server = RunningServer(folder / "data", config=path)
    desks = configuration.load(path).desks
    prepare(server, {f"officer-{desk.code}": desk.touched for desk in desks}, "kiosk-1")
    officers = {desk.code: server.token(account=f"officer-{desk.code}") for desk in desks}
    return Office(server, server.token("kiosk-1"), officers)


def _departments(desk: int) -> str:
    """Every desk serves the one department; the first also all others, which somebody has to serve."""
    return f"departments = {toml([DEPARTMENT, *(OTHERS if desk == 1 else [])])}"


def toml(words: Sequence[str]) -> str:
    """A list as the file writes it."""
    return json.dumps(list(words), ensure_ascii=False)
