"""What is here, what works already, and what is still to be set up? The first page that anybody sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from actions.accounts import AccountView, Role, list_accounts
from actions.board import board
from actions.devices import DeviceView, list_devices
from actions.duty import departments_today, on_duty_today
from actions.here import Here
from actions.views import DepartmentToday
from config import Config
from doors import visitor
from entrance.blueprint import blueprint
from entrance.left_to_do import left_to_do
from locales import dates
from rules.duty import NextDuty
from theme.hall import hall
from theme.language import language, say
from voice.here import speaker


@dataclass(frozen=True, slots=True)
class Parts:
    """All that the page reports on, read in one go."""

    devices: tuple[DeviceView, ...]
    accounts: tuple[AccountView, ...]
    today: tuple[DepartmentToday, ...]
    on_duty: tuple[str, ...]
    open_desks: int


@blueprint.get("/")
def start() -> str:
    """The way to every surface, the state of the parts, what is left to do."""
    parts = hall().read(_parts)
    config = hall().config
    return render_template(
        "entrance/start.html",
        kiosks=[_device(each, config) for each in parts.devices if each.kind is Role.KIOSK],
        walls=[_device(each, config) for each in parts.devices if each.kind is Role.WALL],
        desks_open=say("start.desks.open", n=parts.open_desks, total=len(config.desks)),
        accounts=[each for each in parts.accounts if not each.is_disabled],
        day=_day(parts, config),
        left=left_to_do(config, parts.devices, parts.accounts, speaker()),
        account=visitor().account,
    )


def _parts(session: Session, here: Here) -> Parts:
    return Parts(
        list_devices(session, here),
        list_accounts(session, here),
        departments_today(session, here),
        on_duty_today(session, here),
        sum(row.state != "closed" for row in board(session, here).rows),
    )


def _device(device: DeviceView, config: Config) -> dict[str, Any]:
    """`is_this`: the page is looked at on that very device."""
    found = visitor().devices.get(device.kind)
    seen = device.seen_at.astimezone(config.site.zone) if device.seen_at else None
    return {
        "name": device.name,
        "is_paired": device.is_paired,
        "is_this": found is not None and found.code == device.code,
        "seen": say("start.device.seen", time=seen.time(), date=seen.date()) if seen else "",
    }


def _day(parts: Parts, config: Config) -> dict[str, Any]:
    """Whether numbers are given now; if not, when again, and the command that shows it at work."""
    is_open = any(department.is_open for department in parts.today)
    coming = [department.next for department in parts.today if department.next is not None]
    first = min(coming, key=lambda each: (each.day, each.sittings[0].opens), default=None)
    return {
        "is_open": is_open,
        "on_duty": [config.department(code).text("name", language()) for code in parts.on_duty],
        "next": "" if is_open else _again(first),
        "command": "" if is_open or first is None or hall().is_training else _command(first),
    }


def _again(coming: NextDuty | None) -> str:
    if coming is None:
        return say("start.today.unknown")
    day = _day_words(coming.day)
    return say("start.today.next", day=day, date=coming.day, hours=dates.hours(language(), coming.sittings))


def _day_words(day: date) -> str:
    return dates.day(language(), day)


def _command(coming: NextDuty) -> str:
    opens = coming.sittings[0].opens
    return f'python3 run.py --at "{coming.day.isoformat()} {opens.hour + 1:02d}:00"'
