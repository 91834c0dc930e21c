"""What can be typed behind `python3 run.py`? Each command, its options, and its words in Vietnamese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from clock import BadTrainingStart
from commands.accounts import accounts, tokens
from commands.backups import backup, restore
from commands.keeping import audit, privacy
from commands.place import Place, Refused, common, complain
from commands.printing import printers, simulate
from config import ConfigErrors
from database import DatabaseProblem
from launch import CannotStart
from locales import say
from locales.config_errors import lines


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
    from commands.serving import serve as start  # the other commands need no web server

    start(Place(config, data, database), host, port, at)


@cli.group("import", help=say("vi", "server.help.import"))
def imports() -> None:
    """Lists that others keep."""


@imports.command("people", help=say("vi", "server.help.import_people"))
@common
@click.argument("file", type=Path)
@click.option("--department", default=None, help=say("vi", "server.help.import_department"))
@click.option("--namesake", "namesakes", multiple=True, help=say("vi", "server.help.import_namesake"))
@click.option("--yes", is_flag=True, help=say("vi", "server.help.import_yes"))
def import_people_command(
    config: Path,
    data: Path,
    database: str | None,
    file: Path,
    department: str | None,
    namesakes: tuple[str, ...],
    yes: bool,
) -> int:
    """Officers from a file."""
    from commands.importing import bring_in  # the other commands need no spreadsheets

    return bring_in(Place(config, data, database), "people", file, department, yes, namesakes)


@imports.command("procedures", help=say("vi", "server.help.import_procedures"))
@common
@click.argument("file", type=Path)
@click.option("--department", default=None, help=say("vi", "server.help.import_department"))
@click.option("--yes", is_flag=True, help=say("vi", "server.help.import_yes"))
def import_procedures_command(
    config: Path, data: Path, database: str | None, file: Path, department: str | None, yes: bool
) -> int:
    """The catalogue from a file."""
    from commands.importing import bring_in  # the other commands need no spreadsheets

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
    from commands.speaking import voice  # the other commands make no sounds

    return voice.main([*words], prog_name="run.py voice", standalone_mode=False)


@cli.command(
    "check",
    help=say("vi", "server.help.check"),
    add_help_option=False,
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def check_command(words: tuple[str, ...]) -> Any:
    """Is everything fit for tomorrow morning?"""
    from commands.checking import check  # the other commands ask no printers and make no sounds

    return check.main([*words], prog_name="run.py check", standalone_mode=False)


for each in (accounts, tokens, printers, simulate, backup, restore, audit, privacy):
    cli.add_command(each)
