"""What must be in a database before the site can open? Its row, its catalogue, the decree's days, truthful jobs."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from actions.catalogue import load_procedures
from actions.desk_names import unknown_names
from actions.here import Here
from actions.known import forget
from actions.outbox import doubt_interrupted
from actions.printer_news import grant_time
from actions.special_days import load_special_days
from config import Config, ConfigErrors
from models import Account, Device, Officer, OfficerDepartment, Site, Token
from models.base import Base, table_of

SPECIAL_DAYS = Path(__file__).parent.parent / "samples" / "special-days.csv"
# In the order in which they refer to each other.
_PEOPLE: tuple[type[Base], ...] = (Officer, OfficerDepartment, Account, Device, Token)


def site_id(session: Session, config: Config, now: Any) -> int:
    """The key of the configured site; its row is made if it is new."""
    row = session.scalars(select(Site).where(Site.code == config.site.code)).first()
    if row is None:
        row = Site(code=config.site.code, name=config.site.name, facts_version=1, created_at=now)
        session.add(row)
        session.flush()
    return row.id


def find_site(session: Session, config: Config) -> int | None:
    """The key of the configured site, or None where it has not been opened yet."""
    return session.scalars(select(Site.id).where(Site.code == config.site.code)).first()


def open_site(session: Session, here: Here) -> None:
    """Make the site ready: catalogue and decree table as shipped, interrupted print jobs doubtful. Idempotent.

    Raises ConfigErrors, and changes nothing, where a new configuration's desks name what the catalogue does not have.
    """
    with SPECIAL_DAYS.open(encoding="utf-8-sig", newline="") as file:
        load_special_days(session, here, rows=list(csv.DictReader(file)))
    path = here.config.procedures_path
    if path is not None:
        load_procedures(session, here, path=path)
    _accept_configuration(session, here)
    doubt_interrupted(session, here)
    grant_time(session, here)
    forget(session, here)  # the configuration may have changed since


def _accept_configuration(session: Session, here: Here) -> None:
    """The installer is there to mend a file that was changed.

    One with which the office has opened already goes on, though the Office may have changed the catalogue meanwhile:
    rules/serving.py leaves nobody without a desk, and the Office is told (`Known.gaps`). So does a training site,
    which has not got what the real one imported.
    """
    site = session.get_one(Site, here.site_id)
    if site.config_digest != here.config.digest and not here.is_training:
        problems = unknown_names(session, here)
        if problems:
            raise ConfigErrors(here.config.path, problems)
    site.config_digest = here.config.digest


def people(session: Session, here: Here) -> list[tuple[Table, list[dict[str, Any]]]]:
    """Officers, accounts, devices and tokens as plain rows: a training site starts with the same people."""
    copied: list[tuple[Table, list[dict[str, Any]]]] = []
    for model in _PEOPLE:
        table = table_of(model)
        query = select(table)
        if "site_id" in table.c:
            query = query.where(table.c.site_id == here.site_id)
        else:
            query = query.where(table.c.officer_id.in_(select(Officer.id).where(Officer.site_id == here.site_id)))
        copied.append((table, [dict(row) for row in session.execute(query).mappings()]))
    return copied


def adopt_people(session: Session, here: Here, *, copied: list[tuple[Table, list[dict[str, Any]]]]) -> None:
    """Take over the people of another database into this one, which has none yet."""
    for table, rows in copied:
        for row in rows:
            if "site_id" in row:
                row["site_id"] = here.site_id
        if rows:
            session.execute(insert(table), rows)
