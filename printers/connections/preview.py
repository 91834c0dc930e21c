"""Where does a ticket go if no printer is configured? Into a folder, as the picture that the kiosk shows."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from PIL import Image

from printers.delivery import Delivery, not_sent, printed

_SAFE_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")


def keep(picture: Image.Image, folder: Path, name: str) -> Delivery:
    """Write `folder`/`name`.png so that nobody reads half of it. Raises ValueError for an unsafe name."""
    if not _SAFE_NAME.fullmatch(name):
        raise ValueError(f"not a picture's name: {name!r}")
    path = folder / f"{name}.png"
    unfinished = folder / f".{name}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        picture.save(unfinished, format="PNG")
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        return not_sent(f"cannot write {path}: {error}")
    return printed(path.name)
