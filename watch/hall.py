"""Do the hall's own machines answer? Kiosks, walls and print agents, from what they last told the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from actions.accounts import Role
from actions.devices import DeviceView, list_devices
from actions.duty import departments_today
from actions.here import Here
from actions.walls import ReportView, wall_reports
from rules.printer_status import STOPPING, Need
from watch.finding import Finding, Verdict, bad, ok, warn

# A kiosk asks for its start page anew each minute, an agent for work, and their being here is noted once a minute.
HEARD_WITHIN = timedelta(minutes=3)
# A wall tells of itself every 15 seconds (display/static/report.js); two may get lost.
WALL_WITHIN = timedelta(seconds=45)
_PARTS = {Role.KIOSK: "kiosks", Role.WALL: "walls", Role.PRINTER: "agents"}


def machines(session: Session, here: Here, *, is_at_work: bool) -> tuple[Finding, ...]:
    """One finding for each that is configured. Out of hours one that is switched off is no fault."""
    reports = wall_reports(session, here)
    return tuple(_machine(each, reports, here.now, is_at_work) for each in list_devices(session, here))


def silent_machines(session: Session, here: Here) -> tuple[str, ...]:
    """Names of those that answered once, have not for some minutes, and are needed now."""
    is_at_work = any(each.is_open for each in departments_today(session, here))
    found = machines(session, here, is_at_work=is_at_work)
    silent = (each.facts for each in found if each.code == "silent")
    return tuple(str(facts["name"]) for facts in silent if here.now - facts["last"] >= HEARD_WITHIN)


def is_here(device: DeviceView, now: datetime) -> bool:
    """Whether a kiosk or agent was heard of lately."""
    return device.seen_at is not None and now - device.seen_at < HEARD_WITHIN


def showing(reports: Iterable[ReportView], wall: str, now: datetime) -> list[ReportView]:
    """The browsers that show this wall now, newest first."""
    return [each for each in reports if each.wall == wall and each.at > now - WALL_WITHIN]


def is_mute(screens: Iterable[ReportView]) -> bool:
    """Whether a browser lets no sound out until somebody touches it."""
    return any(each.shows.get("sound") == "blocked" for each in screens)


def of_need(need: Need | None) -> Verdict:
    """How bad is what a printer needs?"""
    return Verdict.OK if need is None else Verdict.BAD if need in STOPPING else Verdict.WARN


def only_shown(code: str) -> Finding:
    """A printer that puts nothing on paper."""
    return warn("printers", "preview", code=code)


def _machine(device: DeviceView, reports: tuple[ReportView, ...], now: datetime, is_at_work: bool) -> Finding:
    part, name = _PARTS[device.kind], device.name
    if not device.is_paired:
        return warn(part, "unpaired", name=name)
    screens = showing(reports, device.code, now)
    if screens if device.kind is Role.WALL else is_here(device, now):
        return bad(part, "mute", name=name) if is_mute(screens) else ok(part, "here", name=name)
    if not is_at_work:
        return ok(part, "resting", name=name)
    last = next(_heard(device, reports), None)
    return warn(part, "never", name=name) if last is None else bad(part, "silent", name=name, last=last)


def _heard(device: DeviceView, reports: tuple[ReportView, ...]) -> Iterator[datetime]:
    if device.kind is Role.WALL:
        yield from (each.at for each in reports if each.wall == device.code)
    elif device.seen_at is not None:
        yield device.seen_at
