"""Where is the citizen to go, and how is that place written?

A place starts a line with a capital ("Quầy 4") and stands lower inside a sentence ("quầy 4"); a name keeps
its capital everywhere ("Phòng Tư pháp", "Bộ phận Một cửa").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from config import Config

_COMMON = re.compile(
    r"(Quầy|Bàn|Khu|Tầng|Nhà|Sảnh|Phòng số|Phòng chờ|Counter|Desk|Room|Floor|Building|Waiting)\b", re.UNICODE
)

_COMMITTEE = re.compile(r"(?:[ỦU][yỷ] ban nhân dân|UBND) +", re.IGNORECASE)
_KIND_OF_PLACE = re.compile(r"(?:huyện|xã|phường|thị trấn|thị xã|thành phố|quận|tỉnh|đặc khu) +", re.IGNORECASE)


def Place(name: str) -> str:
    """ "Quầy 4": where it starts a line or stands alone."""
    return name[:1].upper() + name[1:]


def place(name: str) -> str:
    """ "quầy 4": inside a sentence."""
    return name[:1].lower() + name[1:] if _COMMON.match(name) else name


def desk_place(language: str, config: Config, desk: str) -> str:
    """ "Quầy 4": the place on a plate, a wall or a ticket."""
    return Place(config.desk(desk).text("name", language))


def full_place(language: str, config: Config, department: str, desks: Sequence[str] | None = None) -> str:
    """ "Quầy 4, tầng 1, Bộ phận Một cửa": for somebody who comes on another day.

    The department's own room, else the only desk that can call its tickets, else the hall. `desks`: those for one
    procedure, where it is known which.
    """
    own = config.department(department).text("place", language)
    if desks is None:
        desks = [each.code for each in config.desks_for(department)]
    desk = config.desk(desks[0]) if len(desks) == 1 else None
    if own or desk is None:
        return Place(own or config.site.text("hall", language))
    parts = (desk.text("name", language), desk.text("place", language))
    return Place(", ".join(part for part in parts if part))


def seat(authority: str) -> str:
    """ "Quảng Uyên" of "Ủy ban nhân dân huyện Quảng Uyên": the place before a letter's date."""
    return _KIND_OF_PLACE.sub("", _COMMITTEE.sub("", authority, count=1), count=1)
