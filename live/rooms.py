"""Who hears which news? A screen says what it is, the doors say whether it may, and it gets its room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from flask_socketio import SocketIO, join_room

from actions.devices import DeviceView
from actions.hall import Hall
from actions.ticket_view import ticket_by_token


class Comer(Protocol):
    """What a room needs to know of who connects."""

    @property
    def device(self) -> DeviceView | None: ...


MayJoin = Callable[[str, str | None], Comer | None]
# Rooms whose screens show a clock and must notice a silent line; phones only look at their number.
TICKING = ("walls", "kiosks", "desks")


def attach(socketio: SocketIO, hall: Hall, may_join: MayJoin) -> None:
    """Answer connections of `{screen, key, token?}`; whoever may not come in is refused."""

    @socketio.on("connect")
    def connect(auth: Any = None) -> bool | None:
        wish = auth if isinstance(auth, dict) else {}
        screen, key, token = (str(wish.get(name) or "") for name in ("screen", "key", "token"))
        comer = may_join(screen, token or None)
        rooms = None if comer is None else rooms_of(hall, screen, key, comer.device)
        if rooms is None:
            return False
        for room in rooms:
            join_room(room)
        return None


def rooms_of(hall: Hall, screen: str, key: str, device: DeviceView | None) -> tuple[str, ...] | None:
    """The rooms of a screen, None if what it names does not exist."""
    if screen == "wall" and device is not None:
        return ("walls", f"wall:{device.code}")
    if screen == "kiosk" and device is not None:
        return ("kiosks", f"kiosk:{device.code}")
    if screen == "desk" and any(desk.code == key for desk in hall.config.desks):
        return ("desks", f"desk:{key}")
    if screen == "phone":
        ticket = hall.read(ticket_by_token, token=key)
        return None if ticket is None else (f"phones:{ticket.department}",)
    return None
