"""Which bytes are needed at least, without trusting the printer's letters? Raster, but number and code by the printer.

A third of the bytes of a whole picture. For slow serial lines; digits and QR codes are the same on every printer that
has them at all, which the test page shows.
"""

from __future__ import annotations

from printers.encode import Encoded, around, narrow_bands
from printers.kinds import Paper, written
from printers.own import own_bytes
from printers.sheet import OwnCode, OwnNumber


def encode_mixed(paper: Paper, width_dots: int) -> Encoded:
    """The paper in pieces: raster, the printer's own number, raster, its own code, raster."""
    bands: list[bytes] = []
    for piece in written(paper, width_dots, leaves_room=True).pieces():
        if isinstance(piece, OwnNumber | OwnCode):
            bands.append(own_bytes(piece, width_dots))
        else:
            bands += narrow_bands(piece)
    return around(width_dots, tuple(bands))
