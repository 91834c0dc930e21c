"""What has a printer said? Its bytes, in whatever pieces they come, as replies that are told apart.

Pure: bytes in, replies out. Epson ESC/POS command reference, pages `dle_eot`, `gs_la`, `gs_lr`, `gs_lparen_ch`,
`dle_dc4_fn8`:

    0xx1xx10                        real-time status (DLE EOT n); it does not say of which n
    0xx1xx00 0xx0xxxx ×3            automatic status (GS a)
    0xx0xxxx                        paper sensors (GS r 1)
    37 id … 00                      block: 22 "printed up to here" (GS ( H), 25 "buffer cleared" (DLE DC4 8)
    11, 13                          XON, XOFF: flow control, in the midst of anything
"""

from __future__ import annotations

from dataclasses import dataclass

XON, XOFF = 0x11, 0x13
BLOCK, BLOCK_END = 0x37, 0x00
PROCESS_ID, CLEARED = 0x22, 0x25
AUTOMATIC_BYTES = 4
# The longest block in the reference has 80 bytes; without an end in sight it was none.
LONGEST_BLOCK = 96
PROCESS_ID_BYTES = 4


@dataclass(frozen=True, slots=True)
class RealTime:
    """Answer to DLE EOT n; whoever asked knows the n."""

    byte: int


@dataclass(frozen=True, slots=True)
class Automatic:
    """The four bytes of automatic status."""

    bytes: bytes


@dataclass(frozen=True, slots=True)
class PaperSensors:
    """Answer to GS r 1, given when all before it in the stream has been printed."""

    byte: int


@dataclass(frozen=True, slots=True)
class Printed:
    """Answer to GS ( H: what was sent before this process ID is on paper."""

    process_id: bytes


@dataclass(frozen=True, slots=True)
class Cleared:
    """Answer to DLE DC4 8: the buffers are empty."""


Reply = RealTime | Automatic | PaperSensors | Printed | Cleared


class ReplyReader:
    """Takes bytes as they come and gives whole replies; never raises, never keeps more than one block."""

    def __init__(self) -> None:
        self._begun = bytearray()

    def feed(self, data: bytes) -> list[Reply]:
        """The replies that `data` completes, in their order."""
        found: list[Reply] = []
        for byte in data:
            if byte not in (XON, XOFF):
                found += self._take(byte)
        return found

    def _take(self, byte: int) -> list[Reply]:
        if self._begun and self._begun[0] == BLOCK:
            return self._within_block(byte)
        if self._begun and _is_plain(byte):
            return self._within_automatic(byte)
        # A real-time answer may overtake an automatic one; whatever else does has broken it off.
        if self._begun and not _is_real_time(byte):
            self._begun.clear()
        return self._first(byte)

    def _first(self, byte: int) -> list[Reply]:
        if byte == BLOCK or _is_automatic_start(byte):
            self._begun.append(byte)
            return []
        if _is_real_time(byte):
            return [RealTime(byte)]
        return [PaperSensors(byte)] if _is_plain(byte) else []

    def _within_automatic(self, byte: int) -> list[Reply]:
        self._begun.append(byte)
        if len(self._begun) < AUTOMATIC_BYTES:
            return []
        return [Automatic(self._finished())]

    def _within_block(self, byte: int) -> list[Reply]:
        self._begun.append(byte)
        if byte != BLOCK_END:
            if len(self._begun) > LONGEST_BLOCK:
                self._begun.clear()
            return []
        return _block(self._finished())

    def _finished(self) -> bytes:
        whole = bytes(self._begun)
        self._begun.clear()
        return whole


def _block(block: bytes) -> list[Reply]:
    kind, content = block[1], block[2:-1]
    if kind == PROCESS_ID and len(content) == PROCESS_ID_BYTES:
        return [Printed(content)]
    return [Cleared()] if kind == CLEARED and not content else []


def _is_real_time(byte: int) -> bool:
    return byte & 0b10010011 == 0b00010010


def _is_automatic_start(byte: int) -> bool:
    return byte & 0b10010011 == 0b00010000


def _is_plain(byte: int) -> bool:
    return byte & 0b10010000 == 0
