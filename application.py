"""How do the parts become one application? Surfaces, doors, news and timers, wired around one hall."""

from __future__ import annotations

import logging
import os
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Request, current_app, g, redirect, request, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_socketio import SocketIO
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response

import api
import desk
import display
import doors
import entrance
import kiosk
import live
import office
import phone
import posting
import theme
from actions.events import Happened, stirs
from actions.hall import Hall
from models.base import MOST
from theme.language import say
from theme.problems import page, problem, wants_json
from theme.wire import pack
from timers import Timers
from voice.speaker import RECORDINGS, Speaker
from watch import Concerns, Health
from watch.traffic import Traffic

# Small on purpose: no form of ours is larger, and imports will have their own limit.
MAX_BODY = 256 * 1024
PERSONAL = frozenset({"account_disabled", "account_enabled", "password_set", "account_departments", "device_revoked"})
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
log = logging.getLogger("mot_cua")


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie, and no signer made for those who bring none: kiosks, walls, printers, phones."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Behind TLS the cookie travels by TLS only; on a hall's plain network it could not travel at all."""
        return request.is_secure

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request; an empty one where it carries none."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


class Number(IntegerConverter):
    """A number in an address that a database can look for; greater ones name nothing."""

    def __init__(self, map: Map, *args: Any, **more: Any) -> None:
        super().__init__(map, *args, **{"max": MOST, **more})


class House:
    """The application with all that runs beside its requests. `start` and `stop` are for the launcher and tests."""

    def __init__(self, hall: Hall, secret_key: bytes, voice: Speaker | None = None) -> None:
        self.hall = hall
        self.voice = voice or _passing_voice(hall)
        self.concerns = Concerns()
        self.health = Health()
        self.traffic = Traffic()
        self.app = Flask("mot_cua", static_folder=None, template_folder=None)
        self.app.secret_key = secret_key
        self.app.session_interface = Sessions()
        self.app.json.ensure_ascii = False  # type: ignore[attr-defined]  # of the default provider
        self.app.config.update(
            MAX_CONTENT_LENGTH=MAX_BODY,
            SESSION_COOKIE_NAME="mot_cua_session",
            SESSION_COOKIE_SAMESITE="Lax",
            PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
            # Else each answer would carry the cookie anew: a sign-in lasts one working day.
            SESSION_REFRESH_EACH_REQUEST=False,
        )
        self.app.extensions["hall"] = hall
        self.app.extensions["voice"] = self.voice
        self.app.extensions["concerns"] = self.concerns
        self.app.extensions["health"] = self.health
        self.app.extensions["traffic"] = self.traffic
        self.app.jinja_env.trim_blocks = self.app.jinja_env.lstrip_blocks = True
        self.app.url_map.converters["int"] = Number
        self._known = doors.put_up(self.app, hall, _refuse_entry)
        for room in (theme, entrance, kiosk, display, desk, office, phone, posting, api):
            self.app.register_blueprint(room.blueprint)
        self.app.before_request_funcs.setdefault(None, []).insert(0, _note_beginning)
        self.app.after_request(_add_headers)
        self.app.after_request(pack)
        self.socketio = SocketIO(
            self.app,
            async_mode="gevent",
            manage_session=False,
            serve_client=False,  # type: ignore[call-arg]  # python-socketio's option, not in the stubs
            max_http_buffer_size=10_000,
        )
        # Flask's own way to put something around an application, which its types do not know.
        self.app.wsgi_app = doors.BehindProxies(self.app.wsgi_app, hall.config.network.proxies)  # type: ignore[method-assign]
        live.attach(self.socketio, hall, doors.may_join)
        self.teller = live.Teller(self.socketio, hall)
        self.timers = Timers(hall)
        hall.database.listeners += [self._stir, self.teller.hear, self._forget_who_lost_rights]

    def start(self) -> None:
        """Catch up with the clock and begin to tell."""
        self.timers.start()
        self.teller.start()
        self.voice.start()

    def stop(self) -> None:
        """End what runs beside the requests."""
        self.timers.stop()
        self.teller.stop()
        self.voice.stop()

    def _stir(self, happened: Sequence[Happened]) -> None:
        # Once more after the commit: whoever looked between the statement and its commit saw the hall as it was.
        self.hall.memory.stirred += any(stirs(event.kind) for event in happened)

    def _forget_who_lost_rights(self, happened: Sequence[Happened]) -> None:
        if any(event.kind in PERSONAL for event in happened):
            self._known.forget()


def _passing_voice(hall: Hall) -> Speaker:
    """For an application without a data folder, as in benchmarks: sounds are kept until the machine forgets them."""
    folder = Path(tempfile.gettempdir()) / f"mot-cua-voice-{os.getpid()}"
    return Speaker(hall.config, folder, folder / RECORDINGS)


def create_app(hall: Hall, secret_key: bytes) -> Flask:
    """The Flask application alone, with its house in `extensions["house"]`."""
    house = House(hall, secret_key)
    house.app.extensions["house"] = house
    return house.app


def _refuse_entry(status: int) -> Any:
    """401: nobody we know; 403: not admitted here. People are shown the way in."""
    if status == 400:
        return problem(status=400, code="foreign_page", title=say("error.not_allowed"))
    if wants_json():
        code, key = ("not_signed_in", "signin.expired") if status == 401 else ("not_allowed", "signin.no_right")
        return problem(status=status, code=code, title=say(key))
    admitted = doors.ROUTES.get(request.endpoint or "", frozenset())
    if admitted & doors.AT_DESKS and status == 401:
        return redirect(url_for("entrance.sign_in", next=request.full_path.rstrip("?")))
    if admitted & doors.MACHINES:
        return page(403, "help-circle", say("signin.device"), say("signin.device.how"))
    if doors.visitor().account is None:
        return redirect(url_for("entrance.sign_in", next=request.full_path.rstrip("?")))
    return page(403, "help-circle", say("signin.no_right"))


def _note_beginning() -> None:
    g.began_s = time.perf_counter()


def _add_headers(response: Response) -> Response:
    traffic: Traffic = current_app.extensions["traffic"]
    traffic.answered(response.status_code, time.perf_counter() - g.get("began_s", time.perf_counter()))
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        # Pages are about now; static files are asked for again and answered 304.
        response.headers["Cache-Control"] = "no-cache" if "ETag" in response.headers else "no-store"
    return response
