"""Which tickets may a desk call, and who calls those that no desk is named for?

A desk is named for whole departments, for fields of a department, for single procedures. The rest of a department is
every ticket without a procedure ("not sure", a result, a supplement) and every procedure that no desk is named for.
The desks at home in the department call it: those with a field of it (and, for what has no procedure, those with the
whole), or, where there are none, those with procedures of it. So whoever gets a ticket of a department that any desk
is named for can be called by a desk, whatever becomes of the catalogue.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

Pair = tuple[str, str]
NONE: frozenset[Pair] = frozenset()
NO_DEPARTMENT: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Posted:
    """A procedure of the catalogue, as far as desks are concerned."""

    key: str
    code: str
    department: str
    field: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What a desk is named for; `fields` and `procedures` are pairs of a department and a field, a key or a code."""

    departments: frozenset[str] = NO_DEPARTMENT
    fields: frozenset[Pair] = NONE
    procedures: frozenset[Pair] = NONE

    @property
    def touched(self) -> frozenset[str]:
        """The departments of which it serves anything."""
        return self.departments | {department for department, _ in self.fields | self.procedures}


@dataclass(frozen=True, slots=True)
class Unnamed:
    """The procedures of a department that no desk is named for: all but these fields and these keys."""

    department: str
    fields: frozenset[str]
    procedures: frozenset[str]

    def holds(self, department: str, field: str, procedure: str) -> bool:
        return department == self.department and field not in self.fields and procedure not in self.procedures


@dataclass(frozen=True, slots=True)
class Serving:
    """The tickets that a desk may call.

    `departments` are whole; of those in `without` it calls what has no procedure; `unnamed` is said above.
    """

    departments: frozenset[str] = NO_DEPARTMENT
    fields: frozenset[Pair] = NONE
    procedures: frozenset[Pair] = NONE
    without: frozenset[str] = NO_DEPARTMENT
    unnamed: frozenset[Unnamed] = frozenset()

    @property
    def touched(self) -> frozenset[str]:
        """The departments of which it serves anything."""
        rest = {each.department for each in self.unnamed}
        return self.departments | self.without | rest | {code for code, _ in self.fields | self.procedures}

    def serves(self, department: str, field: str | None = None, procedure: str | None = None) -> bool:
        """Whether a ticket may be called; one without a procedure (its key) has no field either."""
        if department in self.departments:
            return True
        if procedure is None:
            return department in self.without
        if (department, field) in self.fields or (department, procedure) in self.procedures:
            return True
        return any(rest.holds(department, field or "", procedure) for rest in self.unnamed)

    def within(self, departments: Iterable[str]) -> Serving:
        """What is left of it for somebody who may serve only these departments."""
        kept = frozenset(departments)
        return Serving(
            self.departments & kept,
            frozenset(pair for pair in self.fields if pair[0] in kept),
            frozenset(pair for pair in self.procedures if pair[0] in kept),
            self.without & kept,
            frozenset(rest for rest in self.unnamed if rest.department in kept),
        )

    def __or__(self, other: Serving) -> Serving:
        """What two desks may call together."""
        return Serving(*(getattr(self, each.name) | getattr(other, each.name) for each in fields(self)))


def servings(named: Mapping[str, Named]) -> dict[str, Serving]:
    """What each desk may call, from what all are named for."""
    return {desk: _serving(own, tuple(named.values())) for desk, own in named.items()}


def desks_for(
    serving: Mapping[str, Serving], department: str, field: str | None = None, procedure: str | None = None
) -> tuple[str, ...]:
    """The desks that may call such a ticket, in their order."""
    return tuple(desk for desk, may in serving.items() if may.serves(department, field, procedure))


def resolved(named: Named, catalogue: Iterable[Posted]) -> Named:
    """With the fields as the catalogue writes them and the keys of its procedures; unknown names stay as they are."""
    if not named.fields and not named.procedures:
        return named
    posted = tuple(each for each in catalogue if each.department in named.touched)
    found = {(d, each.field) for d, name in named.fields for each in posted if is_field(each, d, name)}
    keys = {(d, each.key) for d, name in named.procedures for each in posted if is_procedure(each, d, name)}
    return Named(named.departments, named.fields | found, named.procedures | keys)


def is_field(posted: Posted, department: str, name: str) -> bool:
    """Whether a procedure is in a field that somebody wrote so: spaces and capitals do not matter."""
    return posted.department == department and alike(posted.field) == alike(name)


def is_procedure(posted: Posted, department: str, name: str) -> bool:
    """Whether somebody who wrote so meant this procedure: by its key or its national code."""
    return posted.department == department and name in (posted.key, posted.code)


@lru_cache(maxsize=4096)
def alike(name: str) -> str:
    """The same for names that differ only in spaces, capitals, and how accents are put together."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def _serving(own: Named, everybody: Iterable[Named]) -> Serving:
    home = frozenset(code for code in own.touched - own.departments if _is_home(own, code, everybody))
    unnamed = frozenset(_unnamed(code, everybody) for code in home if not _is_whole(code, everybody))
    return Serving(own.departments, own.fields, own.procedures, home, unnamed)


def _is_home(own: Named, code: str, everybody: Iterable[Named]) -> bool:
    """A desk with single procedures only is made for these; it helps out where the department has no other."""
    return _has_field(own, code) or not any(_has_field(each, code) or code in each.departments for each in everybody)


def _has_field(named: Named, code: str) -> bool:
    return any(department == code for department, _ in named.fields)


def _is_whole(code: str, everybody: Iterable[Named]) -> bool:
    return any(code in each.departments for each in everybody)


def _unnamed(code: str, everybody: Iterable[Named]) -> Unnamed:
    return Unnamed(
        code,
        frozenset(name for each in everybody for department, name in each.fields if department == code),
        frozenset(name for each in everybody for department, name in each.procedures if department == code),
    )
