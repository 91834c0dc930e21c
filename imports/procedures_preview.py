"""What would a list of procedures add, change and skip? A procedure is known by its key, else by its code."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from imports.preview import Draft, Field, Preview, SkipReason, are_alike, left_out
from imports.procedures import ProcedureRow, Procedures

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


def preview_procedures(
    procedures: Procedures, present: Mapping[str, Mapping[str, Field]], keep: Collection[str] = ()
) -> Preview:
    """`present`: every procedure by key with PROCEDURE_FIELDS, withdrawn ones too; what it lacks is not compared.

    `keep`: fields that stay as they are where the procedure is present. A list that is not ours never touches the
    names that an office gave: its names are the official ones.
    """
    by_code = {str(values["code"]): key for key, values in present.items() if values.get("code")}
    drafted = Draft("procedures", procedures.file, procedures.problems, left_out(procedures.left_out))
    for row in procedures.rows:
        key = row.key if row.key in present else by_code.get(row.code, row.key)
        before = present.get(key)
        if reason := _skip_reason(row, before is not None, procedures.not_ours):
            drafted.skip(row.row, row.name, reason)
            continue
        if before is None and row.department is None:
            drafted.leave_unplaced(row.row, row.name, row.field)
            continue
        values = _procedure_values(row, procedures.fields, before, keep)
        drafted.put(row.row, key, row.name, values, before, PROCEDURE_FIELDS)
    return drafted.finished(present)


def departments_by_field(present: Mapping[str, Mapping[str, Field]]) -> dict[str, str]:
    """Which department answers for a field already: a first answer for `read_procedures`, without fields of several."""
    found: dict[str, set[str]] = {}
    for values in present.values():
        if not values.get("is_withdrawn"):
            found.setdefault(str(values["field"]), set()).add(str(values["department"]))
    return {name: min(codes) for name, codes in found.items() if name and len(codes) == 1}


def _procedure_values(
    row: ProcedureRow, fields: Collection[str], before: Mapping[str, Field] | None, keep: Collection[str]
) -> dict[str, Field]:
    """What the row says, for a procedure that is new or there `before`. An official name that is the name is none."""
    values: dict[str, Field] = {name: getattr(row, name) for name in PROCEDURE_FIELDS if name in fields}
    if are_alike(before["name"] if before else row.name, row.official_name):
        values.pop("official_name", None)
    if before is None:
        return {**values, "name": row.name, "department": row.department}
    return {name: value for name, value in values.items() if name not in keep and name in before}


def _skip_reason(row: ProcedureRow, is_present: bool, not_ours: Collection[int]) -> SkipReason | None:
    """What is present is never skipped as withdrawn: its withdrawal is the change."""
    if row.row in not_ours and not is_present:
        return SkipReason.NOT_OURS
    if row.is_withdrawn and not is_present:
        return SkipReason.WITHDRAWN
    return None if row.is_in_force else SkipReason.NOT_IN_FORCE
