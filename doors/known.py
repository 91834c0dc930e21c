"""Whose is a secret or a cookie? Remembered for some seconds, so that a ticket need not ask the database again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import gevent
from flask import Response, request, session
from sqlalchemy.orm import Session

from actions.accounts import AccountView, Role, account_by_id, sits
from actions.devices import SEEN_EVERY, DeviceView, device_by_secret, mark_seen
from actions.hall import Hall
from actions.here import Here
from actions.secrets_kept import hashed, token_of
from doors.table import AT_DESKS, POLLED

DEVICE_KINDS = (Role.KIOSK, Role.WALL, Role.DESK_DISPLAY)
KNOWN_FOR_S = 5.0
# So many browsers are remembered before those are forgotten whose sign-in has ended by its age.
BROWSERS, SIGN_IN_S = 1_000, 12 * 3600.0
log = logging.getLogger("mot_cua.doors")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking: devices by kind, and the person signed in, if any. `device` is the one this route is for."""

    devices: Mapping[Role, DeviceView] = field(default_factory=dict)
    account: AccountView | None = None
    device: DeviceView | None = None

    @property
    def roles(self) -> frozenset[Role]:
        """All that this visitor is."""
        own = {self.account.role} if self.account is not None else set()
        return frozenset({Role.ANYONE, *self.devices, *own})

    @property
    def actor(self) -> str:
        """How events name who acted: the device that the route is for, else the person."""
        if self.device is not None:
            return self.device.actor
        return self.account.actor if self.account is not None else Role.ANYONE.value


def device_cookie(kind: Role) -> str:
    """One cookie for each kind: the server's own PC is often kiosk, wall and desk in one browser."""
    return f"mot_cua_{kind.value}"


def give_device_cookie(response: Response, kind: Role, secret: str) -> None:
    """Let this browser be the device from now on."""
    response.set_cookie(
        device_cookie(kind),
        secret,
        max_age=10 * 365 * 24 * 3600,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )


class Known:
    """Finds out who a secret or a cookie stands for, and remembers it for some seconds.

    Each ticket would cost two more reads otherwise. Forgotten at once when this process revokes something.
    """

    def __init__(self, hall: Hall, passed: Callable[[], float] = time.monotonic) -> None:
        self._hall = hall
        self.passed = passed
        # When somebody last did something in a browser; since the start, for those seen before it.
        self._touched: dict[str, float] = {}
        self._remembered: dict[str, tuple[float, Visitor]] = {}
        self._marked: dict[str, float] = {}

    def forget(self) -> None:
        """Ask the database again."""
        self._remembered.clear()

    def by_bearer(self, secret: str) -> Visitor:
        """A device's or an account's token; a plain Visitor for one that opens nothing."""
        key = hashed(secret)
        remembered = self._remembered.get(key)
        if remembered is not None and remembered[0] > time.monotonic():
            return remembered[1]
        who = self._hall.read(_visitor_of, secret=secret)
        if who.roles != {Role.ANYONE}:  # what strangers send must not fill the memory
            self._remembered[key] = (time.monotonic() + KNOWN_FOR_S, who)
            self._mark(key, secret)
        return who

    def by_cookies(self, admitted: frozenset[Role]) -> Visitor:
        """The paired devices of this browser and the account signed in."""
        devices = {kind: device for kind in DEVICE_KINDS if (device := self._device(kind)) is not None}
        needs_account = bool(admitted & AT_DESKS)
        account = self._signed_in() if needs_account and "account" in session else None
        fitting = next((devices[kind] for kind in DEVICE_KINDS if kind in devices and kind in admitted), None)
        only = fitting if len(admitted & {*DEVICE_KINDS}) == 1 else None
        return Visitor(devices, account, only or (fitting if account is None else None))

    def _device(self, kind: Role) -> DeviceView | None:
        secret = request.cookies.get(device_cookie(kind))
        if not secret:
            return None
        device = self.by_bearer(secret).device
        return device if device is not None and device.kind is kind else None

    def _signed_in(self) -> AccountView | None:
        account_id, epoch = session["account"]
        account = self._hall.read(account_by_id, account_id=account_id)
        if account is None or account.is_disabled or account.epoch != epoch or self._is_left(account):
            session.pop("account", None)
            return None
        return account

    def _is_left(self, account: AccountView) -> bool:
        """Has nobody done anything here for too long? Whoever has a desk open is at work, however quiet it is."""
        browser, now, longest_s = session.get("browser", f"#{account.id}"), self.passed(), self._longest_idle_s
        if longest_s and now - self._touched.setdefault(browser, now) > longest_s:
            officer = account.officer_id
            if officer is None or not self._hall.read(sits, officer_id=officer):
                return True
        # A socket's request belongs to no route: pages connect by themselves.
        if request.endpoint is not None and request.endpoint not in POLLED:
            self._touched[browser] = now
            self._forget_ended(now)
        return False

    @property
    def _longest_idle_s(self) -> float:
        return self._hall.config.sign_in.idle_min * 60.0

    def _forget_ended(self, now: float) -> None:
        if len(self._touched) > BROWSERS:
            self._touched = {each: at for each, at in self._touched.items() if now - at < SIGN_IN_S}

    def _mark(self, key: str, secret: str) -> None:
        """Note at most once a minute that the holder was here, without making the request wait."""
        if self._marked.get(key, 0.0) > time.monotonic():
            return
        self._marked[key] = time.monotonic() + SEEN_EVERY.total_seconds()
        gevent.spawn(self._note_seen, secret)

    def _note_seen(self, secret: str) -> None:
        try:
            self._hall.write(mark_seen, secret=secret)
        except Exception as problem:  # a greenlet that fails prints its arguments, and this one's is a secret
            log.warning("could not note that a token's holder was seen: %s", problem)


def _visitor_of(db: Session, here: Here, *, secret: str) -> Visitor:
    device = device_by_secret(db, here, secret=secret)
    if device is not None:
        return Visitor({device.kind: device}, None, device)
    token = token_of(db, here, secret, "account")
    account = account_by_id(db, here, account_id=token.account_id) if token and token.account_id else None
    return Visitor(account=account if account and not account.is_disabled else None)
