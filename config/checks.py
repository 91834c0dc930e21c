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
# What a desk may serve of departments that it does not serve as a whole.
PARTS = ("fields", "procedures")


def cross_problems(raw: Raw) -> Iterator[Problem]:
    for section in ("priority", "departments", "desks", "kiosks", "walls", "printers"):
        yield from _used_twice(raw, section, "code")
    yield from _used_twice(raw, "departments", "series")
    yield from _unknown(raw, "desks", "departments", "departments", "unknown_department")
    yield from _at_desks(raw)
    yield from _helps(raw)
    yield from _never_a_no_show(raw)
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


def _at_desks(raw: Raw) -> Iterator[Problem]:
    """What a desk serves of departments: none at all, of an unknown one, twice, beside the whole of it."""
    tables, known = _tables(raw, "desks"), _codes(raw, "departments")
    for at, desk in enumerate(tables):
        key = key_of("desks", tables, at)
        if not any(name in desk for name in ("departments", *PARTS)):
            yield Problem(f"{key}.departments", "missing", facts={"type": "list"})
        elif desk.get("departments") == () and not any(desk.get(name) for name in PARTS):
            yield Problem(f"{key}.departments", "blank", ())
        for name in PARTS:
            by_department = desk.get(name)
            if isinstance(by_department, dict):
                yield from _parts(f"{key}.{name}", by_department, desk.get("departments"), known)


def _parts(key: str, by_department: Mapping[str, Any], whole: Any, known: list[str]) -> Iterator[Problem]:
    for code, names in by_department.items():
        if known and code not in known:
            yield choice(f"{key}.{code}", "unknown_department", code, known)
        if isinstance(whole, tuple) and code in whole:
            yield Problem(f"{key}.{code}", "whole_already", names)
        if isinstance(names, tuple):
            repeated = next((name for name in names if names.count(name) > 1), None)
            if repeated is not None:
                yield Problem(f"{key}.{code}", "repeated", repeated)


def _unserved(raw: Raw) -> Iterator[Problem]:
    desks = _tables(raw, "desks")
    if not all(_is_readable(desk) for desk in desks):
        return  # Told already; whom that desk serves is not known.
    served = {code for desk in desks for code in desk.get("departments", ()) if isinstance(code, str)}
    served |= {code for desk in desks for name in PARTS for code in desk.get(name, {})}
    for code in dict.fromkeys(_codes(raw, "departments")):
        if code not in served:
            yield Problem(f"departments.{code}", "unserved", code)


def _helps(raw: Raw) -> Iterator[Problem]:
    """A desk helps with departments that it serves, and serves at least one as its own."""
    tables, known = _tables(raw, "desks"), _codes(raw, "departments")
    for at, desk in enumerate(tables):
        helped, key = desk.get("helps", ()), f"{key_of('desks', tables, at)}.helps"
        if not _is_readable(desk) or not isinstance(helped, tuple) or not helped:
            continue
        served = dict.fromkeys((*desk.get("departments", ()), *(code for name in PARTS for code in desk.get(name, {}))))
        yield from (choice(key, "unknown_department", code, known) for code in helped if known and code not in known)
        yield from (choice(key, "not_served", code, served) for code in helped if code in known and code not in served)
        if set(served) <= set(helped):
            yield Problem(key, "helps_all", helped)


def _never_a_no_show(raw: Raw) -> Iterator[Problem]:
    tickets = raw.get("tickets")
    if not isinstance(tickets, dict):
        return
    most, needed = tickets.get("most_recalls", 5), tickets.get("no_show_after_recalls", 1)
    if isinstance(most, int) and isinstance(needed, int) and 1 <= most < needed:
        yield Problem("tickets.most_recalls", "out_of_range", most, {"low": needed, "high": 20})


def _is_readable(desk: Raw) -> bool:
    whole, parts = desk.get("departments", ()), [desk.get(name, {}) for name in PARTS]
    return isinstance(whole, tuple) and all(isinstance(each, dict) for each in parts) and bool(whole or any(parts))


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
