"""What would an import add, change and skip, and why? The Office sees it before anything is written.

A column that the file does not have, and a cell that is empty, change nothing: lists come in with gaps, and an
empty cell says "unknown". What is to be emptied is emptied in the page.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum

from imports.cells import lines_of, text_of
from imports.namesakes import Namesake
from imports.problems import ImportProblem

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
    namesakes: tuple[Namesake, ...] = ()
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


_EMPTY: Mapping[str, Field] = {
    **dict.fromkeys(("documents", "synonyms", "departments"), ()),
    **dict.fromkeys(("is_checked", "is_withdrawn"), False),
    "updated_on": None,
}


def complete(preview: Preview, present: Mapping[str, Mapping[str, Field]]) -> Iterator[tuple[str, Mapping[str, Field]]]:
    """Key and all fields of each row that an import writes, as they will be: added ones, then changed ones."""
    for added in preview.added:
        yield added.key, added.values
    for changed in preview.changed:
        yield changed.key, {**present[changed.key], **{name: after for name, (_, after) in changed.fields.items()}}


class Draft:
    """A preview in the making: each row of the list is put, skipped or left unplaced."""

    def __init__(self, what: str, file: str, problems: Iterable[ImportProblem], skipped: Iterable[Skipped]) -> None:
        self.what, self.file = what, file
        self.problems, self.skipped = list(problems), list(skipped)
        self.added: list[Added] = []
        self.changed: list[Changed] = []
        self.same: list[Same] = []
        self.unplaced: Counter[str] = Counter()
        self.namesakes: list[Namesake] = []
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
            if after not in ("", (), None) and not are_alike(before.get(each), after)
        }
        if changes:
            self.changed.append(Changed(row, key, name, changes))
        else:
            self.same.append(Same(row, key, name))

    def skip(self, row: int, name: str, reason: SkipReason) -> None:
        self.skipped.append(Skipped(row, name, reason))

    def leave_unplaced(self, row: int, name: str, field: str) -> None:
        self.unplaced[field] += 1
        code = "row.unplaced" if field else "row.unplaced_without_field"
        self.problems.append(ImportProblem(code, row, value=field, facts={"name": name}))

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
            tuple(sorted(self.namesakes, key=lambda each: each.row)),
        )
        return _sealed(preview)


def _sealed(preview: Preview) -> Preview:
    parts = (preview.added, preview.changed, preview.problems)
    written = [preview.what, *([asdict(each) for each in part] for part in parts)]
    text = json.dumps(written, ensure_ascii=False, sort_keys=True, default=str)
    return replace(preview, digest=hashlib.sha256(text.encode()).hexdigest())


def left_out(rows: Iterable[tuple[int, str]]) -> list[Skipped]:
    return [Skipped(number, text, SkipReason.NOT_A_ROW) for number, text in rows]


def are_alike(before: Field, after: Field) -> bool:
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
