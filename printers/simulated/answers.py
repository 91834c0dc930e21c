"""What does the simulated printer say of itself? Knobs → status bytes, by the tables of the reference."""

from __future__ import annotations

from printers.simulated.knobs import Knobs

# The other way round from printers/condition.py, and written apart from it: tests hold the two together.
FIXED_BITS = 0x12
AUTOMATIC_FIXED = 0x10


def real_time(knobs: Knobs, question: int) -> int:
    """The answer to DLE EOT n, n from 1 to 4."""
    told = FIXED_BITS
    if question == 1:
        told |= 0x08 if knobs.is_stopped else 0
    elif question == 2:
        told |= 0x04 if knobs.cover == "open" else 0
        told |= 0x20 if knobs.paper == "end" else 0
        told |= 0x40 if _error_bits(knobs) else 0
    elif question == 3:
        told |= _error_bits(knobs)
    elif question == 4:
        told |= {"ok": 0, "near": 0x0C, "end": 0x6C}[knobs.paper]
    return told


def automatic(knobs: Knobs) -> bytes:
    """The four bytes that GS a asks for."""
    first = AUTOMATIC_FIXED
    first |= 0x08 if knobs.is_stopped else 0
    first |= 0x20 if knobs.cover == "open" else 0
    return bytes((first, _error_bits(knobs), sensors(knobs), 0x0F))


def sensors(knobs: Knobs) -> int:
    """The answer to GS r 1; the third byte of the automatic status as well."""
    return {"ok": 0, "near": 0x03, "end": 0x0F}[knobs.paper]


def _error_bits(knobs: Knobs) -> int:
    cutter = 0x08 if knobs.cutter == "jammed" else 0
    return cutter | {"none": 0, "recoverable": 0x04, "unrecoverable": 0x20}[knobs.fault]
