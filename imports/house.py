"""How does a list compare with what the house has, and what would its import write?

The pages of the Office and the command line ask here, so that both show and write the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from actions.hall import Hall
from actions.lists import Confirmed, Progress
from actions.people import OfficerImport, OfficerView, OfficerWish, import_officers
from actions.procedures import ProcedureEdit, ProcedureImport, ProcedureWish, import_procedures
from imports.departments import Named
from imports.namesakes import Answers
from imports.people import PersonRow, read_people
from imports.people_preview import PERSON_FIELDS, preview_people
from imports.preview import Field, Preview, complete
from imports.procedures import read_procedures
from imports.procedures_preview import departments_by_field, preview_procedures
from imports.tables import Table
from rules.refusals import Refusal
from rules.searching import fold

Present = Mapping[str, Mapping[str, Field]]


@dataclass(frozen=True, slots=True)
class PeopleCompared:
    """`officers`: what the import writes."""

    preview: Preview
    officers: tuple[OfficerImport, ...]


@dataclass(frozen=True, slots=True)
class ProceduresCompared:
    """`procedures`: what the import writes."""

    preview: Preview
    procedures: tuple[ProcedureImport, ...]


Compared = PeopleCompared | ProceduresCompared


def officers_present(officers: Iterable[OfficerView]) -> dict[str, PersonRow]:
    """By the key that exports carry. Who only has an account is on no list yet: to be put on one is a change."""
    return {
        str(each.id): PersonRow(
            0,
            each.name,
            each.departments if each.is_on_list else (),
            each.position,
            each.office_phone,
            each.mobile,
            each.note,
            str(each.id),
            each.departments,
        )
        for each in officers
    }


def compare_people(
    table: Table,
    officers: Iterable[OfficerView],
    departments: Iterable[Named],
    department: str | None = None,
    progress: Progress | None = None,
    answers: Answers | None = None,
) -> PeopleCompared:
    """`department`: whose list it is, for rows that do not say. `answers`: see imports/namesakes.py."""
    listed = tuple(officers)
    present = officers_present(listed)
    preview = preview_people(read_people(table, departments, department, progress, answers), present, answers)
    revisions = {str(each.id): each.revision for each in listed}
    fields = {key: {name: getattr(row, name) for name in PERSON_FIELDS} for key, row in present.items()}
    wanted = tuple(
        OfficerImport(_officer(values), int(key) if key in revisions else None, revisions.get(key))
        for key, values in complete(preview, fields)
    )
    return PeopleCompared(preview, wanted)


def procedures_present(edits: Iterable[ProcedureEdit]) -> dict[str, dict[str, Field]]:
    """By key, with the fields that previews, exports and coverage know."""
    return {
        each.wish.key: {
            "code": each.wish.code,
            "department": each.wish.department,
            "field": each.wish.field,
            "name": each.wish.name,
            "official_name": each.wish.official_name,
            "documents": each.wish.documents,
            "time_limit": each.wish.time_limit,
            "fee": each.wish.fee,
            "legal_basis": each.wish.legal_basis,
            "source": each.wish.source,
            "synonyms": each.wish.synonyms,
            "is_checked": each.is_checked,
            "is_withdrawn": each.is_withdrawn,
            "updated_on": each.updated_on,
        }
        for each in edits
    }


def compare_procedures(
    table: Table,
    edits: Iterable[ProcedureEdit],
    departments: Iterable[Named],
    fields: Mapping[str, str] | None = None,
    otherwise: str | None = None,
    progress: Progress | None = None,
) -> ProceduresCompared:
    """`fields`: the department that answers for a field, as the Office says; "": not handled here.

    `otherwise`: the department (or "") of every procedure that neither the list nor the house places.
    """
    listed = tuple(edits)
    present = procedures_present(listed)
    named = tuple(departments)
    known = {**departments_by_field(present), **(fields or {})}
    preview = preview_procedures(read_procedures(table, named, known, progress), present)
    if otherwise is not None and preview.unplaced:
        asked = {fold(name) for name in fields or {}}
        rest = {name: otherwise for name in preview.unplaced if fold(name) not in asked}
        preview = preview_procedures(read_procedures(table, named, {**known, **rest}), present)
    revisions = {each.wish.key: each.revision for each in listed}
    wanted = tuple(
        _procedure(key, values, revisions.get(key), present.get(key)) for key, values in complete(preview, present)
    )
    return ProceduresCompared(preview, wanted)


def write_compared(hall: Hall, compared: Compared, confirmed: Confirmed) -> tuple[int, int] | Refusal:
    """Write what was shown and confirmed; returns (added, changed)."""
    if isinstance(compared, PeopleCompared):
        return hall.write(import_officers, officers=compared.officers, confirmed=confirmed)
    return hall.write(import_procedures, procedures=compared.procedures, confirmed=confirmed)


def _officer(values: Mapping[str, Field]) -> OfficerWish:
    return OfficerWish(
        name=_text(values["name"]),
        departments=_items(values["departments"]),
        position=_text(values["position"]),
        office_phone=_text(values["office_phone"]),
        mobile=_text(values["mobile"]),
        note=_text(values["note"]),
    )


def _procedure(
    key: str, values: Mapping[str, Field], revision: int | None, before: Mapping[str, Field] | None
) -> ProcedureImport:
    """A change is dated by the list only if the list brings a date of its own."""
    dated = values["updated_on"]
    is_dated_anew = before is None or before["updated_on"] != dated
    return ProcedureImport(
        ProcedureWish(
            key=key,
            code=_text(values["code"]),
            department=_text(values["department"]),
            field=_text(values["field"]),
            name=_text(values["name"]),
            official_name=_text(values["official_name"]),
            documents=_items(values["documents"]),
            time_limit=_text(values["time_limit"]),
            fee=_text(values["fee"]),
            legal_basis=_text(values["legal_basis"]),
            source=_text(values["source"]),
            synonyms=_items(values["synonyms"]),
        ),
        revision,
        is_withdrawn=bool(values["is_withdrawn"]),
        is_checked=bool(values["is_checked"]),
        updated_on=dated if is_dated_anew and not isinstance(dated, str | bool | tuple) else None,
    )


def _text(value: Field) -> str:
    return str(value or "")


def _items(value: Field) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
