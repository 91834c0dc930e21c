"""Which commands are in the bytes that a printer received? Read one by one, from whatever has come so far."""

from __future__ import annotations

from dataclasses import dataclass

# Length in bytes, parameters included.
FIXED: dict[bytes, tuple[str, int]] = {
    b"\x1b@": ("initialise", 2),
    b"\x1c.": ("cancel kanji", 2),
    b"\x1bd": ("feed lines", 3),
    b"\x1bJ": ("feed dots", 3),
    b"\x1bt": ("code page", 3),
    b"\x1ba": ("align", 3),
    b"\x1bE": ("bold", 3),
    b"\x1b!": ("print mode", 3),
    b"\x1d!": ("size", 3),
    b"\x1dr": ("ask sensors", 3),
    b"\x1da": ("automatic status", 3),
    b"\x10\x04": ("real time", 3),
}
CUTS_AND_FEEDS = (65, 66)
CLEARING_LENGTH = 10
RASTER_HEADER = 8
LONG_HEADER = 5
LINE_FEED = 0x0A


@dataclass(frozen=True, slots=True)
class Command:
    """`data`: what follows the command's own letters; for "text" the characters themselves."""

    name: str
    data: bytes = b""

    @property
    def number(self) -> int:
        """The one parameter of a short command."""
        return self.data[0]


def next_command(received: bytes | bytearray) -> tuple[Command, int] | None:
    """The first command and its length, or None while it is not whole; `received` is not empty.

    Raster is given whole, so a band that was broken off swallows what comes after it, as on a real printer.
    """
    first = received[0]
    if first >= 0x20:
        return _text(received)
    if first not in (0x10, 0x1B, 0x1C, 0x1D):
        return Command("line feed" if first == LINE_FEED else "nothing"), 1
    if len(received) < 2:
        return None
    letters = bytes(received[:2])
    if letters in FIXED:
        name, length = FIXED[letters]
        return _whole(received, name, 2, length)
    return _longer(letters, received)


def _longer(letters: bytes, received: bytes | bytearray) -> tuple[Command, int] | None:
    if len(received) < 3:
        return None  # the third byte says how long the command is
    if letters == b"\x1dV":
        return _whole(received, "cut", 2, 4 if received[2] in CUTS_AND_FEEDS else 3)
    if letters == b"\x1dv":
        return _raster(received)
    if letters == b"\x10\x14":
        return _whole(received, "real time", 2, CLEARING_LENGTH if received[2] == 8 else 5)
    if letters == b"\x1d(":
        return _long(received)
    return Command("unknown", letters), 2


def _raster(received: bytes | bytearray) -> tuple[Command, int] | None:
    if len(received) < RASTER_HEADER:
        return None
    row, rows = (int.from_bytes(received[at : at + 2], "little") for at in (4, 6))
    return _whole(received, "raster", 4, RASTER_HEADER + row * rows)


def _long(received: bytes | bytearray) -> tuple[Command, int] | None:
    """GS ( X pL pH …: X in the name."""
    if len(received) < LONG_HEADER:
        return None
    size = int.from_bytes(received[3:5], "little")
    return _whole(received, "long " + chr(received[2]), LONG_HEADER, LONG_HEADER + size)


def _whole(received: bytes | bytearray, name: str, start: int, length: int) -> tuple[Command, int] | None:
    return (Command(name, bytes(received[start:length])), length) if len(received) >= length else None


def _text(received: bytes | bytearray) -> tuple[Command, int]:
    end = next((at for at, byte in enumerate(received) if byte < 0x20), len(received))
    return Command("text", bytes(received[:end])), end
