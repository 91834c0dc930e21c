"""Where does an installation keep its things, and how does a command come into its hall?"""

from __future__ import annotations

import getpass
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

import clock
from actions.hall import Hall
from actions.site import adopt_people, open_site, people, site_id
from clock import Clock, RealClock, TrainingClock, parse_training_start
from config import Config, load
from database import open_database
from locales import say
from locales.refusals import words
from rules.refusals import Refusal

COMMAND_LINE = "command line"
ROOT = Path(__file__).parents[1]
TRAINING = "training"
DATABASE = "mot-cua.db"
DATABASE_VARIABLE = "MOT_CUA_DATABASE"


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
        # Also from the environment: what is typed, everybody on this PC can read, and a password may be in it.
        click.option("--database", default=None, envvar=DATABASE_VARIABLE, help="PostgreSQL: postgresql+psycopg://…"),
    ):
        command = option(command)
    return command


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


class Refused(Exception):
    """A command's action was refused; the text is the sentence."""


def complain(text: str) -> None:
    """To the terminal's error stream."""
    print(text, file=sys.stderr)


def accepted(answer: Any, config: Config) -> Any:
    """The value of an action; a Refusal ends the command with its sentence."""
    if not isinstance(answer, Refusal):
        return answer
    raise Refused(words("vi", answer, config, clock.local(datetime.now(UTC), config.site.zone)).sentence)


def typed_by() -> str:
    """Who acts by the command line, for the log, as far as the operating system knows: "command line: lan"."""
    try:
        return f"{COMMAND_LINE}: {getpass.getuser()}"
    except (ImportError, KeyError, OSError):  # a user without a name, as in a container
        return COMMAND_LINE
