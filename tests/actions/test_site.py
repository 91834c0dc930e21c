"""What must be in a database before the site can open, and what does a training site take over?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from actions.accounts import account_by_name, add_account_token, list_accounts
from actions.devices import add_device_token, device_by_secret
from actions.hall import Hall
from actions.here import Here
from actions.secrets_kept import token_of
from actions.site import adopt_people, open_site, people, site_id
from config import Config
from models import OfficerDepartment, Procedure, Site, SpecialDayRow
from tests.actions.at_work import Seat, add_person, events, rows, seat, take
from tests.actions.conftest import with_code


def test_a_site_has_one_key_for_ever(hall: Hall) -> None:
    key = hall.database.write(lambda session: site_id(session, hall.config, hall.now()))
    assert key == hall.site_id
    other = with_code(hall.config, hall.config.site.code + "-2")
    assert hall.database.write(lambda session: site_id(session, other, hall.now())) != key


def test_an_opened_site_has_its_catalogue_and_the_decree_table(hall: Hall) -> None:
    assert len(rows(hall, Procedure)) == 143
    days = {row.day: row.facts for row in rows(hall, SpecialDayRow)}
    assert days[date(2026, 1, 10)]["works_as"] == "fri"
    assert days[date(2026, 1, 2)]["swapped_to"] == "2026-01-10"


def test_opening_again_adds_nothing_but_asks_everybody_to_look_anew(hall: Hall) -> None:
    """The configuration may have changed since."""

    def version(session: Session, here: Here) -> int:
        return session.get_one(Site, here.site_id).facts_version

    before, counted = hall.read(version), len(events(hall))
    hall.write(open_site)
    assert hall.read(version) > before
    assert len(events(hall)) == counted


@pytest.fixture
def training(make_hall: Callable[..., Hall], office: Config, tmp_path: Path) -> Hall:
    """A training database is always SQLite; the site has another key there."""
    url = f"sqlite:///{tmp_path / 'training.db'}"
    make_hall(url, with_code(office, "another"))
    return make_hall(url)


def adopt(real: Hall, training: Hall) -> None:
    training.write(adopt_people, copied=real.read(people))


def test_a_training_site_starts_with_the_same_people_and_devices(hall: Hall, training: Hall) -> None:
    lan = seat(hall, "1", "KTHT", "TP", name="lan")
    secret, kiosk = (
        hall.write(add_account_token, account_id=lan.account.id),
        hall.write(add_device_token, code="kiosk-1"),
    )
    assert isinstance(kiosk, str)
    adopt(hall, training)
    found = training.read(account_by_name, name="lan")
    assert found is not None
    assert found[0] == lan.account
    assert training.read(device_by_secret, secret=kiosk) is not None
    assert training.read(lambda session, here: token_of(session, here, secret, "account") is not None)


def test_a_training_site_works_with_the_people_it_took_over(hall: Hall, training: Hall) -> None:
    lan = seat(hall, "1", "KTHT", name="lan")
    adopt(hall, training)
    take(training)
    there = Seat(training, "1", lan.account)
    there.does("open")
    assert there.calls_next() == "1-001"
    assert events(hall, "ticket_called") == []


def test_newcomers_of_a_training_site_do_not_collide_with_those_it_took_over(hall: Hall, training: Hall) -> None:
    for name in ("lan", "hoa", "an"):
        add_person(hall, name, "KTHT")
    hall.write(add_device_token, code="kiosk-1")
    adopt(hall, training)
    add_person(training, "mai", "TP")
    training.write(add_device_token, code="wall-1")
    assert [account.name for account in training.read(list_accounts)] == ["an", "hoa", "lan", "mai"]


def test_only_the_sites_own_people_are_taken_over(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Config, tmp_path: Path
) -> None:
    here, other = make_hall(sqlite_url), make_hall(sqlite_url, with_code(office, "trung-khanh"))
    add_person(other, "stranger", "TP")
    add_person(here, "lan", "KTHT")
    training = make_hall(f"sqlite:///{tmp_path / 'training.db'}")
    adopt(here, training)
    assert [account.name for account in training.read(list_accounts)] == ["lan"]
    belongs = training.read(lambda session, here: session.query(OfficerDepartment.department).all())
    assert [row.department for row in belongs] == ["KTHT"]
