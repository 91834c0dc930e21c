"""Which part of the house is well, and which needs somebody? One list out of what `check` and the watch know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from flask import current_app, render_template
from sqlalchemy.orm import Session

from actions.duty import departments_today
from actions.here import Here
from actions.printer_news import PrinterView, printers_now
from office.blueprint import blueprint
from office.house_shown import house_alerts
from office.printers_shown import PrinterTeller
from office.told import capital
from printers.settings import printer_from
from printers.terminal import advice
from theme.hall import concerns, hall, health
from theme.language import language, say
from voice.here import speaker
from watch.finding import Finding, Verdict, bad, ok
from watch.hall import machines, of_need, only_shown
from watch.words import line, part_name, remedy

# In the order in which one mends: without the first the others cannot be well.
PARTS = ("database", "printers", "walls", "kiosks", "agents", "voice", "backups", "clock", "disk", "sockets")
# What the watch has noticed since is worse news of the same part than the last look.
PART_OF = {
    "database": "database",
    "wal_lost": "database",
    "backup": "backups",
    "clock_jumped": "clock",
    "disk_low": "disk",
}
TONES = {
    Verdict.OK: ("ok", "circle-check"),
    Verdict.WARN: ("warn", "alert-circle"),
    Verdict.BAD: ("stop", "alert-triangle"),
}


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part with the worst that was found of it; `lines`: what is so and what to do, each."""

    code: str
    name: str
    tone: str
    picture: str
    verdict: str
    lines: tuple[tuple[str, str, str], ...]


@blueprint.get("/health")
def health_page() -> str:
    """All parts, each with its verdict and its remedy."""
    return render_template("office/health.html", parts=parts())


def parts(printers: tuple[PrinterView, ...] | None = None, is_at_work: bool | None = None) -> tuple[PartShown, ...]:
    """Every part of which something is known; what the caller has read already need not be read again."""
    printers = hall().read(printers_now) if printers is None else printers
    at_work = hall().read(_is_at_work) if is_at_work is None else is_at_work
    found = sorted(_findings(printers, at_work), key=lambda each: PARTS.index(each.part))
    return tuple(_part(code, tuple(those)) for code, those in groupby(found, key=lambda each: each.part))


def _is_at_work(session: Session, here: Here) -> bool:
    return any(each.is_open for each in departments_today(session, here))


def _findings(printers: tuple[PrinterView, ...], is_at_work: bool) -> Iterator[Finding]:
    worries = tuple(each for each in concerns() if each.code in PART_OF)
    worried = {PART_OF[each.code] for each in worries}
    for concern, told in zip(worries, house_alerts(language(), worries, hall().config.site.zone), strict=True):
        yield Finding(PART_OF[concern.code], Verdict.BAD, said=told.headline, how=told.detail)
    if "database" not in worried:
        yield ok("database", "works")
    yield from (each for each in health().findings if each.part in PARTS and each.part not in worried)
    yield from _printers(printers)
    yield from hall().read(machines, is_at_work=is_at_work)
    yield _voice()
    yield _sockets()


def _printers(printers: tuple[PrinterView, ...]) -> Iterator[Finding]:
    teller = PrinterTeller(language(), hall().config, hall().local_now())
    for each in teller.used(printers):
        printer = printer_from(hall().config.printer(each.code).settings())
        if printer.kind == "preview" and each.need is None:
            yield only_shown(each.code)
            continue
        shown, how = teller.printer(each), advice(each.status, printer, language())
        yield Finding("printers", of_need(each.need), said=f"{shown.name}: {shown.state}", how=how)


def _voice() -> Finding:
    if hall().config.voice.source == "off":
        return ok("voice", "off")
    fault = speaker().fault
    return ok("voice", "well") if fault is None else Finding("voice", Verdict.BAD, code=f"fault:{fault}")


def _sockets() -> Finding:
    used = len(current_app.extensions["socketio"].server.eio.sockets)
    most = current_app.config.get("PLACES", 0)
    if most and used > most * 9 // 10:
        return bad("sockets", "full", n=used, most=most)
    return ok("sockets", "open", n=used)


def _part(code: str, found: Iterable[Finding]) -> PartShown:
    those = sorted(found, key=lambda each: list(Verdict).index(each.verdict), reverse=True)
    worst = those[0].verdict
    tone, picture = TONES[worst]
    zone = hall().config.site.zone
    return PartShown(
        code=code,
        name=part_name(language(), code),
        tone=tone,
        picture=picture,
        verdict=say(f"office.health.{worst.value}"),
        lines=tuple(
            (TONES[each.verdict][0], capital(line(language(), each, zone)), remedy(language(), each)) for each in those
        ),
    )
