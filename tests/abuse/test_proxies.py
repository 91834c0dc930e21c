"""Is a proxy believed that is named, and nobody else; and do cookies keep to TLS behind one?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

import config as configuration
from actions.hall import Hall
from application import House
from config import Config
from entrance.signing_in import MOST_WRONG
from tests.entrance.forms import send
from tests.running import ROOT
from tests.visitors import PASSWORD, add_officer
from voice.speaker import Speaker

PROXY, STRANGER = "10.0.0.5", "10.9.9.9"
TLS = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "motcua.example.vn", "X-Forwarded-For": "203.0.113.7"}


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Config:
    text = (ROOT / "config.toml").read_text(encoding="utf-8").replace('procedures = "', f'procedures = "{ROOT}/')
    text = text.replace("# [network] ", "[network] ").replace('# proxies = ["127.0.0.1"]', 'proxies = ["10.0.0.0/29"]')
    path = tmp_path_factory.mktemp("behind") / "config.toml"
    path.write_text(text, encoding="utf-8")
    config = configuration.load(path)
    assert config.network.proxies == ("10.0.0.0/29",)
    return config


@pytest.fixture
def house(make_hall: Callable[..., Hall], sqlite_url: str, behind: Config, tmp_path: Path) -> Iterator[House]:
    hall = make_hall(sqlite_url, behind)
    house = House(hall, b"a key for tests only, 32 bytes !!", Speaker(behind, tmp_path, tmp_path))
    house.app.config.update(TESTING=True)
    add_officer(house)
    yield house
    house.stop()


def browser(house: House, address: str) -> FlaskClient:
    """One that reaches the server from this address."""
    client = house.app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def cookies(answer: Any) -> list[str]:
    found: list[str] = answer.headers.getlist("Set-Cookie")
    return found


def test_behind_a_named_proxy_cookies_are_for_tls_and_our_own_pages_may_act(house: House) -> None:
    client = browser(house, PROXY)
    page = client.get("/sign-in", headers=TLS)
    assert all("; Secure" in each for each in cookies(page))
    token = page.get_data(as_text=True).split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    fields = {"name": "lien", "password": PASSWORD, "csrf_token": token}
    ours = {**TLS, "Origin": "https://motcua.example.vn", "Referer": "https://motcua.example.vn/sign-in"}
    answer = client.post("/sign-in", data=fields, headers=ours, base_url="https://localhost")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
    assert "; Secure" in cookies(answer)[0]
    foreign = client.post("/sign-out", headers={**TLS, "Origin": "https://evil.example"}, base_url="https://localhost")
    assert foreign.status_code == 400


@pytest.mark.parametrize("address", [STRANGER, "", "10.0.0.8", "::ffff:10.9.9.9", "::1"])
def test_nobody_else_can_pass_plain_http_off_as_tls(house: House, address: str) -> None:
    answer = browser(house, address).get("/sign-in", headers={**TLS, "Forwarded": "proto=https"})
    assert cookies(answer)
    assert not any("; Secure" in each for each in cookies(answer))


def test_a_proxy_that_speaks_ipv6_is_the_same(house: House) -> None:
    assert all("; Secure" in each for each in cookies(browser(house, "::ffff:10.0.0.5").get("/sign-in", headers=TLS)))


def locked(client: FlaskClient, forwarded: str) -> bool:
    """Whether one more try is told to come back later."""
    client.environ_base["HTTP_X_FORWARDED_FOR"] = forwarded
    text = send(client, "/sign-in", name="lien", password="wrong-password").get_data(as_text=True)
    return "phút" in text


def test_a_stranger_cannot_choose_the_address_under_which_he_is_counted(house: House) -> None:
    client = browser(house, STRANGER)
    for n in range(MOST_WRONG):
        assert not locked(client, f"198.51.100.{n}")
    assert locked(client, "198.51.100.200")


def test_behind_a_proxy_one_visitor_does_not_lock_out_the_next(house: House) -> None:
    client = browser(house, PROXY)
    for _ in range(MOST_WRONG):
        # What the visitor himself wrote stands before what the proxy adds, and does not count.
        assert not locked(client, "1.2.3.4, 203.0.113.7")
    assert locked(client, "9.9.9.9, 203.0.113.7")
    assert not locked(client, "203.0.113.8")


def test_an_address_that_is_none_is_told_with_its_key(tmp_path: Path) -> None:
    text = (ROOT / "config.toml").read_text(encoding="utf-8").replace('procedures = "', f'procedures = "{ROOT}/')
    path = tmp_path / "config.toml"
    path.write_text(text.replace("# Phòng, ban.", '[network]\nproxies = ["nginx"]\n#', 1), encoding="utf-8")
    with pytest.raises(configuration.ConfigErrors) as wrong:
        configuration.load(path)
    (problem,) = wrong.value.problems
    assert (problem.key, problem.code, problem.value) == ("network.proxies", "network", "nginx")
