"""Is one value of config.toml as it must be? Each check returns the value or says what is allowed.

A check raises PydanticCustomError; its type is the code of a Problem, its context the problem's facts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from ipaddress import ip_network
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic_core import PydanticCustomError

from config.timetable import hours_from

Number = TypeVar("Number", int, float)

# Dots of the print heads in use: 58 mm paper has 384, 80 mm 512 to 640, 112 mm 832 (printing.md).
NARROWEST_DOTS, WIDEST_DOTS = 288, 832

# Those that have a catalogue in locales/ (a test compares).
LANGUAGES = ("vi", "en")
# Those in which calls can be heard. Tày and Nùng have no machine voice: they speak from recordings alone.
SPOKEN_LANGUAGES = (*LANGUAGES, "tay", "nung")

# What serial printers can be set to.
LINE_SPEEDS = (2400, 4800, 9600, 19200, 38400, 57600, 115200)

_CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")
_PHONE = re.compile(r"[0-9+().\- ]{3,30}")
_USB_ID = re.compile(r"[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]+\]?")


def wrong(problem: str, **facts: object) -> PydanticCustomError:
    return PydanticCustomError(problem, problem, facts)


def filled(value: str) -> str:
    if not value.strip():
        raise wrong("blank")
    return value.strip()


def code(value: str) -> str:
    """Codes stand in addresses and file names."""
    if not value:
        raise wrong("blank")
    if not _CODE.fullmatch(value):
        raise wrong("bad_code")
    return value


def some(value: tuple[str, ...]) -> tuple[str, ...]:
    if not value:
        raise wrong("blank")
    return value


def between(low: Number, high: Number) -> Callable[[Number], Number]:
    def check(value: Number) -> Number:
        if not low <= value <= high:
            raise wrong("out_of_range", low=low, high=high)
        return value

    return check


def width(value: int) -> int:
    if not NARROWEST_DOTS <= value <= WIDEST_DOTS:
        raise wrong("width", low=NARROWEST_DOTS, high=WIDEST_DOTS)
    return value


def baud(value: int) -> int:
    if value not in LINE_SPEEDS:
        raise wrong("not_allowed", found=str(value), allowed=tuple(map(str, LINE_SPEEDS)))
    return value


def usb_id(value: str) -> str:
    """As `lsusb` writes it: maker and model in four hexadecimal digits each."""
    if not _USB_ID.fullmatch(value):
        raise wrong("usb_id")
    return value.lower()


def code_pages(value: tuple[int, ...]) -> tuple[int, ...]:
    """Two numbers of ESC t: small letters, capitals."""
    if len(value) != 2 or not all(0 <= page <= 255 for page in value):
        raise wrong("code_pages")
    return value


def phone(value: str) -> str:
    if value.strip() and not _PHONE.fullmatch(value.strip()):
        raise wrong("phone")
    return value.strip()


def host(value: str) -> str:
    if value and not _HOST.fullmatch(value):
        raise wrong("host")
    return value


def hours(value: tuple[str, ...]) -> tuple[str, ...]:
    """Each like "11:30-13:30"; the end may lie after midnight."""
    for each in value:
        if hours_from(each) is None:
            raise wrong("hours_form", found=each)
    return value


def time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):  # OSError: the name of a folder of zones, such as "Asia"
        # Where the PC has no data at all, no other name would be right either.
        raise wrong("time_zone" if available_timezones() else "no_time_zones") from None
    return value


def languages(value: tuple[str, ...]) -> tuple[str, ...]:
    some(value)
    one_of(value, LANGUAGES)
    return value


def spoken_languages(value: tuple[str, ...]) -> tuple[str, ...]:
    some(value)
    return more_languages(value)


def more_languages(value: tuple[str, ...]) -> tuple[str, ...]:
    one_of(value, SPOKEN_LANGUAGES)
    return value


def one_of(value: Sequence[str], allowed: tuple[str, ...]) -> None:
    for each in value:
        if each not in allowed:
            raise wrong("not_allowed", found=each, allowed=allowed)
    for each in value:
        if value.count(each) > 1:
            raise wrong("repeated", found=each)


def networks(value: tuple[str, ...]) -> tuple[str, ...]:
    """Each an address or a network: "127.0.0.1", "192.168.1.0/24"."""
    for each in value:
        try:
            ip_network(each, strict=False)
        except ValueError:
            raise wrong("network", found=each) from None
    return value


def public_url(value: str | None) -> str | None:
    """The address under which phones reach this server, without a slash at its end; empty: none."""
    if not value:
        return None
    try:
        address = urlsplit(value)
        is_good = address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:  # a port that is no number, half an IPv6 bracket
        is_good = False
    if not is_good or re.search(r"[\s?#@]", value):
        raise wrong("public_url")
    return value.rstrip("/")
