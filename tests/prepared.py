"""People and devices put into a server's database before its first start: each command would cost a process."""

from __future__ import annotations

from collections.abc import Mapping

import commands
import config as configuration
from actions.accounts import AccountView, Role, add_account, add_account_token
from actions.devices import add_device_token
from passwords import hash_password
from tests.running import AT, ROOT, RunningServer


def prepare(
    server: RunningServer, officers: Mapping[str, tuple[str, ...]], *devices: str, password: str | None = None
) -> None:
    """Make officers with their departments, and tokens for them and the devices: `server.token(…)` knows them."""
    path = server.config or ROOT / "config.toml"
    config = configuration.load(path)
    hall = commands.open_ready_hall(
        commands.Place(path, server.data, None), config, commands.training_clock(config, AT)
    )
    for code in devices:
        secret = hall.write(add_device_token, code=code)
        assert isinstance(secret, str)
        server._tokens[code] = secret
    kept = hash_password(password) if password is not None else "none"
    for name, departments in officers.items():
        account = hall.write(add_account, name=name, role=Role.OFFICER, password_hash=kept, departments=departments)
        assert isinstance(account, AccountView), account
        server._tokens[name] = hall.write(add_account_token, account_id=account.id)
    hall.database.close()
