"""Which pictures and videos does the hall show between calls? Files in folders; what the Office sends in joins them."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flask import current_app
from PIL import Image, ImageOps, UnidentifiedImageError

TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
LONGEST_SIDE = 1920  # a wall has no more dots; a telephone's picture in full would only cost its memory
LARGEST_VIDEO = 200 * 1024 * 1024
NAME_LENGTH = 80
MOST_FILES = 100
_CHUNK = 256 * 1024
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')


@dataclass(frozen=True, slots=True)
class Item:
    """One file that a wall can show. `version` changes with its content."""

    name: str
    path: Path
    size: int
    version: str

    @property
    def type(self) -> str:
        return TYPES[self.path.suffix.lower()]

    @property
    def is_video(self) -> bool:
        return self.type.startswith("video/")


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Why a file cannot be shown: media_type | media_broken | media_large (most_mb) | media_many (n)."""

    code: str
    facts: dict[str, object]


def uploads() -> Path:
    """Where the Office's own files lie; an installer may put files there by hand."""
    configured = current_app.config.get("MEDIA")
    folder = Path(configured) if configured else Path(tempfile.gettempdir()) / f"mot-cua-media-{os.getpid()}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def items(folders: Iterable[Path]) -> tuple[Item, ...]:
    """All that can be shown, by name; of two with one name that of the first folder."""
    found: dict[str, Item] = {}
    for folder in folders:
        for path in _files(folder):
            # A file may go while we look; the next look will not see it.
            with contextlib.suppress(OSError):
                stat = path.stat()
                version = f"{stat.st_mtime_ns:x}-{stat.st_size:x}"
                found.setdefault(path.name, Item(path.name, path, stat.st_size, version))
    return tuple(sorted(found.values(), key=lambda item: item.name.casefold()))


def keep(folder: Path, stream: IO[bytes], name: str) -> Item | NotTaken:
    """Put a file into the folder under a name of its own; blocks, so give it a thread. Raises OSError."""
    if len(_files(folder)) >= MOST_FILES:
        return NotTaken("media_many", {"n": MOST_FILES})
    handle, part = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            ending = _write(stream, file)
        if isinstance(ending, NotTaken):
            return ending
        path = _free_name(folder, name, ending)
        os.replace(part, path)  # whole or not at all: a wall never loads half a film
        os.chmod(path, 0o644)
    finally:
        Path(part).unlink(missing_ok=True)
    return next(item for item in items([folder]) if item.path == path)


def remove(folder: Path, name: str) -> bool:
    """Take one of the Office's own files away; whether it was there."""
    found = next((item for item in items([folder]) if item.name == name), None)
    if found is not None:
        found.path.unlink(missing_ok=True)
    return found is not None


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.suffix.lower() in TYPES and not path.name.startswith(".")]
    except OSError:  # a folder on a stick that is not there now
        return []


def _write(stream: IO[bytes], file: IO[bytes]) -> str | NotTaken:
    """What the content is decides, not the name; returns the ending that belongs to it."""
    head = stream.read(16)
    if head[4:8] == b"ftyp":
        return _copy(head, stream, file) or ".mp4"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return _copy(head, stream, file) or ".webm"
    stream.seek(0)
    return _draw(stream, file)


def _copy(head: bytes, stream: IO[bytes], file: IO[bytes]) -> NotTaken | None:
    written = file.write(head)
    while some := stream.read(_CHUNK):
        written += file.write(some)
        if written > LARGEST_VIDEO:
            return NotTaken("media_large", {"most_mb": LARGEST_VIDEO // 1024 // 1024})
    return None


def _draw(stream: IO[bytes], file: IO[bytes]) -> str | NotTaken:
    """A picture upright, no larger than a wall, and without what the camera noted: also where it was taken."""
    try:
        with Image.open(stream, formats=("JPEG", "PNG", "WEBP")) as opened:
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            flat = Image.new("RGB", picture.size, "white")
            seen = picture.convert("RGBA")
            flat.paste(seen, mask=seen)
            flat.save(file, "JPEG", quality=88)
    except UnidentifiedImageError:
        return NotTaken("media_type", {})
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return NotTaken("media_broken", {})
    return ".jpg"


def _free_name(folder: Path, name: str, ending: str) -> Path:
    base = unicodedata.normalize("NFC", Path(name.replace("\\", "/")).stem)
    stem = _UNFIT.sub(" ", base).strip(" .")[:NAME_LENGTH] or "hinh"
    names = [stem, *(f"{stem} ({number})" for number in range(2, MOST_FILES + 2))]
    return next(path for each in names if not (path := folder / f"{each}{ending}").exists())
