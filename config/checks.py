"""What is wrong between the tables of config.toml, where each alone may be right?

Works on the raw tables, so that a department with a misspelt key is still known to the desks that name it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from config.printers import printer_problems
from config.problems import Problem, choice

Raw = Mapping[str, Any]
RawTables = tuple[Raw, ...]


def cross_problems(raw: Raw) -> Iterator[Problem]:
    for section in ("departments", "desks", "kiosks", "walls", "printers"):
        yield from _used_twice(raw, section, "code")
    yield from _used_twice(raw, "departments", "series")
    yield from _unknown(raw, "desks", "departments", "departments", "unknown_department")
    yield from _unknown(raw, "kiosks", "printer", "printers", "unknown_printer")
    yield from _unknown(raw, "walls", "desks", "desks", "unknown_desk")
    yield from _unknown(raw, "printers", "at", "kiosks", "unknown_kiosk")
    yield from _unknown(raw, "printers", "stand_in", "printers", "unknown_printer")
    yield from _unserved(raw)
    yield from _of_printers(raw)
    yield from _drawn_elsewhere(raw)
    yield from _standing_in_circles(raw)


def key_of(section: str, tables: RawTables, at: int) -> str:
    """`departments.TP`, or `departments[4]` (counted from one) where the code does not point to one table."""
    code = tables[at].get("code")
    is_used_once = [each.get("code") for each in tables].count(code) == 1
    is_pointing = isinstance(code, str) and bool(code) and is_used_once
    return f"{section}.{code}" if is_pointing else f"{section}[{at + 1}]"


def _tables(raw: Raw, section: str) -> RawTables:
    tables = raw.get(section)
    return tuple(each for each in tables if isinstance(each, dict)) if isinstance(tables, tuple) else ()


def _codes(raw: Raw, section: str) -> list[str]:
    return [each["code"] for each in _tables(raw, section) if isinstance(each.get("code"), str)]


def _used_twice(raw: Raw, section: str, field: str) -> Iterator[Problem]:
    tables = _tables(raw, section)
    first: dict[Any, int] = {}
    for at, table in enumerate(tables):
        value = table.get(field)
        if not isinstance(value, str | int) or isinstance(value, bool):
            continue
        if value in first:
            other = f"{key_of(section, tables, first[value])}.{field}"
            yield Problem(f"{key_of(section, tables, at)}.{field}", "duplicate", value, {"other": other})
        first.setdefault(value, at)


def _unknown(raw: Raw, section: str, field: str, named: str, problem: str) -> Iterator[Problem]:
    """Codes in `section.field` that no table of the section `named` has."""
    tables, known = _tables(raw, section), _codes(raw, named)
    if not known:
        return  # The section itself is missing or wrong, which is told already.
    for at, table in enumerate(tables):
        key = f"{key_of(section, tables, at)}.{field}"
        value = table.get(field, ())
        names = value if isinstance(value, tuple) else (value,)
        yield from (choice(key, problem, name, known) for name in names if isinstance(name, str) and name not in known)
        if len(set(map(str, names))) < len(names):
            repeated = next(name for name in names if names.count(name) > 1)
            yield Problem(key, "repeated", repeated)


def _unserved(raw: Raw) -> Iterator[Problem]:
    lists = [desk.get("departments") for desk in _tables(raw, "desks")]
    readable = [each for each in lists if isinstance(each, tuple)]
    if len(readable) < len(lists):
        return  # Told already; whom that desk serves is not known.
    served = {code for each in readable for code in each if isinstance(code, str)}
    for code in dict.fromkeys(_codes(raw, "departments")):
        if code not in served:
            yield Problem(f"departments.{code}", "unserved", code)


def _of_printers(raw: Raw) -> Iterator[Problem]:
    tables = _tables(raw, "printers")
    for at, printer in enumerate(tables):
        yield from printer_problems(key_of("printers", tables, at), printer)


def _drawn_elsewhere(raw: Raw) -> Iterator[Problem]:
    """A preview's picture is shown from the server's folder: an agent's own folder nobody sees."""
    tables = _tables(raw, "printers")
    for at, printer in enumerate(tables):
        if printer.get("kind") == "preview" and printer.get("at"):
            yield Problem(f"{key_of('printers', tables, at)}.at", "preview_at_kiosk", printer["at"])


def _standing_in_circles(raw: Raw) -> Iterator[Problem]:
    """A printer that stands in for itself, at once or by way of others, helps nobody when it stops."""
    tables = _tables(raw, "printers")
    instead = {each["code"]: each.get("stand_in") for each in tables if isinstance(each.get("code"), str)}
    for at, printer in enumerate(tables):
        code, following = printer.get("code"), printer.get("stand_in")
        way = [code]
        while isinstance(following, str) and following not in way:
            way.append(following)
            following = instead.get(following)
        if isinstance(following, str) and following == code:
            key = f"{key_of('printers', tables, at)}.stand_in"
            yield Problem(key, "stand_in_circle", printer["stand_in"], {"chain": " → ".join(map(str, [*way, code]))})
