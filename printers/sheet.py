"""What is one strip of paper while it is written? Lines, rules and bars put below one another.

Drawn in grey and cut to black and white at the end; `y` runs in dots from the top.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

from printers.lettering import Lines, font
from printers.plate import BLACK, WHITE

# Grey edges darker than this become dots: thinner, Vietnamese marks break up; dithering would fray them.
THRESHOLD = 150
BLACK_OR_WHITE = [0 if grey < THRESHOLD else 255 for grey in range(256)]
TALLEST = 4000
NARROW, WIDE = 384, 576
DASH = 8


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """The plate's place, to be filled with the printer's own digits."""

    series: str
    digits: str

    @property
    def label(self) -> str:
        """As officers write it."""
        return f"{self.series}-{self.digits}"


@dataclass(frozen=True, slots=True)
class OwnCode:
    """The QR code's place, to be filled by the printer itself."""

    address: str


Own = OwnNumber | OwnCode


class Sheet:
    """Paper that is written from top to bottom: `y` is where the next thing goes.

    `leaves_room`: what a printer can make by itself (number, code) is left to it.
    """

    def __init__(self, width: int, leaves_room: bool = False) -> None:
        self.width = width
        self.leaves_room = leaves_room
        self._left: list[tuple[int, Own]] = []
        self.margin = self.scaled(12, 18)
        self.inner = width - 2 * self.margin
        self.image = Image.new("L", (width, TALLEST), WHITE)
        self.canvas = ImageDraw.Draw(self.image)
        self.y = self.margin // 2

    def scaled(self, narrow: int, wide: int) -> int:
        """A length that is `narrow` on a 384-dot printer, `wide` on one of 576, in between in between."""
        share = (max(self.width, NARROW) - NARROW) / (WIDE - NARROW)
        return round(narrow + (wide - narrow) * share)

    def sizes(self, narrow: int, wide: int, smallest: int) -> tuple[int, ...]:
        """Sizes of type to try, from the right one for this width down to `smallest`."""
        return tuple(range(max(self.scaled(narrow, wide), smallest), smallest - 1, -2))

    def text(self, lines: Lines, left: int, width: int, y: int, is_centred: bool, fill: int = BLACK) -> int:
        """Set lines into a column; returns the y below them."""
        for each, line in enumerate(lines.lines):
            ink, x_offset, y_offset, advance = _inked(line, lines.size, lines.is_bold)
            x = left + (round((width - advance) / 2) if is_centred else 0)
            base = y + round(lines.size * 1.05) + each * lines.leading
            self.image.paste(fill, (x + x_offset, base + y_offset), ink)
        return y + lines.height

    def centred(self, lines: Lines, gap: int = 0) -> None:
        """Set lines in the middle of the paper, `gap` dots below the last thing."""
        self.y = self.text(lines, self.margin, self.inner, self.y + gap, is_centred=True)

    def short_rule(self) -> None:
        """The line under the name of an office; low enough to spare the dots below its letters."""
        half, middle = self.inner // 6, self.width // 2
        self.y += self.scaled(6, 8)
        self.canvas.rectangle((middle - half, self.y, middle + half, self.y + 1), fill=BLACK)
        self.y += self.scaled(6, 8)

    def tear_line(self) -> None:
        """A dashed line across the measure, beginning and ending with a dash."""
        dashes = (self.inner - DASH) // (2 * DASH)
        left = (self.width - (2 * dashes + 1) * DASH) // 2
        self.y += self.scaled(12, 16)
        for each in range(dashes + 1):
            x = left + each * 2 * DASH
            self.canvas.rectangle((x, self.y, x + DASH - 1, self.y + 1), fill=BLACK)
        self.y += self.scaled(10, 12)

    def bar(self, lines: Lines) -> None:
        """White on black over the whole measure: cannot be overlooked or cut away."""
        pad = self.scaled(6, 8)
        bottom = self.y + lines.height + 2 * pad
        self.canvas.rectangle((self.margin, self.y, self.width - self.margin - 1, bottom), fill=BLACK)
        self.text(lines, self.margin, self.inner, self.y + pad, is_centred=True, fill=WHITE)
        self.y = bottom + pad

    def framed(self, lines: Lines) -> None:
        """Black on white in a frame."""
        pad = self.scaled(4, 6)
        bottom = self.y + lines.height + 2 * pad
        box = (self.margin, self.y, self.width - self.margin - 1, bottom)
        self.canvas.rectangle(box, outline=BLACK, width=3)
        self.text(lines, self.margin, self.inner, self.y + pad, is_centred=True)
        self.y = bottom + pad

    def box(self, y: int, size: int) -> None:
        """An empty square beside the first line of a text of `size`: a pen's tick goes in."""
        side, top = round(size * 0.8), y + round(size * 0.25)
        square = (self.margin + 2, top, self.margin + 2 + side, top + side)
        self.canvas.rectangle(square, outline=BLACK, width=2)

    def leave(self, own: Own) -> None:
        """Here the printer fills in something of its own."""
        self._left.append((self.y, own))

    def finished(self) -> Image.Image:
        """What has been written, cut to its height, in black and white."""
        return self._cut(0, self.y + self.margin // 2)

    def pieces(self) -> list[Image.Image | Own]:
        """What has been written, in pieces between which stands what was left to the printer."""
        made: list[Image.Image | Own] = []
        top = 0
        for y, own in self._left:
            made += [self._cut(top, y), own]
            top = y
        return [*made, self._cut(top, self.y + self.margin // 2)]

    def _cut(self, top: int, bottom: int) -> Image.Image:
        used = self.image.crop((0, top, self.width, max(bottom, top + 1)))
        return used.point(BLACK_OR_WHITE, mode="1")


@lru_cache(maxsize=256)
def _inked(line: str, size: int, is_bold: bool) -> tuple[Image.Image, int, int, int]:
    """A line's grey ink, where it lies from the start of its base line, and its advance.

    Most lines are the same on every ticket; drawing letters is what a ticket's picture costs. Some 4 MB at most.
    """
    face = font(size, is_bold)
    left, top, right, bottom = (int(edge) for edge in face.getbbox(line, anchor="ls"))
    ink = Image.new("L", (max(1, right - left), max(1, bottom - top)), 0)
    ImageDraw.Draw(ink).text((-left, -top), line, font=face, fill=255, anchor="ls")
    return ink, left, top, round(face.getlength(line))
