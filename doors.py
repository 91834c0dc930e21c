"""Who may come in? One table names the roles that each route and socket screen admits; nothing else decides.

A request shows who it is by a bearer token (software), a device cookie (paired kiosks and walls) or a sign-in.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import gevent
from flask import Flask, Response, current_app, g, request, session
from flask_wtf import CSRFProtect
from sqlalchemy.orm import Session

from actions.accounts import PEOPLE, AccountView, Role, account_by_id
from actions.devices import SEEN_EVERY, DeviceView, device_by_secret, mark_seen
from actions.hall import Hall
from actions.here import Here
from actions.secrets_kept import hashed, token_of

ANYONE = frozenset(Role)
KIOSK = frozenset({Role.KIOSK})
WALL = frozenset({Role.WALL})
DESK_DISPLAY = frozenset({Role.DESK_DISPLAY})
PRINTER = frozenset({Role.PRINTER})
AT_DESKS = frozenset(PEOPLE)
OFFICE = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
ADMINISTRATION = frozenset({Role.ADMINISTRATOR})
OURS = KIOSK | WALL | AT_DESKS
MACHINES = KIOSK | WALL | DESK_DISPLAY | PRINTER

ROUTES: Mapping[str, frozenset[Role]] = {
    "theme.static": ANYONE,
    "entrance.start": ANYONE,
    "entrance.static": ANYONE,
    "entrance.sign_in": ANYONE,
    "entrance.sign_out": ANYONE,
    "entrance.set_up": ANYONE,
    "entrance.pair": ANYONE,
    "entrance.pair_by_link": ANYONE,
    "entrance.healthz": ANYONE,
    "entrance.readyz": ANYONE,
    "kiosk.static": ANYONE,
    "kiosk.home": KIOSK,
    "kiosk.department": KIOSK,
    "kiosk.visit": KIOSK,
    "kiosk.procedure": KIOSK,
    "kiosk.search": KIOSK,
    "kiosk.queue": KIOSK,
    "kiosk.issue": KIOSK,
    "kiosk.turned_away": KIOSK,
    "kiosk.ticket": KIOSK,
    "kiosk.ticket_state": KIOSK,
    "kiosk.ticket_picture": KIOSK,
    "kiosk.missed": KIOSK,
    "kiosk.come_back": KIOSK,
    "kiosk.help": KIOSK,
    "kiosk.help_state": KIOSK,
    "kiosk.help_back": KIOSK,
    "kiosk.slip": KIOSK,
    "kiosk.slip_state": KIOSK,
    "kiosk.slip_picture": KIOSK,
    "display.static": ANYONE,
    "display.wall": WALL,
    "display.snapshot": WALL,
    "display.voice": WALL,
    "display.own_desk": DESK_DISPLAY,
    "display.desk_display": DESK_DISPLAY,
    "display.desk_display_state": DESK_DISPLAY,
    "display.rating": DESK_DISPLAY,
    "display.sounds": WALL,
    "display.picture": WALL,
    "display.report": WALL,
    "desk.static": ANYONE,
    "desk.desks": AT_DESKS,
    "desk.desk": AT_DESKS,
    "desk.state": AT_DESKS,
    "desk.act": AT_DESKS,
    "desk.targets": AT_DESKS,
    "desk.colleagues": AT_DESKS,
    "desk.procedures": AT_DESKS,
    "desk.guide": AT_DESKS,
    "desk.guide_state": AT_DESKS,
    "desk.guide_procedures": AT_DESKS,
    "desk.guide_issue": AT_DESKS,
    "desk.guide_by_hand": AT_DESKS,
    "desk.guide_find": AT_DESKS,
    "desk.guide_returned": AT_DESKS,
    "desk.guide_help": AT_DESKS,
    "desk.guide_reprint": AT_DESKS,
    "office.static": ANYONE,
    "office.overview": OFFICE,
    "office.state": OFFICE,
    "office.stop": OFFICE,
    "office.resume": OFFICE,
    "office.notices": OFFICE,
    "office.end_of_notice": OFFICE,
    "office.report": OFFICE,
    "office.report_file": OFFICE,
    "office.ratings": OFFICE,
    "office.log": OFFICE,
    "office.roster": OFFICE,
    "office.roster_month": OFFICE,
    "office.new_exception": OFFICE,
    "office.exception_end": OFFICE,
    "office.new_special_day": OFFICE,
    "office.special_day_end": OFFICE,
    "office.new_order": OFFICE,
    "office.order_end": OFFICE,
    "office.absences": OFFICE,
    "office.new_absence": OFFICE,
    "office.absence_candidates": OFFICE,
    "office.absence": OFFICE,
    "office.absence_change": OFFICE,
    "office.substitute": OFFICE,
    "office.absence_withdraw": OFFICE,
    "office.officer_returned": OFFICE,
    "office.people": OFFICE,
    "office.people_list": OFFICE,
    "office.people_import": OFFICE,
    "office.new_officer": OFFICE,
    "office.officer": OFFICE,
    "office.left": OFFICE,
    "office.procedures": OFFICE,
    "office.coverage": OFFICE,
    "office.procedures_list": OFFICE,
    "office.procedures_import": OFFICE,
    "office.new_procedure": OFFICE,
    "office.procedure": OFFICE,
    "office.withdraw": OFFICE,
    "office.accounts": OFFICE,
    "office.new_account": OFFICE,
    "office.account": OFFICE,
    "office.departments": OFFICE,
    "office.password": OFFICE,
    "office.disable": OFFICE,
    "office.enable": OFFICE,
    "office.printing": OFFICE,
    "office.reprint": OFFICE,
    "office.printed": OFFICE,
    "office.walls": OFFICE,
    "office.walls_state": OFFICE,
    "office.wall_test": OFFICE,
    "office.wall_volume": OFFICE,
    "office.wall_mute": OFFICE,
    "office.wall_unmute": OFFICE,
    "office.announcements": OFFICE,
    "office.announcement_end": OFFICE,
    "office.announcement_again": OFFICE,
    "office.media": OFFICE,
    "office.media_file": OFFICE,
    "office.media_remove": OFFICE,
    "office.devices": OFFICE,
    "office.pairing": OFFICE,
    "office.revoke": OFFICE,
    "office.voice": OFFICE,
    "office.voice_sample": OFFICE,
    "office.voice_sound": OFFICE,
    "office.voice_draft": OFFICE,
    "office.voice_drafted": OFFICE,
    "office.voice_accept": OFFICE,
    "office.voice_accepted": OFFICE,
    "office.voice_remove": OFFICE,
    "phone.static": ANYONE,
    "phone.ticket": ANYONE,
    "phone.state": ANYONE,
    "posting.static": ANYONE,
    "posting.home": ANYONE,
    "posting.procedures": ANYONE,
    "posting.procedure": ANYONE,
    "posting.sheets": ANYONE,
    "posting.roster": ANYONE,
    "posting.officers": ANYONE,
    "api.openapi": ANYONE,
    "api.departments": OURS,
    "api.procedures": OURS,
    "api.priorities": OURS,
    "api.issue": KIOSK | AT_DESKS,
    "api.come_back": KIOSK | AT_DESKS,
    "api.by_hand": AT_DESKS,
    "api.help_calls": AT_DESKS,
    "api.ask_for_help": KIOSK,
    "api.answer_help": AT_DESKS,
    "api.ticket": ANYONE,
    "api.board": OURS,
    "api.desk": AT_DESKS,
    "api.colleagues": AT_DESKS,
    "api.desk_open": AT_DESKS,
    "api.desk_close": AT_DESKS,
    "api.desk_break": AT_DESKS,
    "api.desk_back": AT_DESKS,
    "api.desk_next": AT_DESKS,
    "api.desk_call": AT_DESKS,
    "api.desk_recall": AT_DESKS,
    "api.desk_serve": AT_DESKS,
    "api.desk_finish": AT_DESKS,
    "api.desk_finish_next": AT_DESKS,
    "api.desk_no_show": AT_DESKS,
    "api.desk_return": AT_DESKS,
    "api.desk_park": AT_DESKS,
    "api.desk_resume": AT_DESKS,
    "api.desk_transfer": AT_DESKS,
    "api.desk_cancel": AT_DESKS,
    "api.desk_add_procedure": AT_DESKS,
    "api.desk_take_in": AT_DESKS,
    "api.desk_hand_over": AT_DESKS,
    "api.desk_priority": AT_DESKS,
    "api.desk_undo": AT_DESKS,
    "api.printers": PRINTER,
    "api.claim": PRINTER,
    "api.report": PRINTER,
    "api.status": PRINTER,
    "api.pair": ANYONE,
}

SCREENS: Mapping[str, frozenset[Role]] = {
    "wall": WALL,
    "desk_display": DESK_DISPLAY,
    "kiosk": KIOSK,
    "desk": AT_DESKS,
    "office": OFFICE,
    "guide": AT_DESKS,
    "phone": ANYONE,
}

DEVICE_KINDS = (Role.KIOSK, Role.WALL, Role.DESK_DISPLAY)
KNOWN_FOR_S = 5.0
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
csrf = CSRFProtect()
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


def visitor() -> Visitor:
    """Who is asking now; set before each request and each socket's connection."""
    found: Visitor = g.visitor
    return found


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


def put_up(app: Flask, hall: Hall, refuse: Callable[[int], Any]) -> Known:
    """Put the doors up: every request is checked, forged ones are refused, answers get their headers.

    `refuse(status)` makes the answer for 400 (forged), 401 (not known) and 403 (known, but not admitted).
    """
    known = Known(hall)
    app.extensions["known"] = known
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # checked in `enter`: software with a token needs none
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a kiosk's page may stand open for weeks
    csrf.init_app(app)

    @app.before_request
    def enter() -> Any:
        if request.endpoint is None:
            g.visitor = Visitor()
            return None
        admitted = ROUTES.get(request.endpoint, frozenset())
        bearer = _bearer()
        g.visitor = known.by_bearer(bearer) if bearer is not None else known.by_cookies(admitted)
        if not g.visitor.roles & admitted:
            return refuse(401 if g.visitor.roles == {Role.ANYONE} else 403)
        if request.method not in SAFE_METHODS and bearer is None and not _is_own_page(admitted):
            return refuse(400)
        return None

    return known


def may_join(screen: str, token: str | None) -> Visitor | None:
    """Who connects a socket for a screen; None if they may not. Called within the connection's request."""
    admitted = SCREENS.get(screen, frozenset())
    known: Known = current_app.extensions["known"]
    who = known.by_bearer(token) if token else known.by_cookies(admitted)
    return who if who.roles & admitted else None


class Known:
    """Finds out who a secret or a cookie stands for, and remembers it for some seconds.

    Each ticket would cost two more reads otherwise. Forgotten at once when this process revokes something.
    """

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
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
        if account is None or account.is_disabled or account.epoch != epoch:
            session.pop("account", None)
            return None
        return account

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


def sign_in(account: AccountView) -> None:
    """Let this browser act as the account; anything the session held before is dropped."""
    session.clear()
    session["account"] = [account.id, account.epoch]
    session.permanent = True


def sign_out() -> None:
    """End this browser's sign-in."""
    session.clear()


def _visitor_of(db: Session, here: Here, *, secret: str) -> Visitor:
    device = device_by_secret(db, here, secret=secret)
    if device is not None:
        return Visitor({device.kind: device}, None, device)
    token = token_of(db, here, secret, "account")
    account = account_by_id(db, here, account_id=token.account_id) if token and token.account_id else None
    return Visitor(account=account if account and not account.is_disabled else None)


def _is_own_page(admitted: frozenset[Role]) -> bool:
    """Did one of our own pages send this change?

    Browsers name the page's origin with every POST. Where a person's sign-in counts, the forgery token must be
    right as well (csrf raises); a paired machine's cookie is SameSite=Strict and never travels from elsewhere.
    """
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        return False
    if admitted <= MACHINES:
        return origin is not None
    csrf.protect()
    return True


def _bearer() -> str | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None
