"""What happens at `backup` and `restore`? The data copied into one file, and such a file put back in its place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

import clock
from actions.audit import note_restored
from backups import BackupProblem, Contents, listed, make
from backups.files import megabytes
from backups.folder import see_that_it_is_there
from backups.making import check
from clock import RealClock
from commands.place import Place, Refused, common, complain, open_hall, typed_by
from config import Config, load
from database import SCHEMA
from launch import hold
from locales import dates, say

BACKUPS = "backups"


@click.command("backup", help=say("vi", "server.help.backup"))
@common
@click.option("--to", type=Path, default=None, help=say("vi", "server.help.backup_to"))
@click.option("--new-folder", is_flag=True, help=say("vi", "server.help.backup_new_folder"))
@click.option("--list", "only_list", is_flag=True, help=say("vi", "server.help.backup_list"))
def backup(config: Path, data: Path, database: str | None, to: Path | None, new_folder: bool, only_list: bool) -> int:
    """Copy the data now, also while the server works; or tell which copies there are."""
    place, office = Place(config, data, database), load(config)
    folder = to or folder_of(place, office)
    if only_list:
        return _list(folder, office)
    try:
        if to is None and not new_folder and is_elsewhere(place, folder):
            see_that_it_is_there(folder)
        made = make(place.url(is_training=False), folder, office.backups, local_now(office))
    except BackupProblem as problem:
        raise Refused(words(problem, office)) from problem
    click.echo(
        say("vi", "server.backup.made", file=made.path, size=megabytes(made.size), seconds=round(made.seconds, 1))
    )
    click.echo(say("vi", "server.backup.checked", **_facts(made.contents, office)))
    if new_folder and folder.stat().st_dev == place.data.stat().st_dev:
        complain(say("vi", "server.backup.same_disk", folder=folder))
    for path in made.dropped:
        click.echo(say("vi", "server.backup.dropped", file=path.name))
    return 0


@click.command("restore", help=say("vi", "server.help.restore"))
@common
@click.argument("file", type=Path)
@click.option("--discard-newer", is_flag=True, help=say("vi", "server.help.discard_newer"))
def restore(config: Path, data: Path, database: str | None, file: Path, discard_newer: bool) -> int:
    """Put a back-up in the place of the data. The server must not run."""
    from backups.restoring import Wish
    from backups.restoring import restore as put_back

    place, office = Place(config, data, database), load(config)
    data.mkdir(parents=True, exist_ok=True)
    lock = hold(data)
    try:
        wish = Wish(
            file=file,
            url=place.url(is_training=False),
            data=data,
            office=office.site.code,
            schema=SCHEMA,
            now=local_now(office),
            programs=office.backups.postgres_programs,
            is_sure=discard_newer,
        )
        done = put_back(wish)
        _note(place, office, file, done.contents, done.before)
    except BackupProblem as problem:
        raise Refused(words(problem, office)) from problem
    finally:
        lock.close()
    click.echo(say("vi", "server.restore.done", file=file))
    click.echo(say("vi", "server.backup.checked", **_facts(done.contents, office)))
    if done.damage:
        complain(say("vi", "server.restore.was_damaged", reason=done.damage))
    if done.aside is not None:
        complain(say("vi", "server.restore.aside", path=done.aside))
    complain(say("vi", "server.restore.look"))
    return 0


def folder_of(place: Place, office: Config) -> Path:
    """Where this office keeps its back-ups."""
    return office.backups_path or place.data / BACKUPS


def is_elsewhere(place: Place, folder: Path) -> bool:
    """Whether back-ups are kept outside the data folder, perhaps on a disk that can be unplugged."""
    return not folder.resolve().is_relative_to(place.data.resolve())


def local_now(office: Config) -> datetime:
    """The office's wall time."""
    return clock.local(RealClock().now(), office.site.zone)


def words(problem: BackupProblem, office: Config) -> str:
    """The sentence of a problem; moments in the office's time."""
    facts = {
        name: _moment(value, office) if isinstance(value, datetime) else "–" if value is None else value
        for name, value in problem.facts.items()
    }
    return say("vi", f"backup.problem.{problem.code}", **facts)


def _note(place: Place, office: Config, file: Path, contents: Contents, before: Contents | None) -> None:
    """What was put back is brought up to this program's tables, and the log says that it was."""
    hall = open_hall(place, office, RealClock())
    lost: dict[str, Any] = {"events": before.events - contents.events if before else None}
    hall.write(note_restored, file=file.name, was_at=contents.last_event, discarded=lost["events"], actor=typed_by())
    hall.database.close()


def _list(folder: Path, office: Config) -> int:
    found = listed(folder)
    click.echo(say("vi", "server.backup.listed", n=len(found), folder=folder))
    is_whole = True
    for each in found:
        said = f"  {each.path.name}  {dates.clock_time('vi', each.made)} {dates.date_short('vi', each.made.date())}  "
        try:
            state = say(
                "vi", "server.backup.checked", **_facts(check(each.path, office.backups.postgres_programs), office)
            )
        except BackupProblem as problem:
            is_whole, state = False, words(problem, office)
        click.echo(f"{said}{state}")
    return 0 if is_whole else 1


def _facts(contents: Contents, office: Config) -> dict[str, Any]:
    moment = contents.last_event
    return {"tickets": contents.tickets, "events": contents.events, "last": _moment(moment, office) if moment else "–"}


def _moment(moment: datetime, office: Config) -> str:
    at = clock.local(moment, office.site.zone)
    return f"{dates.clock_time('vi', at)} {dates.date_short('vi', at.date())}"
