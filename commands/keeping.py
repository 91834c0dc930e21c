"""What happens at `audit verify` and `privacy export|erase`? The log's chain, and what is kept of one person."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from actions.events import first_broken, last_seq
from actions.hall import Hall
from actions.privacy import erase_officer, erase_ticket, export_officer, export_ticket, officers_named
from clock import RealClock
from commands.place import Place, Refused, accepted, common, complain, open_hall, typed_by
from config import load
from locales import say

_LABEL = re.compile(r"(\d{1,2})-(\d{1,5})")


@click.group(help=say("vi", "server.help.audit"))
def audit() -> None:
    """The log as evidence."""


@audit.command("verify", help=say("vi", "server.help.audit_verify"))
@common
def verify(config: Path, data: Path, database: str | None) -> int:
    """Reckon the chain of hashes anew; 1 where an entry does not fit."""
    hall = _hall(config, data, database)
    broken, last = hall.read(first_broken), hall.read(last_seq)
    hall.database.close()
    if broken is None:
        click.echo(say("vi", "server.audit.whole", n=last))
        return 0
    complain(say("vi", "server.audit.broken", seq=str(broken), last=str(last)))
    return 1


@click.group(help=say("vi", "server.help.privacy"))
def privacy() -> None:
    """What is kept of one person."""


def of_whom(command: Any) -> Any:
    """The options that name a ticket or an officer."""
    for option in (
        click.option("--officer", default=None, help=say("vi", "server.help.privacy_officer")),
        click.option("--day", default=None, help=say("vi", "server.help.privacy_day")),
        click.option("--ticket", default=None, help=say("vi", "server.help.privacy_ticket")),
    ):
        command = option(command)
    return common(command)


@privacy.command("export", help=say("vi", "server.help.privacy_export"))
@of_whom
def export(
    config: Path, data: Path, database: str | None, ticket: str | None, day: str | None, officer: str | None
) -> None:
    """All of it as JSON on standard output."""
    hall = _hall(config, data, database)
    try:
        wish = _wish(hall, ticket, day, officer)
        query: Any = export_officer if "officer_id" in wish else export_ticket
        click.echo(json.dumps(accepted(hall.read(query, **wish), hall.config), ensure_ascii=False, indent=2))
    finally:
        hall.database.close()


@privacy.command("erase", help=say("vi", "server.help.privacy_erase"))
@of_whom
def erase(
    config: Path, data: Path, database: str | None, ticket: str | None, day: str | None, officer: str | None
) -> None:
    """Forget what leads to the person; what is counted stays."""
    hall = _hall(config, data, database)
    try:
        wish = _wish(hall, ticket, day, officer)
        action: Any = erase_officer if "officer_id" in wish else erase_ticket
        accepted(hall.write(action, **wish, actor=typed_by()), hall.config)
        click.echo(say("vi", "server.privacy.erased"))
        complain(say("vi", "server.privacy.backups"))
    finally:
        hall.database.close()


def _hall(config: Path, data: Path, database: str | None) -> Hall:
    return open_hall(Place(config, data, database), load(config), RealClock())


def _wish(hall: Hall, ticket: str | None, day: str | None, officer: str | None) -> dict[str, Any]:
    if officer is not None and ticket is None and day is None:
        return {"officer_id": _officer(hall, officer)}
    label = _LABEL.fullmatch(ticket or "")
    if officer is not None or label is None or day is None:
        raise click.UsageError(say("vi", "server.privacy.whom"))
    return {"series": int(label[1]), "number": int(label[2]), "day": _day(day)}


def _officer(hall: Hall, typed: str) -> int:
    if typed.isascii() and typed.isdigit():
        return int(typed)
    found = hall.read(officers_named, name=typed)
    if len(found) > 1:
        raise Refused(say("vi", "server.privacy.namesakes", name=typed, numbers=", ".join(map(str, found))))
    return found[0] if found else 0


def _day(typed: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(typed, form).date()
        except ValueError:
            continue
    raise click.UsageError(say("vi", "server.privacy.whom"))
