"""Does the first administrator get in by the printed link, once?"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from actions.accounts import account_by_name, list_accounts
from actions.set_up import new_set_up_link
from application import House
from tests.entrance.forms import send

WORDS = {"name": "quan-tri", "person": "Quản trị viên", "password": "một câu dễ nhớ", "again": "một câu dễ nhớ"}


@pytest.fixture
def link(house: House) -> str:
    secret = house.hall.write(new_set_up_link)
    assert secret is not None
    return f"/set-up/{secret}"


def test_the_link_makes_the_administrator_and_signs_in(house: House, client: FlaskClient, link: str) -> None:
    assert send(client, link, **WORDS).headers["Location"] == "/office/"
    assert client.get("/office/accounts").status_code == 200
    (account,) = house.hall.read(list_accounts)
    assert (account.role, account.departments) == ("administrator", ())


def test_the_link_works_once(house: House, client: FlaskClient, link: str) -> None:
    send(client, link, **WORDS)
    other = house.app.test_client()
    dead = other.get(link)
    assert dead.status_code == 410
    assert "Đường dẫn này đã dùng" in dead.get_data(as_text=True)
    assert send_to_dead(other, link).status_code == 410
    assert len(house.hall.read(list_accounts)) == 1


def test_looking_at_the_link_uses_nothing_up(house: House, client: FlaskClient, link: str) -> None:
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert send(client, link, **WORDS).status_code == 302


def test_an_administrator_who_also_serves_belongs_to_the_departments(
    house: House, client: FlaskClient, link: str
) -> None:
    send(client, link, **WORDS, serves="y", departments=["TP", "KTHT"])
    found: Any = house.hall.read(account_by_name, name="quan-tri")
    assert set(found[0].departments) == {"TP", "KTHT"}
    assert found[0].officer_name == "Quản trị viên"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"password": "ngắn", "again": "ngắn"}, "Mật khẩu cần ít nhất"),
        ({"again": "một câu khác"}, "Hai lần nhập không giống nhau."),
        ({"name": ""}, "Ô này còn trống."),
        ({"name": "có dấu cách"}, "Tên đăng nhập chỉ gồm chữ"),
        ({"serves": "y"}, "Chọn ít nhất một phòng."),
        ({"password": "x" * 500, "again": "x" * 500}, "Quá dài."),
    ],
)
def test_what_is_wrong_is_said_and_the_link_lives_on(
    house: House, client: FlaskClient, link: str, changed: dict[str, str], sentence: str
) -> None:
    assert sentence in send(client, link, **{**WORDS, **changed}).get_data(as_text=True)
    assert house.hall.read(list_accounts) == ()
    assert send(client, link, **WORDS).status_code == 302


def test_a_guessed_link_opens_nothing(client: FlaskClient, link: str) -> None:
    assert client.get("/set-up/guessed").status_code == 410


def send_to_dead(client: FlaskClient, link: str) -> Any:
    from tests.entrance.forms import token_of

    return client.post(link, data={**WORDS, "name": "hai", "csrf_token": token_of(client, "/sign-in")})
