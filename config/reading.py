"""How does the text of config.toml become a Config? Each table is read, whatever ails others."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from config.backups import Backups
from config.checks import cross_problems, key_of
from config.network import Network
from config.office import (
    Config,
    Department,
    Desk,
    Hours,
    Idle,
    Kiosk,
    Priority,
    Site,
    Tickets,
    Wall,
)
from config.printers import Printer
from config.privacy import Privacy
from config.problems import NOTHING, ConfigErrors, Problem, choice
from config.sign_in import SignIn
from config.table import Table
from config.timetable import duty_from, sittings_from
from config.voice import Voice

T = TypeVar("T", bound=Table)

# The sections of the file, in the order in which an installer reads them.
SINGLE: Mapping[str, type[Table]] = {
    "site": Site,
    "hours": Hours,
    "tickets": Tickets,
    "idle": Idle,
    "voice": Voice,
    "backups": Backups,
    "privacy": Privacy,
    "sign_in": SignIn,
    "network": Network,
}
LISTED: Mapping[str, type[Table]] = {
    "priority": Priority,
    "departments": Department,
    "desks": Desk,
    "kiosks": Kiosk,
    "walls": Wall,
    "printers": Printer,
}
SECTIONS = (*SINGLE, *LISTED)
NEEDED = ("site", "hours", "departments", "desks", "kiosks", "walls", "printers")

_TYPES = {
    "string_type": "text",
    "int_type": "whole_number",
    "int_from_float": "whole_number",
    "float_type": "number",
    "bool_type": "yes_no",
    "tuple_type": "list",
    "model_type": "table",
    "model_attributes_type": "table",
    "dict_type": "table",
}


def load(path: Path | str) -> Config:
    """The office that a file describes. Raises ConfigErrors with everything that is wrong with it."""
    path = Path(path)
    content = _content(path)
    raw = _parsed(path, content)
    reading = _Reading(raw)
    tables = reading.tables()
    problems = [*reading.problems, *cross_problems(raw), *_missing_files(path, raw)]
    if problems:
        raise ConfigErrors(path, sorted(problems, key=_section))
    return Config(**tables, path=path.resolve(), digest=hashlib.sha256(content).hexdigest())


class _Reading:
    """One pass over the file: gives the tables that are right and collects the problems of the others."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.problems: list[Problem] = []

    def tables(self) -> dict[str, Any]:
        self.problems += [
            choice(name, "unknown_key", name, SECTIONS, self.raw[name]) for name in self.raw if name not in SECTIONS
        ]
        missing = [name for name in NEEDED if name not in self.raw]
        self.problems += [Problem(name, "missing", facts={"type": _kind(name)}) for name in missing]
        tables = {name: self._single(name, model) for name, model in SINGLE.items() if name not in missing}
        return tables | {name: self._listed(name, model) for name, model in LISTED.items()}

    def _single(self, name: str, model: type[T]) -> T | None:
        raw = self.raw.get(name, {})
        if name == "hours" and isinstance(raw, dict) and "sittings" in raw:
            raw = raw | {"sittings": sittings_from(raw["sittings"], "hours.sittings", self.problems)}
        return self._table(model, raw, name)

    def _listed(self, name: str, model: type[T]) -> tuple[T | None, ...]:
        raw = self.raw.get(name, ())
        if not isinstance(raw, tuple) or not all(isinstance(each, dict) for each in raw):
            self.problems.append(Problem(name, "wrong_type", raw, {"type": "tables"}))
            return ()
        if not raw and name in self.raw:
            self.problems.append(Problem(name, "blank", raw))
        keys = [key_of(name, raw, at) for at in range(len(raw))]
        prepared = [self._prepared(name, each, key) for each, key in zip(raw, keys, strict=True)]
        return tuple(self._table(model, each, key) for each, key in zip(prepared, keys, strict=True))

    def _prepared(self, section: str, raw: dict[str, Any], key: str) -> dict[str, Any]:
        """A department's duty and hours as the rules have them; other tables as they are."""
        if section != "departments":
            return raw
        own = raw.get("sittings")
        sittings = self._office_sittings() if own is None else sittings_from(own, f"{key}.sittings", self.problems)
        prepared = raw | {"sittings": sittings}
        if "duty" in raw:
            prepared["duty"] = duty_from(raw["duty"], sittings, f"{key}.duty", self.problems)
        return prepared

    def _office_sittings(self) -> Any:
        hours = self.raw.get("hours")
        # Its problems are told once, where the hours are read.
        return sittings_from(hours.get("sittings"), "", []) if isinstance(hours, dict) else ()

    def _table(self, model: type[T], raw: Any, key: str) -> T | None:
        try:
            return model.model_validate(raw)
        except ValidationError as wrong:
            self.problems += [_problem(model, key, error) for error in wrong.errors(include_url=False)]
            return None


def _problem(model: type[Table], table: str, error: ErrorDetails) -> Problem:
    """A complaint of pydantic in our words. Positions in lists are left out: the value shows the place."""
    names = [part for part in error["loc"] if isinstance(part, str)]
    key = ".".join([table, *names])
    kind, value, facts = error["type"], error["input"], dict(error.get("ctx", {}))
    if kind == "extra_forbidden":
        return choice(key, "unknown_key", names[-1], _fields(model, names), value)
    if kind == "missing":
        return Problem(key, "missing", NOTHING, {"type": _type_of(model, names)})
    if kind == "literal_error":
        return choice(key, "not_allowed", value, re.findall(r"'([^']+)'", str(facts["expected"])))
    if kind in _TYPES:
        return Problem(key, "wrong_type", value, {"type": _TYPES[kind]})
    if "allowed" in facts:
        return choice(key, kind, facts["found"], facts["allowed"])
    return Problem(key, kind, facts.pop("found", value), facts)


def _fields(model: type[Table], names: list[str]) -> tuple[str, ...]:
    """The keys allowed where an unknown one stands: in the table itself or in one inside it."""
    for name in names[:-1]:
        inner = model.model_fields[name].annotation
        if isinstance(inner, type) and issubclass(inner, Table):
            model = inner
    return tuple(model.model_fields)


def _type_of(model: type[Table], names: list[str]) -> str:
    annotation = model.model_fields[names[-1]].annotation
    if annotation is int:
        return "whole_number"
    if get_origin(annotation) is tuple:
        return "table" if names[-1] == "sittings" else "list"
    return "duty" if names[-1] == "duty" else "text"


def _kind(section: str) -> str:
    return "table" if section in SINGLE else "tables"


def _section(problem: Problem) -> int:
    """Where in the file a problem is, so that the list reads from top to bottom."""
    section = re.split(r"[.\[]", problem.key)[0]
    return SECTIONS.index(section) if section in SECTIONS else -1


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as wrong:
        problem = Problem(path.name, "unreadable", facts={"reason": wrong.strerror or str(wrong)})
        raise ConfigErrors(path, [problem]) from wrong


def _parsed(path: Path, content: bytes) -> dict[str, Any]:
    try:
        # Notepad on Windows puts a byte-order mark before the first letter.
        return {name: _settled(value) for name, value in tomllib.loads(content.decode("utf-8-sig")).items()}
    except UnicodeDecodeError as wrong:
        problem = Problem(path.name, "encoding", facts={"offset": wrong.start + 1})
        raise ConfigErrors(path, [problem]) from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise ConfigErrors(path, [_syntax(path, str(wrong), content)]) from wrong


def _syntax(path: Path, message: str, content: bytes) -> Problem:
    """tomllib says where only in its message: "Expected … (at line 3, column 5)", "(at end of document)"."""
    at = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)", message)
    lines = content.decode("utf-8-sig").splitlines()
    end = (len(lines), len(lines[-1]) + 1 if lines else 1)
    line, column = (int(at[1]), int(at[2])) if at and at[1] else end
    reason = message[: at.start()] if at else message
    return Problem(path.name, "syntax", facts={"line": line, "column": column, "reason": reason})


def _settled(value: Any) -> Any:
    """Lists become tuples, letters typed as a base letter and its marks (on a Mac) the composed ones."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return tuple(_settled(each) for each in value)
    if isinstance(value, dict):
        return {key: _settled(each) for key, each in value.items()}
    return value


def _missing_files(path: Path, raw: Mapping[str, Any]) -> list[Problem]:
    found = [("site.procedures", "no_file", Path.is_file), ("voice.recordings", "no_folder", Path.is_dir)]
    walls = raw.get("walls")
    tables = tuple(each for each in walls if isinstance(each, dict)) if isinstance(walls, tuple) else ()
    return [
        *(
            Problem(key, code, name)
            for key, code, is_there in found
            if _is_missing(path, name := _named(raw, key), is_there)
        ),
        *(
            Problem(f"{key_of('walls', tables, at)}.media", "no_folder", wall["media"])
            for at, wall in enumerate(tables)
            if _is_missing(path, wall.get("media"), Path.is_dir)
        ),
    ]


def _named(raw: Mapping[str, Any], key: str) -> Any:
    section, _, field = key.partition(".")
    table = raw.get(section)
    return table.get(field) if isinstance(table, dict) else None


def _is_missing(path: Path, name: Any, is_there: Callable[[Path], bool]) -> bool:
    return bool(name) and isinstance(name, str) and not is_there(path.parent / name)
