"""Who may come in? One table names the roles that each route and socket screen admits; nothing else decides.

A request shows who it is by a bearer token (software), a device cookie (paired kiosks and walls) or a sign-in.
"""

from doors.entering import may_join, put_up, sign_in, sign_out, visitor
from doors.known import DEVICE_KINDS, Known, Visitor, device_cookie, give_device_cookie
from doors.proxies import BehindProxies
from doors.table import ANYONE, AT_DESKS, DESK_DISPLAY, KIOSK, MACHINES, OFFICE, PRINTER, ROUTES, SCREENS, WALL

__all__ = [
    "ANYONE",
    "AT_DESKS",
    "DESK_DISPLAY",
    "DEVICE_KINDS",
    "KIOSK",
    "MACHINES",
    "OFFICE",
    "PRINTER",
    "ROUTES",
    "SCREENS",
    "WALL",
    "BehindProxies",
    "Known",
    "Visitor",
    "device_cookie",
    "give_device_cookie",
    "may_join",
    "put_up",
    "sign_in",
    "sign_out",
    "visitor",
]
