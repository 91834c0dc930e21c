"""What happens at `accounts add` and `tokens add`? People who sign in, and secrets for devices and programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from actions.accounts import Role, account_by_name, add_account, add_account_token
from actions.devices import add_device_token
from actions.hall import Hall
from actions.here import Here
from commands.place import Place, Refused, accepted, common, complain, halls, typed_by
from config import Config
from locales import say
from passwords import SHORTEST, hash_password
from rules.refusals import Refusal


@click.group(help=say("vi", "server.help.accounts"))
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
            actor=typed_by(),
        )
        if hall.is_training and isinstance(answer, Refusal) and answer.code == "name_taken":
            # Trainees have accounts of their own; theirs stays, and the real one is there already.
            complain(say("vi", "server.account_in_training", **answer.facts))
        else:
            account = accepted(answer, hall.config)
            facts = {"name": account.name, "role": say("vi", f"role.{role}"), "database": _database_name(hall)}
            complain(say("vi", "server.account_added", departments=", ".join(chosen) or "–", **facts))
        hall.database.close()


@click.group(help=say("vi", "server.help.tokens"))
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


def _add_token(
    session: Any, here: Here, *, secret: str | None, device: str | None = None, account: str | None = None
) -> str | Refusal:
    if device is not None:
        return add_device_token(session, here, code=device, actor=typed_by(), secret=secret)
    found = account_by_name(session, here, name=account or "")
    if found is None:
        return Refusal("no_account", {"name": account})
    return add_account_token(session, here, account_id=found[0].id, actor=typed_by(), secret=secret)


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
