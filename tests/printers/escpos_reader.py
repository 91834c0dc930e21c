"""What would a printer make of these bytes? An independent reader of the few commands that a ticket needs."""

from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True)
class Paper:
    """What came out: picture, rows of each band, commands in order, and whether it was cut."""

    picture: Image.Image
    bands: tuple[int, ...]
    commands: tuple[str, ...]

    @property
    def is_cut(self) -> bool:
        return self.commands[-1] == "cut"


def read_job(data: bytes) -> Paper:
    """Raises ValueError at the first byte that is no command of ours."""
    commands: list[str] = []
    bands: list[tuple[int, bytes]] = []
    at = row = 0
    while at < len(data):
        if data[at] == 0:
            at += 1
        elif data[at : at + 2] in (b"\x10\x04", b"\x1da", b"\x1dr"):
            at += 3  # questions print nothing
        elif data[at : at + 2] == b"\x1c.":
            commands.append("cancel kanji")
            at += 2
        elif data[at : at + 2] == b"\x1b@":
            commands.append("initialise")
            at += 2
        elif data[at : at + 4] == b"\x1dv0\x00":
            row, rows = (int.from_bytes(data[at + i : at + i + 2], "little") for i in (4, 6))
            bands.append((rows, data[at + 8 : at + 8 + row * rows]))
            commands.append("raster")
            at += 8 + row * rows
        elif data[at : at + 2] == b"\x1bd":
            commands.append("feed")
            at += 3
        elif data[at : at + 3] in (b"\x1dV\x00", b"\x1dV\x01"):
            commands.append("cut")
            at += 3
        else:
            raise ValueError(f"unknown bytes at {at}: {data[at : at + 8]!r}")
    height = sum(rows for rows, _ in bands)
    dots = bytes(255 - byte for byte in b"".join(dots for _, dots in bands))
    picture = Image.frombytes("1", (row * 8, height), dots)
    return Paper(picture, tuple(rows for rows, _ in bands), tuple(commands))
