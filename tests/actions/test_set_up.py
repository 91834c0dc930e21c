"""How does the very first administrator get in?"""

from __future__ import annotations

from actions.accounts import AccountView, Role, created_first, list_accounts
from actions.hall import Hall
from actions.set_up import is_set_up_link, new_set_up_link, use_set_up_link
from rules.refusals import Refusal
from tests.actions.at_work import add_person, everything, nothing_changes
from tests.conftest import SetClock


def link(hall: Hall) -> str:
    secret = hall.write(new_set_up_link)
    assert secret is not None
    return secret


def use(hall: Hall, secret: str, name: str = "chief") -> AccountView | Refusal:
    return hall.write(use_set_up_link, secret=secret, name=name, password_hash="$argon2$")


def test_the_link_makes_the_first_administrator_once(hall: Hall) -> None:
    secret = link(hall)
    assert hall.read(is_set_up_link, secret=secret)
    account = use(hall, secret)
    assert isinstance(account, AccountView)
    assert account.role is Role.ADMINISTRATOR
    assert not hall.read(is_set_up_link, secret=secret)
    with nothing_changes(hall):
        answer = use(hall, secret, "second")
    assert isinstance(answer, Refusal)
    assert answer.code == "set_up_used"
    assert [each.name for each in hall.read(list_accounts)] == ["chief"]


def test_only_the_links_hash_is_kept(hall: Hall) -> None:
    assert link(hall) not in repr(everything(hall))


def test_each_start_prints_a_fresh_link_and_ends_the_older_one(hall: Hall) -> None:
    old, new = link(hall), link(hall)
    assert not hall.read(is_set_up_link, secret=old)
    assert hall.read(is_set_up_link, secret=new)


def test_a_bad_name_does_not_use_the_link_up(hall: Hall) -> None:
    secret = link(hall)
    answer = use(hall, secret, "not a name")
    assert isinstance(answer, Refusal)
    assert answer.code == "name_bad"
    assert isinstance(use(hall, secret), AccountView)


def test_there_is_no_link_once_there_is_an_account(hall: Hall, set_clock: SetClock) -> None:
    assert hall.read(created_first) is None
    made_at = hall.now()
    add_person(hall, "chief", role=Role.ADMINISTRATOR)
    set_clock.wait(60)
    assert hall.read(created_first) == made_at
    with nothing_changes(hall):
        assert hall.write(new_set_up_link) is None


def test_a_link_from_before_dies_with_an_account_made_otherwise(hall: Hall) -> None:
    """It stands in the first start's output, which others may read later."""
    secret = link(hall)
    add_person(hall, "chief", role=Role.ADMINISTRATOR)
    assert not hall.read(is_set_up_link, secret=secret)
    answer = use(hall, secret, "stranger")
    assert isinstance(answer, Refusal)
    assert answer.code == "set_up_used"


def test_a_guessed_link_is_nothing(hall: Hall) -> None:
    link(hall)
    assert not hall.read(is_set_up_link, secret="guess")
