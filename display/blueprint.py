"""The blueprint `display`, and which wall is asking."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint

from doors import visitor

blueprint = Blueprint(
    "display",
    __name__,
    url_prefix="/display",
    static_folder="static",
    template_folder="templates",
)


def wall_code() -> str:
    """The wall that this browser is paired as."""
    device = visitor().device
    if device is None:
        raise PermissionError("only a paired wall is let in here")
    return device.code


@cache
def assets() -> str:
    """Changes when a script, style or template does: an open wall then loads its page anew."""
    here = Path(__file__).parent
    folders = [here / "static", here / "templates", here.parent / "theme" / "static"]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
