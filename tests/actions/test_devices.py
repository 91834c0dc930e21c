"""Which browsers and workers are ours?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.accounts import Role
from actions.devices import (
    PairingView,
    add_device_token,
    device_by_secret,
    list_devices,
    mark_seen,
    new_pairing,
    pair,
    revoke_device,
)
from actions.hall import Hall
from config import Config
from models import Token
from rules.refusals import Refusal
from tests.actions.at_work import everything, nothing_changes, rows
from tests.conftest import SetClock

A_QUARTER_S = 15 * 60


def token(hall: Hall, device: str = "kiosk-1") -> str:
    secret = hall.write(add_device_token, code=device)
    assert isinstance(secret, str)
    return secret


def pairing(hall: Hall, device: str = "wall-1") -> PairingView:
    made = hall.write(new_pairing, device=device, actor="account:1")
    assert isinstance(made, PairingView)
    return made


def is_wrong(hall: Hall, code: str) -> bool:
    """Refused, and nothing written."""
    with nothing_changes(hall):
        answer = hall.write(pair, code=code)
    return isinstance(answer, Refusal) and answer.code == "pairing_wrong"


@pytest.mark.parametrize(
    ("device", "kind"), [("kiosk-1", Role.KIOSK), ("wall-1", Role.WALL), ("printers", Role.PRINTER)]
)
def test_a_device_is_known_by_its_token(hall: Hall, device: str, kind: Role) -> None:
    seen = hall.read(device_by_secret, secret=token(hall, device))
    assert seen is not None
    assert (seen.code, seen.kind, seen.actor) == (device, kind, f"{kind}:{device}")


def test_a_guessed_token_is_nobody(hall: Hall) -> None:
    secret = token(hall)
    assert hall.read(device_by_secret, secret=secret[:-1] + "?") is None
    assert hall.read(device_by_secret, secret="") is None


def test_a_device_that_is_not_configured_gets_nothing(hall: Hall) -> None:
    with nothing_changes(hall):
        for answer in (
            hall.write(add_device_token, code="kiosk-9"),
            hall.write(new_pairing, device="kiosk-9", actor="test"),
            hall.write(new_pairing, device="printers", actor="test"),
        ):
            assert isinstance(answer, Refusal)
            assert answer.code == "no_device"


def test_only_hashes_of_tokens_and_codes_are_kept(hall: Hall) -> None:
    secret, made = token(hall), pairing(hall)
    kept = repr(everything(hall))
    assert secret not in kept
    assert made.code not in kept


def test_a_code_is_exchanged_for_a_token_once(hall: Hall, set_clock: SetClock) -> None:
    made = pairing(hall)
    assert (len(made.code), made.code.isdigit()) == (8, True)
    set_clock.wait(A_QUARTER_S - 1)
    answer = hall.write(pair, code=f" {made.code[:4]} {made.code[4:]} ")
    assert not isinstance(answer, Refusal)
    device, secret = answer
    seen = hall.read(device_by_secret, secret=secret)
    assert seen is not None
    assert device == seen.code == "wall-1"
    assert is_wrong(hall, made.code)


def test_a_code_expires(hall: Hall, set_clock: SetClock) -> None:
    made = pairing(hall)
    assert made.expires_at > hall.now()
    set_clock.wait(A_QUARTER_S)
    assert is_wrong(hall, made.code)


def test_a_fresh_code_ends_the_older_one_of_that_device_only(hall: Hall) -> None:
    old, other, new = pairing(hall), pairing(hall, "kiosk-1"), pairing(hall)
    assert is_wrong(hall, old.code)
    assert not isinstance(hall.write(pair, code=other.code), Refusal)
    assert not isinstance(hall.write(pair, code=new.code), Refusal)


@pytest.mark.parametrize("code", ["", "abc", "00000000", "1"])
def test_a_code_that_nobody_gave_out_is_wrong(sqlite_hall: Hall, code: str) -> None:
    assert is_wrong(sqlite_hall, code)


def test_a_revoked_device_is_nobody_until_it_is_paired_anew(hall: Hall) -> None:
    first, second, other = token(hall), token(hall), token(hall, "wall-1")
    hall.write(revoke_device, device="kiosk-1", actor="test")
    assert hall.read(device_by_secret, secret=first) is None
    assert hall.read(device_by_secret, secret=second) is None
    assert hall.read(device_by_secret, secret=other) is not None
    assert hall.read(device_by_secret, secret=token(hall)) is not None


def test_a_revoked_device_cannot_come_back_by_a_code_given_out_before(hall: Hall) -> None:
    made = pairing(hall)
    hall.write(revoke_device, device="wall-1", actor="test")
    assert is_wrong(hall, made.code)


def test_the_list_tells_what_is_paired_and_when_it_was_seen(hall: Hall, set_clock: SetClock) -> None:
    assert [(d.code, d.kind, d.is_paired, d.seen_at) for d in hall.read(list_devices)] == [
        ("kiosk-1", Role.KIOSK, False, None),
        ("wall-1", Role.WALL, False, None),
    ]
    secret = token(hall)
    set_clock.wait(3600)
    hall.write(mark_seen, secret=secret)
    kiosk, wall = hall.read(list_devices)
    assert (kiosk.is_paired, kiosk.seen_at, wall.is_paired) == (True, hall.now(), False)
    hall.write(revoke_device, device="kiosk-1", actor="test")
    assert not hall.read(list_devices)[0].is_paired


def test_a_device_that_left_the_configuration_is_nobody(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Config
) -> None:
    secret = token(make_hall(sqlite_url))
    assert len(rows(make_hall(sqlite_url), Token)) == 1
    without = make_hall(sqlite_url, office.model_copy(update={"kiosks": ()}))
    assert without.read(device_by_secret, secret=secret) is None
