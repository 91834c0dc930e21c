"""Which procedures are posted, and how does the shipped list get into the database?"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from actions.known import forget, known
from actions.views import ProcedureView
from models import Procedure, Site
from rules.searching import rank

MOST_FOUND = 60
MOST_ASKED = 6
MOST_NEAR = 8
_COLUMNS = (
    "key",
    "department_code",
    "field",
    "procedure_code",
    "name",
    "documents",
    "time_limit",
    "fee",
    "legal_basis",
    "source",
    "checked",
)


def procedures_of(session: Session, here: Here, *, department: str) -> tuple[ProcedureView, ...]:
    """The department's procedures, those asked for most often lately first, then in the list's order."""
    facts = known(session, here)
    own = [each for each in facts.procedures.values() if each.department == department]
    return tuple(sorted(own, key=lambda each: -facts.asked.get(each.key, 0)))


def procedure(session: Session, here: Here, *, key: str) -> ProcedureView | None:
    """One procedure by its key, or None."""
    return known(session, here).procedures.get(key)


def find_procedures(
    session: Session, here: Here, *, query: str, department: str | None = None
) -> tuple[ProcedureView, ...]:
    """Procedures in which every word of the query begins a word; at most MOST_FOUND, best first."""
    facts = known(session, here)
    entries = [e for e in facts.entries if department in (None, facts.procedures[e.key].department)]
    return tuple(facts.procedures[entry.key] for entry in rank(query, entries)[:MOST_FOUND])


@dataclass(frozen=True, slots=True)
class Search:
    """What a citizen's words found, best first; the rest as in rules/finding.py."""

    procedures: tuple[ProcedureView, ...]
    words: tuple[str, ...]
    is_near: bool
    nexts: tuple[tuple[str, str], ...]


def search_procedures(session: Session, here: Here, *, query: str) -> Search:
    """As a citizen types: marks of Telex and VNI, a wrong letter and what is only near count too."""
    facts = known(session, here)
    found = facts.index.search(query)
    entries = found.entries[: MOST_NEAR if found.is_near else MOST_FOUND]
    return Search(tuple(facts.procedures[each.key] for each in entries), found.words, found.is_near, found.nexts)


def most_asked(session: Session, here: Here) -> tuple[ProcedureView, ...]:
    """What people came for most often lately, by the office's own tickets; none in a new office."""
    facts = known(session, here)
    best = sorted(facts.asked, key=lambda key: (-facts.asked[key], key))
    return tuple(facts.procedures[key] for key in best if key in facts.procedures)[:MOST_ASKED]


def load_procedures(session: Session, here: Here, *, path: Path) -> int:
    """Bring the shipped list in, once for each content of the file; returns how many rows changed.

    Rows are matched by key; a row that left the file is withdrawn, never deleted: old tickets name it.
    Raises OSError or ValueError (with the row) for a file that cannot be read.
    """
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    site = session.get_one(Site, here.site_id)
    if site.catalogue_digest == digest:
        return 0
    present = {row.key: row for row in session.scalars(select(Procedure).where(Procedure.site_id == here.site_id))}
    rows = _read(content)
    changed = _store(session, here, rows, present)
    listed = {row["key"] for row in rows}
    for key, row in present.items():
        # What the Office added or changed is its own, and not the list's to take away.
        if key not in listed and not row.is_withdrawn and not row.is_edited:
            row.is_withdrawn = True
            changed += 1
    site.catalogue_digest = digest
    forget(session, here)
    record(session, here, "catalogue_loaded", actor="system", rows=len(rows), changed=changed, digest=digest)
    return changed


def _read(content: bytes) -> list[dict[str, str]]:
    # The csv module wants the line ends itself: a cell may hold several lines.
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), restval="")
    missing = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"row 1: no column {', '.join(missing)}")
    return list(reader)


def _store(
    session: Session,
    here: Here,
    rows: Iterable[Mapping[str, str]],
    present: Mapping[str, Procedure],
) -> int:
    codes = {department.code for department in here.config.departments}
    changed, named = 0, set[str]()
    for position, listed in enumerate(rows, start=1):
        if listed["key"] in named:
            raise ValueError(f"row {position + 1}: {listed['key']!r} is listed already")
        named.add(listed["key"])
        if listed["department_code"] not in codes:
            raise ValueError(f"row {position + 1}: no department {listed['department_code']!r}")
        values = _values(listed, position)
        row = present.get(listed["key"])
        if row is None:
            session.add(Procedure(site_id=here.site_id, updated_on=None, **values))
            changed += 1
        elif row.is_edited:
            continue  # the Office's own words win over the shipped list
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed += 1
    return changed


def _values(listed: Mapping[str, str], position: int) -> dict[str, object]:
    return {
        "key": listed["key"],
        "code": listed["procedure_code"],
        "department": listed["department_code"],
        "field": listed["field"],
        "name": listed["name"],
        "documents": _items(listed["documents"]),
        "time_limit": listed["time_limit"],
        "fee": listed["fee"],
        "legal_basis": listed["legal_basis"],
        "source": listed["source"],
        "synonyms": _items(listed.get("synonyms") or ""),
        "is_checked": listed["checked"] == "source",
        "is_withdrawn": False,
        "position": position,
    }


def _items(cell: str) -> list[str]:
    """The list's cells hold several items with " | " between them."""
    return [item.strip() for item in cell.split("|") if item.strip()]
