"""Do the desks of config.toml name what the catalogue has? Asked when an office opens with a new configuration."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.here import Here
from config import Desk, Problem
from config.problems import choice
from models import Procedure
from rules.serving import Posted, is_field, is_procedure


def unknown_names(session: Session, here: Here) -> list[Problem]:
    """Fields and procedures of the desks that the catalogue has never had; what was withdrawn is only a gap."""
    if not any(desk.fields or desk.procedures for desk in here.config.desks):
        return []
    rows = session.execute(
        select(Procedure.key, Procedure.code, Procedure.department, Procedure.field)
        .where(Procedure.site_id == here.site_id)
        .order_by(Procedure.position)
    )
    posted = [Posted(row.key, row.code, row.department, row.field) for row in rows]
    return [problem for desk in here.config.desks for problem in _unknown(desk, posted)]


def _unknown(desk: Desk, posted: list[Posted]) -> Iterator[Problem]:
    for code, names in desk.fields.items():
        fields = dict.fromkeys(each.field for each in posted if each.department == code and each.field)
        for name in names:
            if not any(is_field(each, code, name) for each in posted):
                yield choice(f"desks.{desk.code}.fields.{code}", "unknown_field", name, fields)
    for code, names in desk.procedures.items():
        codes = dict.fromkeys(each.code or each.key for each in posted if each.department == code)
        for name in names:
            if not any(is_procedure(each, code, name) for each in posted):
                yield choice(f"desks.{desk.code}.procedures.{code}", "unknown_procedure", name, codes)
