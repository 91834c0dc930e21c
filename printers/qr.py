"""How does an address become a QR code that a telephone reads from thermal paper?"""

from __future__ import annotations

import segno
from PIL import Image

QUIET_MODULES = 4


def qr_picture(address: str, width: int) -> Image.Image:
    """The code with its quiet zone, no wider than `width` dots, every module a whole number of dots.

    Level M: a crease or a weak dot of the head must not cost the reader the code.
    """
    matrix = [bytes(255 if not module else 0 for module in row) for row in _code(address).matrix]
    side = len(matrix)
    small = Image.frombytes("L", (side, side), b"".join(matrix))
    scale = max(1, width // (side + 2 * QUIET_MODULES))
    whole = Image.new("L", ((side + 2 * QUIET_MODULES) * scale,) * 2, 255)
    whole.paste(small.resize((side * scale,) * 2, Image.Resampling.NEAREST), (QUIET_MODULES * scale,) * 2)
    return whole


def modules(address: str) -> int:
    """How many modules the code has on a side, whoever draws it."""
    return len(_code(address).matrix)


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False, boost_error=False)
