"""What does a status byte say of the printer? Bytes of the reference's tables → PrinterStatus.

Bits as in design notes taken from the Epson reference: `DLE EOT 1` 08 offline; `2` 04 cover, 20 stopped by paper
end, 40 error; `3` 04 recoverable, 08 cutter, 20 unrecoverable, 40 recovers by itself; `4` 0C near end, 60 end.
Automatic status: first byte 08 offline, 20 cover; second as `DLE EOT 3`; third 03 near end, 0C end. `GS r 1` as the
third.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rules.printer_status import Cover, Fault, Paper, PrinterStatus, Reach

MUTE = PrinterStatus(reach=Reach.MUTE)
AWAY = PrinterStatus(reach=Reach.AWAY)
# A picture on a screen runs out of nothing.
ALWAYS_FINE = PrinterStatus(Reach.ANSWERS, Paper.OK, Cover.CLOSED, Fault.NONE, True)

PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, ROLL = 1, 2, 3, 4
OFFLINE = 0x08
COVER, PAPER_STOP, ERROR = 0x04, 0x20, 0x40
RECOVERABLE, CUTTER, UNRECOVERABLE, BY_ITSELF = 0x04, 0x08, 0x20, 0x40
ROLL_NEAR_END, ROLL_END = 0x0C, 0x60
AUTOMATIC_COVER = 0x20
SENSOR_NEAR_END, SENSOR_END = 0x03, 0x0C


def told_real_time(status: PrinterStatus, question: int, byte: int) -> PrinterStatus:
    """`status` with the answer to `DLE EOT question`."""
    status = replace(status, reach=Reach.ANSWERS)
    if question == PRINTER:
        return replace(status, is_online=not byte & OFFLINE)
    if question == OFFLINE_CAUSE:
        return _offline_cause(status, byte)
    if question == ERROR_CAUSE:
        return replace(status, fault=fault_of(byte))
    return replace(status, paper=_paper(byte, ROLL_NEAR_END, ROLL_END))


def told_automatic(status: PrinterStatus, told: bytes) -> PrinterStatus:
    """`status` with the four bytes of an automatic report."""
    return replace(
        status,
        reach=Reach.ANSWERS,
        is_online=not told[0] & OFFLINE,
        cover=Cover.OPEN if told[0] & AUTOMATIC_COVER else Cover.CLOSED,
        fault=fault_of(told[1]),
        paper=_paper(told[2], SENSOR_NEAR_END, SENSOR_END),
    )


def told_sensors(status: PrinterStatus, byte: int) -> PrinterStatus:
    """`status` with the answer to `GS r 1`; only a printer that is online gives it."""
    return replace(status, reach=Reach.ANSWERS, paper=_paper(byte, SENSOR_NEAR_END, SENSOR_END))


def fault_of(byte: int) -> Fault:
    """The worst fault in an error byte. One from which the printer recovers by itself stops it all the same."""
    if byte & UNRECOVERABLE:
        return Fault.UNRECOVERABLE
    if byte & CUTTER:
        return Fault.CUTTER
    return Fault.RECOVERABLE if byte & (RECOVERABLE | BY_ITSELF) else Fault.NONE


def _offline_cause(status: PrinterStatus, byte: int) -> PrinterStatus:
    status = replace(status, cover=Cover.OPEN if byte & COVER else Cover.CLOSED)
    if byte & PAPER_STOP:
        status = replace(status, paper=Paper.END)
    # The kind of the error is the next question's answer.
    return replace(status, fault=Fault.RECOVERABLE if byte & ERROR else Fault.NONE)


def _paper(byte: int, near_end: int, end: int) -> Paper:
    # Of two sensors' bits some printers set only one.
    if byte & end:
        return Paper.END
    return Paper.NEAR_END if byte & near_end else Paper.OK


def in_words(status: PrinterStatus) -> str:
    """For logs: what is known, in the order of urgency."""
    known: Mapping[str, object] = {k: v for k, v in status.as_facts().items() if v not in ("unknown", None)}
    return ", ".join(f"{key} {value}" for key, value in known.items()) or "nothing known"
