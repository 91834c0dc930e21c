"""What can be typed behind `run.py printers` and `run.py simulate-printer`? What they need is loaded when typed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from commands.place import common
from config import load
from locales import say


@click.group("printers", invoke_without_command=True, help=say("vi", "server.help.printers"))
@common
@click.pass_context
def printers(context: click.Context, config: Path, data: Path, database: str | None) -> None:
    """Each configured printer, its state, what to do."""
    if context.invoked_subcommand is not None:
        return
    from printers.terminal import listed

    for line in listed(load(config)):
        click.echo(line)


@printers.command("test", help=say("vi", "server.help.printers_test"))
@common
@click.argument("code")
def test(config: Path, data: Path, database: str | None, code: str) -> int:
    from printers.terminal import tested

    office = load(config)
    codes = [printer.code for printer in office.printers]
    if code not in codes:
        raise click.BadParameter(say("vi", "config.unknown_printer", allowed=", ".join(codes)), param_hint="CODE")
    went_well: str | bool = False
    for said in tested(office, office.printer(code), data / "pictures", datetime.now(office.site.zone)):
        if isinstance(said, bool):
            went_well = said
        else:
            click.echo(said)
    return 0 if went_well else 1


def _simulate() -> click.Command:
    from printers.simulated.knobs import TABLE

    def simulate(host: str, port: int, width: int, keep: Path, **typed: str | None) -> int:
        from printers.simulated.console import run

        return run(host, port, width, keep, {name.replace("_", "-"): word for name, word in typed.items() if word})

    command = click.Command("simulate-printer", callback=simulate, help=say("vi", "server.help.simulate"))
    command.params = [
        click.Option(["--host"], default="127.0.0.1", show_default=True),
        click.Option(["--port"], type=click.IntRange(0, 65535), default=9100, show_default=True),
        click.Option(["--width"], type=click.IntRange(64, 2000), default=576, show_default=True),
        click.Option(["--keep"], type=Path, default=Path("data") / "simulated-printer", show_default=True),
        *(click.Option([f"--{name}"], metavar=allowed) for name, (_, _, allowed) in TABLE.items()),
    ]
    return command


simulate = _simulate()
