"""Which characters may stand in an Office file? What people typed may hold some that XML has not."""

from __future__ import annotations

import re

# XML 1.0: no control characters but tab and line ends, no halves of surrogate pairs, no non-characters.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text without what would make the file unreadable."""
    return _FORBIDDEN.sub("", text)
