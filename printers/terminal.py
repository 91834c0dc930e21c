"""What does `run.py printers` say? The configured printers, what is known of each, and what to do about it.

One that hangs on a kiosk's PC is reached there only: its test is the print agent's (`run.py agent … --test`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from locales import has, say
from printers.looking import examined
from printers.printing import Job, print_job
from printers.settings import Printer, printer_from
from rules.printer_status import PrinterStatus, Reach
from rules.states import JobState

if TYPE_CHECKING:  # the print agent does without the server's libraries
    from config import Config
    from config import Printer as Configured

LANGUAGE = "vi"
LOOK_S = 2.0
GOOD = (JobState.PRINTED, JobState.UNCONFIRMED)


def listed(config: Config) -> Iterator[str]:
    """All printers, each with its condition now."""
    yield _say("printers.heading", n=len(config.printers), file=config.path.name)
    for configured in config.printers:
        yield ""
        yield from described(config, configured)
        if configured.at is None:
            yield from condition(printer_from(configured.settings()))
    reached = [configured.code for configured in config.printers if configured.at is None]
    if reached:
        yield ""
        yield _say("printers.how_to_test", code=reached[0])


def described(config: Config, configured: Configured) -> Iterator[str]:
    """What config.toml says of it."""
    printer = printer_from(configured.settings())
    yield _say("printers.line", code=printer.code, kind=_say(f"printers.kind.{printer.kind}"), where=place(printer))
    if printer.kind != "preview":
        yield "  " + _say("printers.paper_width", dots=str(printer.width_dots), encoding=printer.encoding)
    kiosks = [kiosk.name for kiosk in config.kiosks if kiosk.printer == printer.code]
    yield "  " + (_say("printers.used_by", kiosks=", ".join(kiosks)) if kiosks else _say("printers.unused"))
    if configured.stand_in:
        yield "  " + _say("printers.stand_in", code=configured.stand_in)
    if configured.at is not None:
        yield "  " + _say("printers.at_kiosk", kiosk=config.kiosk(configured.at).name, code=configured.at)


def condition(printer: Printer) -> Iterator[str]:
    """What is seen of it now, in sentences, and what is to be done."""
    began = time.monotonic()
    status, obstacle = examined(printer, LOOK_S)
    took_ms = round((time.monotonic() - began) * 1000)
    if printer.kind == "preview":
        yield "  " + _say("printers.seen.preview")
        return
    yield "  " + " ".join(seen(status, printer, took_ms))
    if obstacle:
        yield "  " + _say("printers.obstacle", words=obstacle)
    todo = advice(status, printer)
    if todo:
        yield "  → " + todo


def tested(config: Config, configured: Configured, pictures: Path, now: datetime) -> Iterator[str | bool]:
    """Describe and try it; the last word is whether that went well. One on a kiosk's PC is left alone."""
    yield from described(config, configured)
    if configured.at is not None:
        yield False
    else:
        yield from tried(configured.settings(), pictures, now)


def tried(told: Mapping[str, Any], pictures: Path, now: datetime) -> Iterator[str | bool]:
    """Look, print the ruler page and say what became of it; the last word is whether that went well."""
    printer = printer_from(told)
    yield from condition(printer)
    facts = {
        "kind": "test",
        "printer": printer.code,
        "where": place(printer),
        "encoding": printer.encoding,
        "printed_at": now.isoformat(timespec="seconds"),
        "language": LANGUAGE,
        "token": f"test-{printer.code}",
    }
    began = time.monotonic()
    delivery = print_job(Job(0, 1, facts, told), pictures, clears_first=True)
    yield "  " + _say(f"printers.result.{delivery.state}", seconds=round(time.monotonic() - began, 1))
    if printer.kind == "preview":
        yield "  " + _say("printers.picture", path=str(pictures / f"{facts['token']}.png"))
    elif delivery.state in GOOD:
        yield "  " + _say("printers.look_at_paper")
    if delivery.state is not JobState.PRINTED:
        yield "  " + _say("printers.obstacle", words=delivery.detail)
    yield delivery.state in GOOD


def place(printer: Printer) -> str:
    """Where the printer is, as the installer wrote it."""
    named = printer.where.removeprefix(printer.kind).strip()
    return named or _say("printers.first_found" if printer.kind == "usb" else f"printers.at.{printer.kind}")


def seen(status: PrinterStatus, printer: Printer, took_ms: int) -> Iterator[str]:
    """What was heard of it, a sentence for each thing."""
    is_never_asked = status.reach is Reach.UNKNOWN and not printer.asks_status
    yield _say("printers.reach.not_asked" if is_never_asked else f"printers.reach.{status.reach}", ms=took_ms)
    for name in ("paper", "cover", "fault"):
        value = getattr(status, name)
        if value != "unknown":
            yield _say(f"printers.{name}.{value}")
    if status.is_online is False:
        yield _say("printers.offline")


def advice(status: PrinterStatus, printer: Printer, language: str = LANGUAGE) -> str:
    """What to do about it; "" where nothing is known to be wrong."""
    if status.need is None:
        return ""
    special = f"printers.do.{status.need}.{printer.kind}"
    return say(language, special if has(language, special) else f"printers.do.{status.need}")


def _say(key: str, **facts: Any) -> str:
    return say(LANGUAGE, key, **facts)
