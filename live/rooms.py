"""Who hears which news? A screen says what it is, the doors say whether it may, and it gets its room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from flask_socketio import SocketIO, join_room

from actions.accounts import AccountView
from actions.devices import DeviceView, desk_of
from actions.events import Happened
from actions.hall import Hall
from actions.ticket_view import ticket_by_token


class Comer(Protocol):
    """What a room needs to know of who connects."""

    @property
    def device(self) -> DeviceView | None: ...

    @property
    def account(self) -> AccountView | None: ...


MayJoin = Callable[[str, str | None], Comer | None]
# All pages of the Office that follow the day.
OFFICES = "offices"
# All pages of the guide: who at a kiosk asks for a person is told there.
GUIDES = "guides"
# Rooms whose screens show a clock and must notice a silent line; phones only look at their number.
TICKING = ("walls", "kiosks", "desks", OFFICES, GUIDES)
# After these its holder must show anew who they are: the doors are asked only when a socket connects.
LOST_RIGHTS = frozenset({"account_disabled", "password_set"})


def attach(socketio: SocketIO, hall: Hall, may_join: MayJoin) -> None:
    """Answer connections of `{screen, key, token?}`; whoever may not come in is refused."""

    @socketio.on("connect")
    def connect(auth: Any = None) -> bool | None:
        wish = auth if isinstance(auth, dict) else {}
        screen, key, token = (_writable(wish.get(name)) for name in ("screen", "key", "token"))
        comer = may_join(screen, token or None)
        rooms = None if comer is None else rooms_of(hall, screen, key, comer.device)
        if comer is None or rooms is None:
            return False
        for room in (*rooms, *holders_rooms(comer)):
            join_room(room)
        return None


def _writable(word: Any) -> str:
    """As text that can be looked for; half a surrogate pair, which JSON can hold, no database takes."""
    return str(word or "").encode(errors="replace").decode()


def rooms_of(hall: Hall, screen: str, key: str, device: DeviceView | None) -> tuple[str, ...] | None:
    """The rooms of a screen, None if what it names does not exist."""
    if screen == "wall" and device is not None:
        return ("walls", f"wall:{device.code}")
    if screen == "kiosk" and device is not None:
        return ("kiosks", f"kiosk:{device.code}")
    if screen == "desk" and any(desk.code == key for desk in hall.config.desks):
        return ("desks", f"desk:{key}")
    if screen == "office":
        return (OFFICES,)
    if screen == "desk_display" and device is not None:
        return ("desks", f"desk:{desk_of(device)}")
    if screen == "guide":
        return (GUIDES,)
    if screen == "phone":
        ticket = hall.read(ticket_by_token, token=key)
        return None if ticket is None else (f"phones:{ticket.department}",)
    return None


def holders_rooms(comer: Comer) -> tuple[str, ...]:
    """Rooms that are never told anything: they find the sockets of a device or a person."""
    device = () if comer.device is None else (f"device:{comer.device.code}",)
    person = () if comer.account is None else (f"account:{comer.account.id}",)
    return (*device, *person)


def room_to_clear(event: Happened) -> str | None:
    """Whose sockets this event ends, if anybody's."""
    if event.kind == "device_revoked":
        return f"device:{event.facts['device']}"
    return f"account:{event.facts['account']}" if event.kind in LOST_RIGHTS else None


def clear(socketio: SocketIO, room: str) -> None:
    """Hang up on everybody in a room."""
    server = socketio.server  # type: ignore[attr-defined]  # the stubs lack it
    for sid, _ in list(server.manager.get_participants("/", room)):
        server.disconnect(sid)


def forget_the_gone(socketio: SocketIO) -> None:
    """Take those from their rooms whose line ended while they came in: the library keeps and tells them in vain."""
    server = socketio.server  # type: ignore[attr-defined]  # the stubs lack it
    for sid, line in list(server.manager.get_participants("/", None)):
        if line not in server.eio.sockets:
            server.manager.disconnect(sid, "/", ignore_queue=True)
