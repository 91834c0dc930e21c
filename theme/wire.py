"""How do scripts and styles go over the line? Packed, for an old kiosk on slow Wi-Fi; each is packed once."""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Response, request

PACKED = frozenset({"text/css", "text/javascript", "application/javascript"})


def pack(answer: Response) -> Response:
    """A static script or style, packed where the browser takes it; anything else as it is."""
    takes_it = request.accept_encodings.quality("gzip") > 0
    if not takes_it or answer.status_code != 200 or answer.mimetype not in PACKED:
        return answer
    answer.direct_passthrough = False
    answer.set_data(_packed(answer.get_data()))
    answer.headers["Content-Encoding"] = "gzip"
    answer.vary.add("Accept-Encoding")
    return answer


@lru_cache(maxsize=256)
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
