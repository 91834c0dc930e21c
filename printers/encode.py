"""Which bytes make an ESC/POS printer print a picture? Raster bands, a feed and a cut, by python-escpos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from printers.escpos import CANCEL_KANJI
from printers.quiet_escpos import collecting_printer

# Small bands fit the receive buffer of any printer; GS ( L overflows above 910 rows at 576 dots.
BAND_ROWS = 24
RASTER = b"\x1dv0\x00"


@dataclass(frozen=True, slots=True)
class Encoded:
    """One paper as bytes, in pieces between which a printer may be asked how far it is.

    `clearing`: so many NUL bytes are a band of nothing, which ends whatever a broken-off job has begun.
    """

    opening: bytes
    bands: tuple[bytes, ...]
    closing: bytes
    clearing: bytes

    def whole(self, clears_first: bool = False) -> bytes:
        """The job for a way on which nobody answers.

        `clears_first`: the job before broke off. A printer that still waits for the rest of a band would
        swallow our first commands as dots, so it is given a band of nothing.
        """
        return (self.clearing if clears_first else b"") + self.opening + b"".join(self.bands) + self.closing


def encode_raster(picture: Image.Image) -> Encoded:
    """`picture` (mode "1", 0 is ink) as raster: right on every printer, whatever letters it knows."""
    return around(picture.width, tuple(raster_bands(picture)))


def around(width_dots: int, bands: tuple[bytes, ...]) -> Encoded:
    """`bands` with what every job begins and ends with."""
    printer = collecting_printer(width_dots)
    # Clones with a Chinese font read Latin pairs as one sign until told otherwise.
    printer._raw(CANCEL_KANJI)
    printer.hw("INIT")
    opening = bytes(printer.output)
    printer.clear()
    # A partial cut leaves the ticket hanging by a point: it does not fall from the slot.
    printer.cut(mode="PART")
    return Encoded(opening, bands, bytes(printer.output), bytes(BAND_ROWS * _row_bytes(width_dots)))


def raster_bands(picture: Image.Image) -> Iterator[bytes]:
    """`GS v 0` for every 24 rows, byte for byte as python-escpos' image() sends them (a test compares).

    Its own way converts each band to RGBA and back: 19 ms for a ticket instead of one.
    """
    row = _row_bytes(picture.width)
    dots = picture.tobytes("raw", "1;I")
    for start in range(0, picture.height, BAND_ROWS):
        rows = min(BAND_ROWS, picture.height - start)
        header = RASTER + row.to_bytes(2, "little") + rows.to_bytes(2, "little")
        yield header + dots[start * row : (start + rows) * row]


def narrow_bands(picture: Image.Image) -> Iterator[bytes]:
    """As `raster_bands`, each as narrow as its ink: on a slow line what is white at the right costs nothing.

    Even an empty band keeps one byte a row. Feeding past it by `ESC J` would be shorter, but some clones ignore that
    and the ticket collapses.
    """
    row = _row_bytes(picture.width)
    dots = picture.tobytes("raw", "1;I")
    for start in range(0, picture.height, BAND_ROWS):
        band = dots[start * row : (start + BAND_ROWS) * row]
        lines = [band[at : at + row] for at in range(0, len(band), row)]
        inked = max(1, max(len(line.rstrip(b"\0")) for line in lines))
        header = RASTER + inked.to_bytes(2, "little") + len(lines).to_bytes(2, "little")
        yield header + b"".join(line[:inked] for line in lines)


def _row_bytes(width_dots: int) -> int:
    return (width_dots + 7) // 8
