"""Where do the desks' names and the catalogue no longer fit each other, and what are a department's parts?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.serving import Named, Posted, Serving, desks_for, is_field, is_procedure


class GapKind(StrEnum):
    """`field`, `procedure`: a desk is named for what is not posted. `unnamed`: posted, and no desk is named for it."""

    FIELD = "field"
    PROCEDURE = "procedure"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Gap:
    """`desk` is None for `unnamed`; `names` are fields, codes or names of procedures; `desks` call these meanwhile."""

    kind: GapKind
    department: str
    names: tuple[str, ...]
    desk: str | None = None
    desks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Tickets of a department that the same desks call. `names`: fields or procedures; "" is what has no procedure."""

    names: tuple[str, ...]
    desks: frozenset[str]


def gaps(named: Mapping[str, Named], catalogue: Iterable[Posted], serving: Mapping[str, Serving]) -> tuple[Gap, ...]:
    """All of them, the desks' first. `named` as the configuration writes it, `serving` what came of it."""
    if not any(own.fields or own.procedures for own in named.values()):
        return ()  # a catalogue of thousands is not gone through for desks that serve whole departments
    posted = tuple(catalogue)
    found = [gap for desk, own in named.items() for gap in _not_posted(desk, own, posted)]
    unnamed: defaultdict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for each in posted:
        if not _is_named(each, named.values()):
            unnamed[each.department, desks_for(serving, each.department, each.field, each.key)].append(each.name)
    more = (Gap(GapKind.UNNAMED, code, tuple(names), None, desks) for (code, desks), names in unnamed.items())
    return (*found, *more)


def parts(department: str, catalogue: Iterable[Posted], serving: Mapping[str, Serving]) -> tuple[Part, ...]:
    """How the department is divided among desks: one part where the same desks call all of it.

    A field that is itself divided is told by its procedures.
    """
    by_field: defaultdict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for each in catalogue:
        if each.department == department:
            desks = frozenset(desks_for(serving, department, each.field, each.key))
            by_field[each.field].append((each.name or each.key, desks))
    found: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for field, members in by_field.items():
        if field and len({desks for _, desks in members}) == 1:
            found[members[0][1]].append(field)
        else:
            for name, desks in members:
                found[desks].append(name)
    found[frozenset(desks_for(serving, department))].append("")
    return tuple(Part(tuple(names), desks) for desks, names in found.items())


def _not_posted(desk: str, own: Named, posted: tuple[Posted, ...]) -> list[Gap]:
    gone = [
        (GapKind.FIELD, department, name)
        for department, name in sorted(own.fields)
        if not any(is_field(each, department, name) for each in posted)
    ]
    gone += [
        (GapKind.PROCEDURE, department, name)
        for department, name in sorted(own.procedures)
        if not any(is_procedure(each, department, name) for each in posted)
    ]
    return [Gap(kind, department, (name,), desk) for kind, department, name in gone]


def _is_named(posted: Posted, everybody: Iterable[Named]) -> bool:
    return any(
        posted.department in own.departments
        or any(is_field(posted, department, name) for department, name in own.fields)
        or any(is_procedure(posted, department, name) for department, name in own.procedures)
        for own in everybody
    )
