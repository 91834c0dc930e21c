"""How does the office normally work? `config.toml` as frozen, typed objects.

`load` reads the whole file and gives a `Config`, or raises `ConfigErrors` with every problem in it: the
server never starts half-configured. What differs on a day (exceptions, absences, stops) is not here but in
the database; so are people and procedures.
"""

from config.backups import Backups
from config.office import (
    Config,
    Department,
    Desk,
    Hours,
    Idle,
    Kiosk,
    Priority,
    Quota,
    Site,
    Tickets,
    Wall,
)
from config.printers import Printer
from config.problems import ConfigErrors, Problem
from config.reading import load
from config.voice import Voice

__all__ = [
    "Backups",
    "Config",
    "ConfigErrors",
    "Department",
    "Desk",
    "Hours",
    "Idle",
    "Kiosk",
    "Printer",
    "Priority",
    "Problem",
    "Quota",
    "Site",
    "Tickets",
    "Voice",
    "Wall",
    "load",
]
