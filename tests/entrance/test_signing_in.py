"""Who gets in with name and password, where to, and who does not?"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from actions.accounts import Role, disable_account
from application import House
from entrance.signing_in import MOST_WRONG, is_ours
from tests.entrance.forms import send
from tests.visitors import PASSWORD, add_officer


def sign_in(client: FlaskClient, name: str = "lien", password: str = PASSWORD, to: str = "") -> Any:
    return send(client, f"/sign-in?next={to}" if to else "/sign-in", name=name, password=password)


def test_an_officer_comes_to_the_desks(house: House, client: FlaskClient) -> None:
    add_officer(house)
    assert sign_in(client).headers["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_the_office_comes_to_its_pages(house: House, client: FlaskClient) -> None:
    add_officer(house, "quan", role=Role.ADMINISTRATOR)
    assert sign_in(client, "quan").headers["Location"] == "/office/"


def test_the_page_that_was_wanted_comes_next(house: House, client: FlaskClient) -> None:
    add_officer(house)
    assert client.get("/desk/4").headers["Location"] == "/sign-in?next=/desk/4"
    assert sign_in(client, to="/desk/4").headers["Location"] == "/desk/4"


def test_capitals_and_spaces_of_the_name_do_not_matter(house: House, client: FlaskClient) -> None:
    add_officer(house)
    assert sign_in(client, " LIEN ").status_code == 302


@pytest.mark.parametrize(("name", "password"), [("lien", "wrong-password"), ("nobody", PASSWORD), ("lien", "")])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    house: House, client: FlaskClient, name: str, password: str
) -> None:
    add_officer(house)
    text = sign_in(client, name, password).get_data(as_text=True)
    assert ("Sai tên đăng nhập hoặc mật khẩu." in text) or ("Ô này còn trống." in text)
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "/%0a/x\n//evil.example",
        "javascript:alert(1)",
        "desk/4",
        "",
    ],
)
def test_a_link_out_of_the_house_is_not_followed(target: str) -> None:
    assert not is_ours(target)


def test_an_open_redirect_is_refused(house: House, client: FlaskClient) -> None:
    add_officer(house)
    assert sign_in(client, to="https://evil.example/").headers["Location"] == "/desk/"
    other = house.app.test_client()
    assert sign_in(other, to="//evil.example/").headers["Location"] == "/desk/"


def test_too_many_wrong_tries_lock_that_name_at_that_address_only(house: House, client: FlaskClient) -> None:
    add_officer(house)
    add_officer(house, "hai")
    for _ in range(MOST_WRONG):
        sign_in(client, password="wrong-password")
    locked = sign_in(client).get_data(as_text=True)
    assert f"Nhập sai quá {MOST_WRONG} lần. Thử lại sau 15 phút" in locked
    assert sign_in(house.app.test_client(), "hai").status_code == 302
    elsewhere = house.app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "192.168.1.77"
    assert sign_in(elsewhere).status_code == 302


def test_a_right_password_forgets_the_wrong_ones_before(house: House, client: FlaskClient) -> None:
    add_officer(house)
    for _ in range(MOST_WRONG - 1):
        sign_in(client, password="wrong-password")
    assert sign_in(client).status_code == 302
    again = house.app.test_client()
    sign_in(again, password="wrong-password")
    assert sign_in(again).status_code == 302


def test_a_disabled_account_learns_so_only_with_its_password(house: House, client: FlaskClient) -> None:
    account = add_officer(house)
    house.hall.write(disable_account, account_id=account.id, actor="test")
    assert "ngừng dùng" not in sign_in(client, password="wrong-password").get_data(as_text=True)
    assert "Tài khoản đã ngừng dùng. Liên hệ Văn phòng" in sign_in(client).get_data(as_text=True)
    assert client.get("/desk/").status_code == 302


def test_signing_out_is_no_link_and_ends_the_sign_in(house: House, client: FlaskClient) -> None:
    add_officer(house)
    sign_in(client)
    assert client.get("/sign-out").status_code == 405
    assert send_sign_out(client).headers["Location"] == "/sign-in"
    assert client.get("/desk/").status_code == 302


def test_who_is_signed_in_needs_no_form(house: House, client: FlaskClient) -> None:
    add_officer(house)
    sign_in(client)
    assert client.get("/sign-in?next=/desk/2").headers["Location"] == "/desk/2"


def test_a_form_from_elsewhere_or_from_yesterday_is_shown_afresh(house: House, client: FlaskClient) -> None:
    add_officer(house)
    answer = client.post("/sign-in?next=/desk/4", data={"name": "lien", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/desk/4")
    assert "Trang đã mở quá lâu. Nhập lại." in client.get("/sign-in").get_data(as_text=True)
    assert client.get("/desk/").status_code == 302


def send_sign_out(client: FlaskClient) -> Any:
    from tests.entrance.forms import token_of

    return client.post("/sign-out", data={"csrf_token": token_of(client, "/desk/")})
