"""Test clients that are somebody: a paired kiosk, a wall, a signed-in officer."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask.testing import FlaskClient

from actions.accounts import AccountView, Role, add_account
from actions.devices import add_device_token, kind_of
from application import House
from doors import device_cookie
from passwords import hash_password

PASSWORD = "mat-khau-thu-1"


@cache
def kept(password: str) -> str:
    """Slow on purpose (passwords.py), so once is enough for all tests."""
    return hash_password(password)


def add_officer(house: House, name: str = "lien", *departments: str, role: Role = Role.OFFICER) -> AccountView:
    """An account of an officer of these departments, of all if none are named."""
    hall = house.hall
    account: Any = hall.write(
        add_account,
        name=name,
        role=role,
        password_hash=kept(PASSWORD),
        departments=departments or tuple(d.code for d in hall.config.departments),
    )
    assert isinstance(account, AccountView), account
    return account


def paired(house: House, device: str = "kiosk-1") -> FlaskClient:
    """The browser of a kiosk or wall."""
    secret: Any = house.hall.write(add_device_token, code=device)
    kind = kind_of(house.hall.here(), device)
    assert kind is not None
    client = house.app.test_client()
    client.set_cookie(device_cookie(kind), secret)
    return client


def signed_in(house: House, account: AccountView) -> FlaskClient:
    """The browser of somebody who has signed in."""
    client = house.app.test_client()
    with client.session_transaction() as session:
        session["account"] = [account.id, account.epoch]
    return client


def csrf(client: FlaskClient, page: str = "/sign-in") -> dict[str, str]:
    """The header that our scripts send with each change."""
    text = client.get(page, follow_redirects=True).get_data(as_text=True)
    token = text.split('name="csrf-token" content="')[1].split('"')[0]
    return {"X-CSRFToken": token}
