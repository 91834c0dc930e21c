"""An office for races: the shipped one, with sixteen desks for one department and people for all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import commands
import config as configuration
from actions.accounts import AccountView, Role, add_account, add_account_token
from actions.devices import add_device_token
from tests.running import AT, ROOT, RunningServer

DESKS = 16
DEPARTMENT = "TP"
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


def write_config(folder: Path, *, draws: bool) -> Path:
    """config.toml with sixteen desks of one department; without `draws` the kiosk's printer is out of reach."""
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    text = text.replace('procedures = "', f'procedures = "{ROOT.as_posix()}/')
    before, _, rest = text.partition("[[desks]]")
    after = rest[rest.index("[[kiosks]]") :]
    desks = "\n".join(
        f'[[desks]]\ncode = "{n}"\nname = "Quầy {n}"\nname_en = "Counter {n}"\ndepartments = {_departments(n)}'
        for n in range(1, DESKS + 1)
    )
    if not draws:
        after = re.sub(r'printer = "preview"', 'printer = "far"', after, count=1) + NETWORK_PRINTER
    path = folder / "config.toml"
    path.write_text(f"{before}{desks}\n\n{after}", encoding="utf-8")
    return path


def office_of_sixteen(folder: Path, *, draws: bool = False) -> Office:
    """People and devices are put in before the start: sixteen commands would take longer than the race."""
    path = write_config(folder, draws=draws)
    data = folder / "data"
    config = configuration.load(path)
    place = commands.Place(path, data, None)
    hall = commands.open_ready_hall(place, config, commands.training_clock(config, AT))
    kiosk = hall.write(add_device_token, code="kiosk-1")
    assert isinstance(kiosk, str)
    officers = {}
    for desk in config.desks:
        account = hall.write(
            add_account,
            name=f"officer-{desk.code}",
            role=Role.OFFICER,
            password_hash="none",
            departments=desk.departments,
        )
        assert isinstance(account, AccountView), account
        officers[desk.code] = hall.write(add_account_token, account_id=account.id)
    hall.database.close()
    return Office(RunningServer(data, config=path), kiosk, officers)


def _departments(desk: int) -> str:
    """Every desk serves the one department; the first also all others, which somebody has to serve."""
    others = ["KTHT", "TNMT", "TCKH", "LDTBXH", "NNPTNT", "YT", "NV", "GDDT", "VHTT", "DT", "TTR"] if desk == 1 else []
    return str([DEPARTMENT, *others]).replace("'", '"')
