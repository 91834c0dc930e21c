"""What would an import add, change and skip, and why? The Office sees it before anything is written.

A column that the file does not have, and a cell that is empty, change nothing: lists come in with gaps, and an
empty cell says "unknown". What is to be emptied is emptied in the page.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum

from imports.cells import lines_of, text_of
from imports.people import People, PersonRow, same_name
from imports.problems import ImportProblem
from imports.procedures import ProcedureRow, Procedures

Field = str | bool | date | tuple[str, ...] | None


class SkipReason(StrEnum):
    """Said by `import.skipped.<value>`."""

    NOT_A_ROW = "not_a_row"
    WITHDRAWN = "withdrawn"
    NOT_IN_FORCE = "not_in_force"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class Added:
    """`values` of every field, also of those that the file has no column for."""

    row: int
    key: str
    name: str
    values: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Changed:
    """`fields`: before and after, only of those that differ. `key` is the caller's own of what is present."""

    row: int
    key: str
    name: str
    fields: Mapping[str, tuple[Field, Field]]


@dataclass(frozen=True, slots=True)
class Same:
    row: int
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Skipped:
    row: int
    name: str
    reason: SkipReason


@dataclass(frozen=True, slots=True)
class Preview:
    """`absent`: keys of what is present and not in the file; an import leaves it alone.

    `digest` stands for all that would be written: who applies a preview makes it again from the same file and
    writes only if the digests are equal.
    """

    what: str
    file: str
    added: tuple[Added, ...] = ()
    changed: tuple[Changed, ...] = ()
    same: tuple[Same, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[ImportProblem, ...] = ()
    absent: tuple[str, ...] = ()
    unplaced: Mapping[str, int] | None = None
    digest: str = ""

    @property
    def is_applicable(self) -> bool:
        return not self.problems

    @property
    def writes(self) -> int:
        return len(self.added) + len(self.changed)

    @property
    def counts(self) -> dict[str, int]:
        """The facts of `import.preview`."""
        return {
            "new": len(self.added),
            "changed": len(self.changed),
            "same": len(self.same),
            "skipped": len(self.skipped),
            "errors": len(self.problems),
        }


PERSON_FIELDS = ("name", "departments", "position", "office_phone", "mobile", "note")
PROCEDURE_FIELDS = (
    "code",
    "department",
    "field",
    "name",
    "official_name",
    "documents",
    "time_limit",
    "fee",
    "legal_basis",
    "source",
    "synonyms",
    "is_checked",
    "is_withdrawn",
    "updated_on",
)
_EMPTY: Mapping[str, Field] = {
    **dict.fromkeys(("documents", "synonyms", "departments"), ()),
    **dict.fromkeys(("is_checked", "is_withdrawn"), False),
    "updated_on": None,
}


def preview_people(people: People, present: Mapping[str, PersonRow]) -> Preview:
    """`present`: the officers on the list by the caller's key (their id as text)."""
    keys = _keys_of_people(people.rows, present)
    drafted = _Draft("people", people.file, people.problems, _left_out(people.left_out))
    for row in people.rows:
        before = present.get(keys[row.row])
        values = {name: getattr(row, name) for name in PERSON_FIELDS if name in people.fields}
        there = {name: getattr(before, name) for name in PERSON_FIELDS} if before else None
        drafted.put(row.row, keys[row.row], row.name, values, there, PERSON_FIELDS)
    return drafted.finished(present)


def preview_procedures(
    procedures: Procedures, present: Mapping[str, Mapping[str, Field]], keep: Collection[str] = ()
) -> Preview:
    """`present`: every procedure by key with PROCEDURE_FIELDS, withdrawn ones too; what it lacks is not compared.

    `keep`: fields that stay as they are where the procedure is present. A list that is not ours never touches the
    names that an office gave: its names are the official ones.
    """
    by_code = {str(values["code"]): key for key, values in present.items() if values.get("code")}
    drafted = _Draft("procedures", procedures.file, procedures.problems, _left_out(procedures.left_out))
    for row in procedures.rows:
        key = row.key if row.key in present else by_code.get(row.code, row.key)
        before = present.get(key)
        if reason := _skip_reason(row, before is not None, procedures.not_ours):
            drafted.skip(row.row, row.name, reason)
            continue
        if before is None and row.department is None:
            drafted.leave_unplaced(row)
            continue
        values = _procedure_values(row, procedures.fields, before, keep)
        drafted.put(row.row, key, row.name, values, before, PROCEDURE_FIELDS)
    return drafted.finished(present)


def complete(preview: Preview, present: Mapping[str, Mapping[str, Field]]) -> Iterator[tuple[str, Mapping[str, Field]]]:
    """Key and all fields of each row that an import writes, as they will be: added ones, then changed ones."""
    for added in preview.added:
        yield added.key, added.values
    for changed in preview.changed:
        yield changed.key, {**present[changed.key], **{name: after for name, (_, after) in changed.fields.items()}}


def departments_by_field(present: Mapping[str, Mapping[str, Field]]) -> dict[str, str]:
    """Which department answers for a field already: a first answer for `read_procedures`, without fields of several."""
    found: dict[str, set[str]] = {}
    for values in present.values():
        if not values.get("is_withdrawn"):
            found.setdefault(str(values["field"]), set()).add(str(values["department"]))
    return {name: min(codes) for name, codes in found.items() if name and len(codes) == 1}


class _Draft:
    def __init__(self, what: str, file: str, problems: Iterable[ImportProblem], skipped: Iterable[Skipped]) -> None:
        self.what, self.file = what, file
        self.problems, self.skipped = list(problems), list(skipped)
        self.added: list[Added] = []
        self.changed: list[Changed] = []
        self.same: list[Same] = []
        self.unplaced: Counter[str] = Counter()
        self.met: set[str] = set()

    def put(
        self,
        row: int,
        key: str,
        name: str,
        values: Mapping[str, Field],
        before: Mapping[str, Field] | None,
        fields: Iterable[str],
    ) -> None:
        """A row as added, changed or same, by what is there `before`."""
        self.met.add(key)
        if before is None:
            whole = {each: values.get(each) or _EMPTY.get(each, "") for each in fields}
            self.added.append(Added(row, key, name, whole))
            return
        changes = {
            each: (before.get(each), after)
            for each, after in values.items()
            if after not in ("", (), None) and not _are_alike(before.get(each), after)
        }
        if changes:
            self.changed.append(Changed(row, key, name, changes))
        else:
            self.same.append(Same(row, key, name))

    def skip(self, row: int, name: str, reason: SkipReason) -> None:
        self.skipped.append(Skipped(row, name, reason))

    def leave_unplaced(self, row: ProcedureRow) -> None:
        self.unplaced[row.field] += 1
        code = "row.unplaced" if row.field else "row.unplaced_without_field"
        self.problems.append(ImportProblem(code, row.row, value=row.field, facts={"name": row.name}))

    def finished(self, present: Iterable[str]) -> Preview:
        preview = Preview(
            self.what,
            self.file,
            tuple(self.added),
            tuple(self.changed),
            tuple(self.same),
            tuple(sorted(self.skipped, key=lambda each: each.row)),
            tuple(self.problems),
            tuple(sorted(set(present) - self.met)),
            dict(self.unplaced),
        )
        return _sealed(preview)


def _sealed(preview: Preview) -> Preview:
    parts = (preview.added, preview.changed, preview.problems)
    written = [preview.what, *([asdict(each) for each in part] for part in parts)]
    text = json.dumps(written, ensure_ascii=False, sort_keys=True, default=str)
    return replace(preview, digest=hashlib.sha256(text.encode()).hexdigest())


def _left_out(rows: Iterable[tuple[int, str]]) -> list[Skipped]:
    return [Skipped(number, text, SkipReason.NOT_A_ROW) for number, text in rows]


def _procedure_values(
    row: ProcedureRow, fields: Collection[str], before: Mapping[str, Field] | None, keep: Collection[str]
) -> dict[str, Field]:
    """What the row says, for a procedure that is new or there `before`. An official name that is the name is none."""
    values: dict[str, Field] = {name: getattr(row, name) for name in PROCEDURE_FIELDS if name in fields}
    if _are_alike(before["name"] if before else row.name, row.official_name):
        values.pop("official_name", None)
    if before is None:
        return {**values, "name": row.name}
    return {name: value for name, value in values.items() if name not in keep and name in before}


def _skip_reason(row: ProcedureRow, is_present: bool, not_ours: Collection[int]) -> SkipReason | None:
    """What is present is never skipped as withdrawn: its withdrawal is the change."""
    if row.row in not_ours and not is_present:
        return SkipReason.NOT_OURS
    if row.is_withdrawn and not is_present:
        return SkipReason.WITHDRAWN
    return None if row.is_in_force else SkipReason.NOT_IN_FORCE


def _keys_of_people(rows: Iterable[PersonRow], present: Mapping[str, PersonRow]) -> dict[int, str]:
    """Whom each row means: the key of our export, else the name; of people with one name the mobile number, then
    the department. Nobody is meant by two rows; who is nobody's is new."""
    keys: dict[int, str] = {}
    free = dict(present)
    left = list(rows)
    for means in (_by_key, _by_name_and_mobile, _by_name_and_department, _by_name):
        unmatched = []
        for row in left:
            key = means(row, free)
            if key is None:
                unmatched.append(row)
            else:
                keys[row.row] = key
                del free[key]
        left = unmatched
    return {**keys, **{row.row: f"new-{row.row}" for row in left}}


def _by_key(row: PersonRow, free: Mapping[str, PersonRow]) -> str | None:
    return row.key if row.key in free else None


def _by_name_and_mobile(row: PersonRow, free: Mapping[str, PersonRow]) -> str | None:
    return next((key for key in _named(row, free) if row.mobile and free[key].mobile == row.mobile), None)


def _by_name_and_department(row: PersonRow, free: Mapping[str, PersonRow]) -> str | None:
    both = [key for key in _named(row, free) if set(free[key].departments) & set(row.departments)]
    return both[0] if len(both) == 1 else None


def _by_name(row: PersonRow, free: Mapping[str, PersonRow]) -> str | None:
    named = _named(row, free)
    return named[0] if len(named) == 1 else None


def _named(row: PersonRow, free: Mapping[str, PersonRow]) -> list[str]:
    return [key for key, person in free.items() if same_name(person.name) == same_name(row.name)]


def _are_alike(before: Field, after: Field) -> bool:
    """Stray spaces and forms of accents are no change; neither is the order of departments."""
    return _plain(before) == _plain(after)


def _plain(value: Field | list[str]) -> object:
    match value:
        case str():
            return text_of(value)
        case tuple() | list():
            return [line for each in value for line in [" ".join(lines_of(each))] if line]
        case _:
            return value
