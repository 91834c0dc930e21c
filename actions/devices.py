"""Which browsers and workers are ours? Paired by a one-time code or a printed link, known by their token."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from actions.accounts import Role
from actions.events import record
from actions.here import Here
from actions.outbox import OWN_WORKER, worker_of
from actions.secrets_kept import hashed, keep_secret, revoke, token_of
from models import Device, Pairing, Token
from rules.refusals import Refusal

PAIRING_LIVES = timedelta(minutes=15)
PAIRING_DIGITS = 8
# `used_at` tells the Office when a device was last seen; writing it at each request would cost a commit each.
SEEN_EVERY = timedelta(minutes=1)
_DISPLAY = "desk-"


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A kiosk, wall or print worker of the configuration; `seen_at` None: nothing was ever paired with it."""

    code: str
    kind: Role
    name: str
    is_paired: bool
    seen_at: datetime | None

    @property
    def actor(self) -> str:
        """How events name what acted."""
        return f"{self.kind.value}:{self.code}"


@dataclass(frozen=True, slots=True)
class PairingView:
    """A fresh one-time code, to be typed at the machine."""

    device: str
    code: str
    expires_at: datetime


def list_devices(session: Session, here: Here) -> tuple[DeviceView, ...]:
    """Every kiosk, wall and print agent of the configuration, paired or not; not the server's own worker.

    The small screens of desks, which few desks have, are a list of their own.
    """
    seen = _seen(session, here)
    listed = ((code, *found) for code, found in _kinds(here).items() if found[0] is not Role.DESK_DISPLAY)
    named = ((code, kind, name) for code, kind, name in listed if code != OWN_WORKER)
    return tuple(DeviceView(code, kind, name, code in seen, seen.get(code)) for code, kind, name in named)


def list_desk_displays(session: Session, here: Here) -> tuple[DeviceView, ...]:
    """The small screen that each desk may have."""
    seen = _seen(session, here)
    named = ((display_of(desk.code), desk.name) for desk in here.config.desks)
    return tuple(DeviceView(code, Role.DESK_DISPLAY, name, code in seen, seen.get(code)) for code, name in named)


def display_of(desk: str) -> str:
    """The code of a desk's own screen: no table of config.toml is needed to have one."""
    return f"{_DISPLAY}{desk}"


def desk_of(device: DeviceView) -> str:
    """The desk at which a desk's own screen stands."""
    return device.code.removeprefix(_DISPLAY)


def add_device_token(
    session: Session, here: Here, *, code: str, actor: str = "system", secret: str | None = None
) -> str | Refusal:
    """A token for a kiosk, wall or the print worker ("printers"), told once. Refusals: no_device."""
    kind = kind_of(here, code)
    if kind is None:
        return Refusal("no_device", {"device": code, "known": ", ".join(sorted(_kinds(here)))})
    device = _device(session, here, code, kind)
    secret = keep_secret(session, here, "device", device_id=device.id, secret=secret)
    record(session, here, "device_token_added", actor=actor, device=code)
    return secret


def device_by_secret(session: Session, here: Here, *, secret: str) -> DeviceView | None:
    """The device whose token this is, or None: unknown, revoked, or no longer configured."""
    token = token_of(session, here, secret, "device")
    if token is None or token.device_id is None:
        return None
    device = session.get_one(Device, token.device_id)
    names = _kinds(here)
    if device.code not in names:
        return None
    kind, name = names[device.code]
    return DeviceView(device.code, kind, name, True, token.used_at or token.created_at)


def mark_seen(session: Session, here: Here, *, secret: str) -> None:
    """Remember that the token's holder was here."""
    session.execute(
        update(Token).where(Token.site_id == here.site_id, Token.hash == hashed(secret)).values(used_at=here.now)
    )


def new_pairing(
    session: Session, here: Here, *, device: str, actor: str, account: int | None = None
) -> PairingView | Refusal:
    """A one-time code for a device; an older unused code for it ends. Refusals: no_device."""
    if kind_of(here, device) is None or device == OWN_WORKER:
        return Refusal("no_device", {"device": device, "known": ", ".join(sorted(_kinds(here)))})
    _end_codes(session, here, device)
    code = "".join(secrets.choice("0123456789") for _ in range(PAIRING_DIGITS))
    expires_at = here.now + PAIRING_LIVES
    session.add(
        Pairing(
            site_id=here.site_id,
            hash=hashed(f"pairing {code}"),
            device=device,
            made_by=account,
            expires_at=expires_at,
        )
    )
    after = {"until": expires_at.isoformat()}
    record(session, here, "pairing_made", actor=actor, device=device, before=None, after=after)
    return PairingView(device, code, expires_at)


def pair(
    session: Session, here: Here, *, code: str, agent_of: str | None = None, secret: str | None = None
) -> tuple[str, str] | Refusal:
    """Exchange a one-time code for (device code, its token). Refusals: pairing_wrong.

    `agent_of`: the kiosk whose print agent asks; without it a browser does. A code for one is wrong for the other, and
    not used up by the mistake. `secret`: the token that the agent has made itself, so that a lost answer loses nothing.
    """
    digits = "".join(c for c in code if c.isdigit())
    row = session.scalars(
        select(Pairing).where(
            Pairing.site_id == here.site_id,
            Pairing.hash == hashed(f"pairing {digits}"),
            Pairing.used_at.is_(None),
            Pairing.expires_at > here.now,
        )
    ).first()
    if row is None or not _is_meant(here, row.device, agent_of):
        return Refusal("pairing_wrong", {})
    row.used_at = here.now
    given = add_device_token(session, here, code=row.device, actor="pairing", secret=secret)
    return given if isinstance(given, Refusal) else (row.device, given)


def _is_meant(here: Here, device: str, agent_of: str | None) -> bool:
    if agent_of is not None:
        return device == worker_of(agent_of)
    return kind_of(here, device) is not Role.PRINTER


def revoke_device(session: Session, here: Here, *, device: str, actor: str) -> None:
    """End every token of a device, and a code on its way to it: its browsers must be paired anew."""
    _end_codes(session, here, device)
    ids = select(Device.id).where(Device.site_id == here.site_id, Device.code == device)
    ended = revoke(session, here, Token.device_id.in_(ids))
    before, after = {"is_paired": bool(ended)}, {"is_paired": False}
    record(session, here, "device_revoked", actor=actor, device=device, before=before, after=after)


def _end_codes(session: Session, here: Here, device: str) -> None:
    session.execute(
        update(Pairing)
        .where(Pairing.site_id == here.site_id, Pairing.device == device, Pairing.used_at.is_(None))
        .values(used_at=here.now)
    )


def kind_of(here: Here, code: str) -> Role | None:
    """What the configuration says a device is; None if it names none such."""
    found = _kinds(here).get(code)
    return found[0] if found else None


def _kinds(here: Here) -> dict[str, tuple[Role, str]]:
    config = here.config
    return {
        **{display_of(desk.code): (Role.DESK_DISPLAY, desk.name) for desk in config.desks},
        **{kiosk.code: (Role.KIOSK, kiosk.name) for kiosk in config.kiosks},
        **{wall.code: (Role.WALL, wall.name) for wall in config.walls},
        **{worker_of(kiosk.code): (Role.PRINTER, kiosk.name) for kiosk in config.agents},
        OWN_WORKER: (Role.PRINTER, OWN_WORKER),
    }


def _device(session: Session, here: Here, code: str, kind: Role) -> Device:
    row = session.scalars(select(Device).where(Device.site_id == here.site_id, Device.code == code)).first()
    if row is None:
        row = Device(site_id=here.site_id, code=code, kind=kind.value)
        session.add(row)
        session.flush()
    return row


def _seen(session: Session, here: Here) -> dict[str, datetime | None]:
    rows = session.execute(
        select(Device.code, func.max(Token.used_at))
        .join(Token, Token.device_id == Device.id)
        # A token that was printed but never came back has paired nothing yet.
        .where(Device.site_id == here.site_id, Token.revoked_at.is_(None), Token.used_at.is_not(None))
        .group_by(Device.code)
    )
    return dict(rows.all())
