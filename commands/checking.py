"""What happens at `check`? Every part of the installation with a verdict, and a remedy where one is needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

import clock
from actions.events import first_broken
from actions.hall import Hall
from actions.site import find_site
from backups import BackupProblem, Contents
from backups.making import SQLITE
from backups.postgres import live_contents
from clock import RealClock
from commands.backups import folder_of, is_elsewhere, local_now
from commands.place import Place, common
from config import Config, ConfigErrors, load
from database import SCHEMA, Database
from locales import dates, say
from locales.config_errors import lines
from voice.speaker import RECORDINGS
from watch import checks
from watch.finding import Finding, Verdict, bad, ok, warn

SIGNS = {Verdict.OK: "✓", Verdict.WARN: "!", Verdict.BAD: "✗"}
REMEDY = "      → "


@click.command("check", help=say("vi", "server.help.check"))
@common
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True)
def check(config: Path, data: Path, database: str | None, port: int) -> int:
    """Look at everything; 0 where nothing is broken."""
    place = Place(config, data, database)
    verdicts = []
    for finding, line, how in told(place, port):
        verdicts.append(finding.verdict)
        click.echo(f"{SIGNS[finding.verdict]} {say('vi', f'check.part.{finding.part}')}: {line}")
        for each in how.splitlines():
            click.echo(f"{REMEDY}{each}")
    worst = max(verdicts, key=list(Verdict).index)
    broken, odd = verdicts.count(Verdict.BAD), verdicts.count(Verdict.WARN)
    click.echo(say("vi", f"check.end.{worst}", bad=broken, warn=odd))
    return 1 if worst is Verdict.BAD else 0


def told(place: Place, port: int) -> Iterator[tuple[Finding, str, str]]:
    """Each finding with its line and its remedy, in the order in which one mends."""
    try:
        office = load(place.config)
    except ConfigErrors as problems:
        first, *more = lines(problems)
        yield bad("configuration", "wrong"), first, "\n".join(line.strip() for line in more)
        return
    for finding in _findings(place, office, port):
        yield finding, _line(finding, office), _how(finding)


def _findings(place: Place, office: Config, port: int) -> Iterator[Finding]:
    yield from checks.configuration(office)
    stored, contents = _database(place)
    yield stored
    if contents is not None and contents.schema == SCHEMA:
        yield _log(place, office)
    folder = folder_of(place, office)
    is_far = is_elsewhere(place, folder)
    yield checks.backups(folder, office, local_now(office), is_elsewhere=is_far)
    yield from checks.disk([place.data, *([folder] if is_far and folder.exists() else [])])
    yield checks.clock(RealClock().now(), contents.last_event if contents else None)
    yield checks.port(port)
    yield from checks.printers(office)
    yield checks.voice(office, office.recordings_path or place.data / RECORDINGS)
    yield checks.fonts()


def _database(place: Place) -> tuple[Finding, Contents | None]:
    url = place.url(is_training=False)
    if url.startswith(SQLITE):
        return checks.database(url, SCHEMA)
    try:
        found = live_contents(url, alone=False)
    except BackupProblem as problem:
        return bad("database", "unreachable", reason=problem.facts["reason"]), None
    if found is None:
        return warn("database", "missing", path="PostgreSQL"), None
    return checks.of_contents(found, SCHEMA), found


def _log(place: Place, office: Config) -> Finding:
    """Has anybody changed what was written?"""
    database = Database(place.url(is_training=False))
    try:
        site = database.read(lambda session: find_site(session, office))
        broken = None if site is None else Hall(office, RealClock(), database, site).read(first_broken)
    finally:
        database.close()
    return ok("log", "whole") if broken is None else bad("log", "broken", seq=str(broken))


def _line(finding: Finding, office: Config) -> str:
    if finding.said:
        return finding.said
    if finding.code.startswith("fault:"):
        return say("vi", "check.voice.fault")
    facts = {name: _written(value, office) for name, value in finding.facts.items()}
    return say("vi", f"check.{finding.part}.{finding.code}", **facts)


def _how(finding: Finding) -> str:
    if finding.verdict is Verdict.OK or finding.said:
        return finding.how
    if finding.code.startswith("fault:"):
        return say("vi", f"voice.fault.{finding.code.removeprefix('fault:')}")
    return say("vi", f"check.{finding.part}.{finding.code}.how", **finding.facts)


def _written(value: object, office: Config) -> object:
    if not isinstance(value, datetime):
        return value
    at = clock.local(value, office.site.zone) if value.tzinfo else value
    return f"{dates.clock_time('vi', at)} {dates.date_short('vi', at.date())}"
