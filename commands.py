"""What can be typed behind `python3 run.py`? Each command, its options, and its words in Vietnamese."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

import clock
from actions.accounts import Role, account_by_name, add_account, add_account_token
from actions.devices import add_device_token
from actions.hall import Hall
from actions.here import Here
from actions.site import adopt_people, open_site, people, site_id
from clock import BadTrainingStart, Clock, RealClock, TrainingClock, parse_training_start
from config import Config, ConfigErrors, load
from database import DatabaseProblem, open_database
from launch import CannotStart
from locales import say
from locales.config_errors import lines
from locales.refusals import words
from passwords import SHORTEST, hash_password
from printer_commands import add_to as add_printer_commands
from rules.refusals import Refusal

ROOT = Path(__file__).parent
TRAINING = "training"
DATABASE = "mot-cua.db"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an installation keeps things: its configuration, data folder and, for PostgreSQL, the database's URL."""

    config: Path
    data: Path
    database: str | None

    def url(self, is_training: bool) -> str:
        """The database's URL; training has a database of its own."""
        if self.database is not None:
            return self.database
        folder = self.data / TRAINING if is_training else self.data
        return f"sqlite:///{folder / DATABASE}"


def _take_sample(context: click.Context, _: click.Parameter, name: str | None) -> None:
    """`--sample NAME`: that office's configuration and a data folder of its own, where none are named."""
    if name is None:
        return
    if name not in samples():
        raise click.BadParameter(say("vi", "server.no_sample", name=name, names=", ".join(samples())))
    context.default_map = {"config": ROOT / "samples" / name / "config.toml", "data": ROOT / "data" / name}


def samples() -> tuple[str, ...]:
    """The offices that come with the product, beside the one in config.toml."""
    return tuple(sorted(path.parent.name for path in (ROOT / "samples").glob("*/config.toml")))


def common(command: Any) -> Any:
    """The options that every command has."""
    for option in (
        click.option(
            "--sample",
            default=None,
            is_eager=True,
            expose_value=False,
            callback=_take_sample,
            help=say("vi", "server.help.sample"),
        ),
        click.option("--config", type=Path, default=ROOT / "config.toml", show_default="config.toml"),
        click.option("--data", type=Path, default=ROOT / "data", show_default="data/"),
        click.option("--database", default=None, help="PostgreSQL: postgresql+psycopg://…"),
    ):
        command = option(command)
    return command


def run(arguments: list[str]) -> int:
    """Run a command; whatever cannot be is one clear line and a non-zero exit."""
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("--help", "-h")):
        arguments = ["serve", *arguments]
    try:
        answer = cli.main(arguments, prog_name="run.py", standalone_mode=False)
        return answer if isinstance(answer, int) else 0
    except ConfigErrors as problems:
        complain("\n".join(lines(problems)))
    except DatabaseProblem as problem:
        complain(say("vi", f"database.{problem.code}", **problem.facts))
    except CannotStart as problem:
        complain(say("vi", problem.key, **problem.facts))
    except BadTrainingStart as problem:
        complain(say("vi", f"training.{problem.code}", text=problem.text))
    except Refused as problem:
        complain(str(problem))
    except click.ClickException as problem:
        problem.show()
    except (click.Abort, KeyboardInterrupt):
        complain(say("vi", "server.aborted"))
    return 2


class Refused(Exception):
    """A command's action was refused; the text is the sentence."""


def complain(text: str) -> None:
    """To the terminal's error stream."""
    print(text, file=sys.stderr)


@click.group(help=say("vi", "server.help"), context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """The commands."""


@cli.command(help=say("vi", "server.help.serve"))
@common
@click.option("--host", default="0.0.0.0", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@click.option("--at", default=None, help=say("vi", "server.help.at"))
def serve(config: Path, data: Path, database: str | None, host: str, port: int, at: str | None) -> None:
    """Start the server."""
    from serving import serve as start  # the other commands need no web server

    start(Place(config, data, database), host, port, at)


@cli.group(help=say("vi", "server.help.accounts"))
def accounts() -> None:
    """People who sign in."""


@accounts.command("add", help=say("vi", "server.help.accounts_add"))
@common
@click.argument("name")
@click.option("--role", type=click.Choice(["officer", "supervisor", "administrator"]), required=True)
@click.option("--password-stdin", is_flag=True, help=say("vi", "server.help.password_stdin"))
@click.option("--officer-name", default="", help=say("vi", "server.help.officer_name"))
@click.option("--departments", default=None, help=say("vi", "server.help.departments"))
def add_account_command(
    config: Path,
    data: Path,
    database: str | None,
    name: str,
    role: str,
    password_stdin: bool,
    officer_name: str,
    departments: str | None,
) -> None:
    """Add an account to the real database, and to the training one if there is one."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _asked_password()
    if len(password) < SHORTEST:
        raise Refused(say("vi", "signin.weak", n=SHORTEST))
    kept = hash_password(password)
    for hall in halls(Place(config, data, database)):
        chosen = _departments(hall.config, departments, role)
        answer = hall.write(
            add_account,
            name=name,
            role=Role(role),
            password_hash=kept,
            officer_name=officer_name,
            departments=chosen,
            actor="command line",
        )
        if hall.is_training and isinstance(answer, Refusal) and answer.code == "name_taken":
            # Trainees have accounts of their own; theirs stays, and the real one is there already.
            complain(say("vi", "server.account_in_training", **answer.facts))
        else:
            account = accepted(answer, hall.config)
            facts = {"name": account.name, "role": say("vi", f"role.{role}"), "database": _database_name(hall)}
            complain(say("vi", "server.account_added", departments=", ".join(chosen) or "–", **facts))
        hall.database.close()


@cli.group(help=say("vi", "server.help.tokens"))
def tokens() -> None:
    """Secrets for devices and programs."""


@tokens.command("add", help=say("vi", "server.help.tokens_add"))
@common
@click.option("--device", default=None, help=say("vi", "server.help.device"))
@click.option("--account", default=None, help=say("vi", "server.help.account"))
def add_token_command(config: Path, data: Path, database: str | None, device: str | None, account: str | None) -> None:
    """Print one token, once: the token alone on standard output, what is to be known of it on standard error."""
    if (device is None) == (account is None):
        raise click.UsageError(say("vi", "server.token_for_whom"))
    secret: str | None = None
    for hall in halls(Place(config, data, database)):
        wish = {"device": device} if device is not None else {"account": account}
        answer = hall.write(_add_token, secret=secret, **wish)
        if hall.is_training and isinstance(answer, Refusal) and answer.code == "no_account":
            complain(say("vi", "server.account_not_in_training", **answer.facts))
        else:
            secret = accepted(answer, hall.config)
        hall.database.close()
    complain(say("vi", "server.token_added", owner=device or account))
    print(secret)


@cli.group("import", help=say("vi", "server.help.import"))
def imports() -> None:
    """Lists that others keep."""


@imports.command("people", help=say("vi", "server.help.import_people"))
@common
@click.argument("file", type=Path)
@click.option("--department", default=None, help=say("vi", "server.help.import_department"))
@click.option("--yes", is_flag=True, help=say("vi", "server.help.import_yes"))
def import_people_command(
    config: Path, data: Path, database: str | None, file: Path, department: str | None, yes: bool
) -> int:
    """Officers from a file."""
    from importing import bring_in  # the other commands need no spreadsheets

    return bring_in(Place(config, data, database), "people", file, department, yes)


@imports.command("procedures", help=say("vi", "server.help.import_procedures"))
@common
@click.argument("file", type=Path)
@click.option("--department", default=None, help=say("vi", "server.help.import_department"))
@click.option("--yes", is_flag=True, help=say("vi", "server.help.import_yes"))
def import_procedures_command(
    config: Path, data: Path, database: str | None, file: Path, department: str | None, yes: bool
) -> int:
    """The catalogue from a file."""
    from importing import bring_in  # the other commands need no spreadsheets

    return bring_in(Place(config, data, database), "procedures", file, department, yes)


@cli.command(
    "voice",
    help=say("vi", "server.help.voice"),
    add_help_option=False,
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def voice_command(words: tuple[str, ...]) -> Any:
    """Recordings and sounds of the loudspeaker's voice."""
    from speaking import voice  # the other commands make no sounds

    return voice.main([*words], prog_name="run.py voice", standalone_mode=False)


def halls(place: Place) -> list[Hall]:
    """The real site's hall, and the training one's where there is one: the same people work in both."""
    config = load(place.config)
    real = open_hall(place, config, RealClock())
    training = place.data / TRAINING / DATABASE
    if place.database is not None or not training.exists():
        return [real]
    return [real, open_hall(place, config, TrainingClock(datetime.now(config.site.zone), config.site.zone))]


def open_hall(place: Place, config: Config, by: Clock) -> Hall:
    """The database of this clock with its site ready; a new training database starts with the real one's people."""
    url = place.url(by.is_training)
    is_new = by.is_training and place.database is None and not (place.data / TRAINING / DATABASE).exists()
    database = open_database(url)
    now = by.now()
    key = database.write(lambda session: site_id(session, config, now))
    hall = Hall(config, by, database, key)
    if is_new and (place.data / DATABASE).exists():
        real = open_hall(place, config, RealClock())
        hall.write(adopt_people, copied=real.read(people))
        real.database.close()
    return hall


def training_clock(config: Config, at: str) -> TrainingClock:
    """The clock of `--at`; raises BadTrainingStart."""
    return TrainingClock(parse_training_start(at, config.site.zone), config.site.zone)


def accepted(answer: Any, config: Config) -> Any:
    """The value of an action; a Refusal ends the command with its sentence."""
    if not isinstance(answer, Refusal):
        return answer
    raise Refused(words("vi", answer, config, clock.local(datetime.now(UTC), config.site.zone)).sentence)


def _add_token(
    session: Any, here: Here, *, secret: str | None, device: str | None = None, account: str | None = None
) -> str | Refusal:
    if device is not None:
        return add_device_token(session, here, code=device, actor="command line", secret=secret)
    found = account_by_name(session, here, name=account or "")
    if found is None:
        return Refusal("no_account", {"name": account})
    return add_account_token(session, here, account_id=found[0].id, actor="command line", secret=secret)


def _departments(config: Config, wished: str | None, role: str) -> tuple[str, ...]:
    """Those wished; else all for an officer, who could not serve anybody otherwise, and none for the Office."""
    if wished is not None:
        return tuple(code.strip() for code in wished.split(",") if code.strip())
    return tuple(d.code for d in config.departments) if role == Role.OFFICER else ()


def _asked_password() -> str:
    password: str = click.prompt(say("vi", "server.password"), hide_input=True, confirmation_prompt=True)
    return password


def _database_name(hall: Hall) -> str:
    return say("vi", "server.database_training" if hall.is_training else "server.database_real")


def open_ready_hall(place: Place, config: Config, by: Clock) -> Hall:
    """As `open_hall`, with catalogue, decree table and print jobs as they must be when a server starts.

    Raises ConfigErrors where a new configuration and the catalogue do not fit each other.
    """
    hall = open_hall(place, config, by)
    try:
        hall.write(open_site)
    except BaseException:
        hall.database.close()
        raise
    return hall


add_printer_commands(cli, common)
