"""What happens at `check`? Every part of the installation with a verdict, and a remedy where one is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from actions.duty import departments_today
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
from locales import say
from locales.config_errors import lines
from voice.speaker import RECORDINGS
from watch import checks
from watch.finding import Finding, Verdict, bad, ok, warn
from watch.hall import machines
from watch.words import line, part_name, remedy

SIGNS = {Verdict.OK: "✓", Verdict.WARN: "!", Verdict.BAD: "✗"}
REMEDY = "      → "


@click.command("check", help=say("vi", "server.help.check"))
@common
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True)
def check(config: Path, data: Path, database: str | None, port: int) -> int:
    """Look at everything; 0 where nothing is broken."""
    place = Place(config, data, database)
    verdicts = []
    for finding, said, how in told(place, port):
        verdicts.append(finding.verdict)
        click.echo(f"{SIGNS[finding.verdict]} {part_name('vi', finding.part)}: {said}")
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
        yield finding, line("vi", finding, office.site.zone), remedy("vi", finding)


def _findings(place: Place, office: Config, port: int) -> Iterator[Finding]:
    yield from checks.configuration(office)
    stored, contents = _database(place)
    yield stored
    listening = checks.port(port)
    if contents is not None and contents.schema == SCHEMA:
        yield from _in_the_hall(place, office, is_running=listening.code in ("running", "worried"))
    folder = folder_of(place, office)
    is_far = is_elsewhere(place, folder)
    yield checks.backups(folder, office, local_now(office), is_elsewhere=is_far)
    yield from checks.disk([place.data, *([folder] if is_far and folder.exists() else [])])
    yield checks.clock(RealClock().now(), contents.last_event if contents else None)
    yield listening
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


def _in_the_hall(place: Place, office: Config, *, is_running: bool) -> Iterator[Finding]:
    """Has anybody changed what was written, and do the hall's machines answer?"""
    database = Database(place.url(is_training=False))
    try:
        site = database.read(lambda session: find_site(session, office))
        if site is None:
            yield ok("log", "whole")
            return
        hall = Hall(office, RealClock(), database, site)
        broken = hall.read(first_broken)
        yield ok("log", "whole") if broken is None else bad("log", "broken", seq=str(broken))
        # Nobody can answer a server that is off.
        is_at_work = is_running and any(each.is_open for each in hall.read(departments_today))
        yield from hall.read(machines, is_at_work=is_at_work)
    finally:
        database.close()
