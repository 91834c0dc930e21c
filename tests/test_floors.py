"""Who may import whom? The table of the house, held against every file of the product.

A new room gets one row in ROOMS: its floor, then the rooms of its own floor that it may use. From lower ones
it may use everything, from above nothing. What floors cannot say (`rules` is standard library only; `rules`,
`models` and `actions` know no Flask and no Babel) stands below the table.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Room:
    floor: int
    neighbours: frozenset[str] = frozenset()


def room(floor: int, *neighbours: str) -> Room:
    return Room(floor, frozenset(neighbours))


COMMANDS = 6  # what is only ever started, never imported from below: no room of the house stands above it

ROOMS = {
    "benchmarks": room(COMMANDS),
    "server": room(5, "commands"),
    "agent": room(5),
    "commands": room(5, "application", "launch", "logs"),
    "launch": room(5),
    "logs": room(5),
    "application": room(5, "timers"),
    "timers": room(5),
    "entrance": room(4),
    "kiosk": room(4),
    "display": room(4),
    "desk": room(4),
    "office": room(4),
    "phone": room(4),
    "posting": room(4),
    "api": room(4),
    "backups": room(3),
    "doors": room(3),
    "live": room(3),
    "theme": room(3, "watch"),
    "watch": room(3, "backups", "printers", "voice"),
    "media": room(3),
    "passwords": room(3),
    "printers": room(3),
    "voice": room(3),
    "imports": room(3),
    "reports": room(3),
    "actions": room(2),
    "database": room(1, "models", "schema"),
    "schema": room(1),
    "migrations": room(1, "models", "database"),
    "models": room(1),
    "config": room(0, "rules"),
    "locales": room(0, "rules", "config"),  # says the places and the mistakes of a configuration
    "clock": room(0, "rules"),
    "locking": room(0),
    "rules": room(0),
}
# These run on the system's Python, before there is an environment: the standard library and each other only.
STARTERS = {"run": {"environment"}, "environment": set[str]()}

NEVER_IMPORTED = {"server", "agent", "benchmarks", "tests", *STARTERS}
WITHOUT_WORDS = {"rules", "models", "actions"}
WORDS = ("flask", "babel", "locales")  # and flask_babel, flask_login, …


def violations(root: Path) -> list[str]:
    """One line for each import that the table forbids, and for each room that it does not know."""
    files = list(_product_files(root))
    rooms = {_room_of(path, root) for path in files}
    complaints = [f"{name}: not in the table of tests/test_floors.py" for name in sorted(rooms - _known())]
    complaints += [f"{name}: shadows the standard library" for name in sorted(rooms & sys.stdlib_module_names)]
    for path in files:
        for line, module in _imports(path, root):
            reason = _forbidden(_room_of(path, root), module, rooms)
            if reason:
                complaints.append(f"{path.relative_to(root).as_posix()}:{line} imports {module}: {reason}")
    return complaints


def _known() -> set[str]:
    return {*ROOMS, *STARTERS}


def _product_files(root: Path) -> Iterator[Path]:
    """Not tests, which may use every room, and not what an office or a developer keeps beside the product."""
    for path in sorted(root.iterdir()):
        if path.suffix == ".py":
            yield path
        elif path.is_dir() and not _is_beside_the_product(path):
            yield from sorted(path.rglob("*.py"))


def _is_beside_the_product(folder: Path) -> bool:
    is_environment = (folder / "pyvenv.cfg").exists()
    return is_environment or folder.name in ("tests", "data") or folder.name.startswith((".", "_"))


def _room_of(path: Path, root: Path) -> str:
    return path.relative_to(root).parts[0].removesuffix(".py")


def _imports(path: Path, root: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything imported, also inside functions and by import_module("…")."""
    package = path.relative_to(root).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, name.name) for name in names)
            case ast.ImportFrom(module=module, level=0) if module:
                yield node.lineno, module
            case ast.ImportFrom(module=module, names=names, level=level):
                above = package[: len(package) - level + 1]
                tails = [module] if module else [name.name for name in names]
                yield from ((node.lineno, ".".join((*above, tail))) for tail in tails)
            case ast.Call(func=func, args=[ast.Constant(value=str(module)), *_]):
                if ast.unparse(func) in ("__import__", "import_module", "importlib.import_module"):
                    yield node.lineno, module


def _forbidden(importer: str, module: str, rooms: set[str]) -> str | None:
    """Why `importer` may not have `module`, or None."""
    wanted = module.partition(".")[0]
    if wanted == importer or importer not in _known():
        return None
    if wanted in NEVER_IMPORTED - STARTERS.get(importer, set()):
        return "nobody imports it"
    if importer in WITHOUT_WORDS and wanted.startswith(WORDS):
        return f"{importer} gives codes and facts, not words or pages"
    if importer in STARTERS or importer == "rules":
        is_standard = wanted in sys.stdlib_module_names or wanted in STARTERS.get(importer, set())
        return None if is_standard else f"{importer} is standard library only"
    if wanted not in ROOMS:
        return None
    return _forbidden_by_floor(importer, wanted)


def _forbidden_by_floor(importer: str, wanted: str) -> str | None:
    mine, theirs = ROOMS[importer], ROOMS[wanted]
    if theirs.floor > mine.floor:
        return f"it is on floor {theirs.floor}, above floor {mine.floor}"
    if theirs.floor == mine.floor and wanted not in mine.neighbours:
        return f"both are on floor {mine.floor}"
    return None


def test_every_room_imports_downwards_only() -> None:
    assert violations(ROOT) == []


def test_the_table_has_a_row_for_each_floor_of_the_house() -> None:
    assert {room.floor for room in ROOMS.values()} == {0, 1, 2, 3, 4, 5, COMMANDS}
    named = set().union(*(room.neighbours for room in ROOMS.values()))
    assert named <= set(ROOMS)


@pytest.mark.parametrize(
    ("file", "line", "reason"),
    [
        ("kiosk/pages.py", "import desk.pages", "both are on floor 4"),
        ("kiosk/pages.py", "from display import board", "both are on floor 4"),
        ("live/rooms.py", "from printers.worker import claim", "both are on floor 3"),
        ("doors/roles.py", "import theme", "both are on floor 3"),
        ("actions/issue.py", "from live import tell", "above floor 2"),
        ("models/tickets.py", "from database import Database", "both are on floor 1"),
        ("actions/issue.py", "import flask", "codes and facts"),
        ("actions/issue.py", "from flask_babel import gettext", "codes and facts"),
        ("models/tickets.py", "import babel.dates", "codes and facts"),
        ("actions/issue.py", "from locales import say", "codes and facts"),
        ("rules/duty.py", "import holidays", "standard library only"),
        ("rules/duty.py", "from models.tickets import Ticket", "standard library only"),
        ("rules/duty.py", "import clock", "standard library only"),
        ("clock.py", "import config", "both are on floor 0"),
        ("config/office.py", "from locales import say", "both are on floor 0"),
        ("kiosk/pages.py", "import server", "nobody imports it"),
        ("application.py", "import server", "nobody imports it"),
        ("desk/pages.py", "import run", "nobody imports it"),
        ("desk/pages.py", "from tests.actors import officer", "nobody imports it"),
        ("run.py", "import config", "standard library only"),
        ("environment/make.py", "import click", "standard library only"),
    ],
)
def test_a_planted_violation_is_found(tmp_path: Path, file: str, line: str, reason: str) -> None:
    (found,) = violations(plant(tmp_path, file, line))
    assert found.startswith(f"{file}:1 imports ")
    assert reason in found


@pytest.mark.parametrize(
    "line",
    [
        "def late():\n    import desk",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from desk import pages",
        "import importlib\nimportlib.import_module('desk.pages')",
        "from .. import desk",
        "from ..desk import pages",
    ],
)
def test_a_violation_cannot_hide(tmp_path: Path, line: str) -> None:
    (found,) = violations(plant(tmp_path, "kiosk/pages.py", line))
    assert "imports desk" in found


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("kiosk/pages.py", "from actions.issue import issue_ticket"),
        ("kiosk/pages.py", "from . import touch"),
        ("printers/worker.py", "from locales import say"),
        ("commands/serving.py", "from application import House"),
        ("database.py", "from models.tickets import Ticket"),
        ("config/office.py", "from rules.workdays import Sitting"),
        ("actions/duty_table.py", "import holidays"),
        ("run.py", "from environment.make import make"),
        ("benchmarks/tickets.py", "from application import create_app"),
        (".venv/lib/kiosk.py", "import desk"),
        ("tests/kiosk/test_pages.py", "import desk"),
    ],
)
def test_what_the_table_allows_passes(tmp_path: Path, file: str, line: str) -> None:
    assert violations(plant(tmp_path, file, line)) == []


@pytest.mark.parametrize("file", ["cashier/pages.py", "helpers.py"])
def test_a_room_that_is_not_in_the_table_is_named(tmp_path: Path, file: str) -> None:
    name = Path(file).parts[0].removesuffix(".py")
    assert violations(plant(tmp_path, file, "")) == [f"{name}: not in the table of tests/test_floors.py"]


def test_a_room_may_not_shadow_the_standard_library(tmp_path: Path) -> None:
    assert "queue: shadows the standard library" in violations(plant(tmp_path, "queue/pages.py", ""))


def plant(root: Path, file: str, source: str) -> Path:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source + "\n", encoding="utf-8")
    return root
