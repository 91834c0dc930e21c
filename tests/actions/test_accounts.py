"""Who may sign in?"""

from __future__ import annotations

import unicodedata

import pytest
from sqlalchemy.orm import Session

from actions.accounts import (
    AccountView,
    Role,
    account_by_id,
    account_by_name,
    add_account,
    add_account_token,
    disable_account,
    list_accounts,
    set_departments,
    set_password,
)
from actions.hall import Hall
from actions.here import Here
from actions.secrets_kept import token_of
from models import Token
from rules.refusals import Refusal
from tests.actions.at_work import add_person, everything, nothing_changes, rows, seat


def refused(answer: AccountView | Refusal) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def accepted(answer: AccountView | Refusal) -> AccountView:
    assert isinstance(answer, AccountView), answer
    return answer


def holder(hall: Hall, secret: str) -> int | None:
    """The account whose token this is."""

    def look(session: Session, here: Here) -> int | None:
        token = token_of(session, here, secret, "account")
        return None if token is None else token.account_id

    return hall.read(look)


def test_an_account_is_found_by_its_name_however_it_is_typed(hall: Hall) -> None:
    lan = add_person(hall, " Liên.Ktht ", "KTHT")
    assert lan.name == "liên.ktht"
    for typed in ("liên.ktht", " LIÊN.ktht", unicodedata.normalize("NFD", "Liên.Ktht")):
        found = hall.read(account_by_name, name=typed)
        assert found is not None, typed
        assert found == (lan, "$argon2$")
    assert hall.read(account_by_id, account_id=lan.id) == lan
    assert hall.read(account_by_name, name="hoa") is None


@pytest.mark.parametrize("name", ["", "  ", "a b", "x" * 41, "lan;", "lan/hoa"])
def test_a_name_that_cannot_be_is_refused(sqlite_hall: Hall, name: str) -> None:
    with nothing_changes(sqlite_hall):
        answer = sqlite_hall.write(add_account, name=name, role=Role.OFFICER, password_hash="$")
    assert refused(answer) == "name_bad"


@pytest.mark.parametrize("name", ["liên", "LIÊN ", unicodedata.normalize("NFD", "liên")])
def test_a_name_is_given_once(hall: Hall, name: str) -> None:
    add_person(hall, "liên", "KTHT")
    with nothing_changes(hall):
        answer = hall.write(add_account, name=name, role=Role.OFFICER, password_hash="$")
    assert refused(answer) == "name_taken"


def test_an_officer_belongs_to_departments_that_exist(hall: Hall) -> None:
    lan = add_person(hall, "lan", "KTHT", "TP")
    assert set(lan.departments) == {"KTHT", "TP"}
    with nothing_changes(hall):
        for answer in (
            hall.write(add_account, name="hoa", role=Role.OFFICER, password_hash="$", departments=("KTHT", "XYZ")),
            hall.write(set_departments, account_id=lan.id, departments=("XYZ",), actor="test"),
        ):
            assert refused(answer) == "no_department"
            assert answer.facts["value"] == "XYZ"


def test_a_department_named_twice_is_one(hall: Hall) -> None:
    lan = add_person(hall, "lan", "KTHT", "KTHT")
    assert lan.departments == ("KTHT",)
    changed = accepted(hall.write(set_departments, account_id=lan.id, departments=("TP", "TP"), actor="test"))
    assert changed.departments == ("TP",)


def test_other_departments_take_the_place_of_the_old_ones(hall: Hall) -> None:
    lan = add_person(hall, "lan", "KTHT", "TP")
    changed = accepted(hall.write(set_departments, account_id=lan.id, departments=("TP", "YT"), actor="test"))
    assert set(changed.departments) == {"TP", "YT"}
    assert changed.officer_id == lan.officer_id


def test_an_account_of_the_office_may_become_an_officers(hall: Hall) -> None:
    office = add_person(hall, "office", role=Role.SUPERVISOR)
    assert (office.officer_id, office.departments) == (None, ())
    changed = accepted(hall.write(set_departments, account_id=office.id, departments=("TP",), actor="test"))
    assert changed.officer_id is not None
    assert changed.role is Role.SUPERVISOR


def test_a_new_password_ends_every_sign_in_with_the_old_one(hall: Hall) -> None:
    lan = add_person(hall, "lan", "KTHT")
    changed = accepted(hall.write(set_password, account_id=lan.id, password_hash="$new", actor="test"))
    assert changed.epoch > lan.epoch
    found = hall.read(account_by_name, name="lan")
    assert found is not None
    assert found[1] == "$new"


def test_a_disabled_account_is_signed_out_and_its_tokens_end_for_good(hall: Hall) -> None:
    lan = add_person(hall, "lan", "KTHT")
    secret = hall.write(add_account_token, account_id=lan.id)
    assert holder(hall, secret) == lan.id
    disabled = accepted(hall.write(disable_account, account_id=lan.id, actor="test"))
    assert (disabled.is_disabled, disabled.epoch > lan.epoch) == (True, True)
    assert holder(hall, secret) is None
    again = accepted(hall.write(disable_account, account_id=lan.id, is_disabled=False, actor="test"))
    assert (again.is_disabled, again.epoch > disabled.epoch) == (False, True)
    assert holder(hall, secret) is None


def test_one_administrator_always_remains(hall: Hall) -> None:
    chief = add_person(hall, "chief", role=Role.ADMINISTRATOR)
    add_person(hall, "office", role=Role.SUPERVISOR)
    with nothing_changes(hall):
        assert refused(hall.write(disable_account, account_id=chief.id, actor="test")) == "last_administrator"
    second = add_person(hall, "second", role=Role.ADMINISTRATOR)
    accepted(hall.write(disable_account, account_id=chief.id, actor="test"))
    assert refused(hall.write(disable_account, account_id=second.id, actor="test")) == "last_administrator"


def test_who_sits_at_a_desk_is_not_disabled(hall: Hall) -> None:
    lan = seat(hall, "1", "KTHT")
    with nothing_changes(hall):
        assert refused(hall.write(disable_account, account_id=lan.account.id, actor="test")) == "at_a_desk"
    lan.does("close")
    accepted(hall.write(disable_account, account_id=lan.account.id, actor="test"))


def test_an_account_that_does_not_exist_cannot_be_changed(hall: Hall) -> None:
    with nothing_changes(hall):
        for answer in (
            hall.write(disable_account, account_id=987_654, actor="test"),
            hall.write(set_password, account_id=987_654, password_hash="$", actor="test"),
            hall.write(set_departments, account_id=987_654, departments=("TP",), actor="test"),
        ):
            assert refused(answer) == "no_account"


def test_accounts_are_listed_by_name(hall: Hall) -> None:
    for name in ("lan", "an", "hoa"):
        add_person(hall, name)
    assert [account.name for account in hall.read(list_accounts)] == ["an", "hoa", "lan"]


def test_only_the_hash_of_a_token_is_kept(hall: Hall) -> None:
    lan = add_person(hall, "lan", "KTHT")
    secret = hall.write(add_account_token, account_id=lan.id)
    assert len(secret) >= 32
    (token,) = rows(hall, Token)
    assert (token.purpose, len(token.hash)) == ("account", 64)
    assert secret not in repr(everything(hall))
