"""Programs that ask: each with the token of a device or a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from actions.accounts import AccountView, Role, add_account, add_account_token
from actions.devices import add_device_token
from application import House


@dataclass
class Program:
    """Software that sends a token with everything it asks."""

    house: House
    token: str | None

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """An answer of /api/v1."""
        headers = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        return self.house.app.test_client().open(f"/api/v1{path}", method=method, headers=headers, **more)

    def get(self, path: str) -> Any:
        """Ask."""
        return self.ask("GET", path)

    def post(self, path: str, **body: Any) -> Any:
        """Act."""
        return self.ask("POST", path, json=body)


@pytest.fixture
def stranger(house: House) -> Program:
    return Program(house, None)


@pytest.fixture
def kiosk(house: House) -> Program:
    return Program(house, device_token(house, "kiosk-1"))


@pytest.fixture
def printers(house: House) -> Program:
    return Program(house, device_token(house, "printers"))


@pytest.fixture
def officer(house: House) -> Program:
    return person(house, "officer-1")


@pytest.fixture
def new_officer(house: House) -> Callable[..., Program]:
    return lambda name, *departments: person(house, name, *departments)


def device_token(house: House, code: str) -> str:
    """A fresh token of a device."""
    secret = house.hall.write(add_device_token, code=code)
    assert isinstance(secret, str)
    return secret


def person(house: House, name: str, *departments: str) -> Program:
    """An officer's software."""
    served = departments or tuple(department.code for department in house.hall.config.departments)
    account = house.hall.write(add_account, name=name, role=Role.OFFICER, password_hash="none", departments=served)
    assert isinstance(account, AccountView)
    return Program(house, house.hall.write(add_account_token, account_id=account.id))
