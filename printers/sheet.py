"""What is one strip of paper while it is written? Lines, rules and bars put below one another.

Drawn in grey and cut to black and white at the end; `y` runs in dots from the top.
"""

from __future__ import annotations

from PIL import Image, ImageDraw

from printers.lettering import Lines, font
from printers.plate import BLACK, WHITE

# Grey edges darker than this become dots: thinner, Vietnamese marks break up; dithering would fray them.
THRESHOLD = 150
TALLEST = 4000
NARROW, WIDE = 384, 576
DASH = 8


class Sheet:
    """Paper that is written from top to bottom: `y` is where the next thing goes."""

    def __init__(self, width: int) -> None:
        self.width = width
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
        face = font(lines.size, lines.is_bold)
        anchor, x = ("ms", left + width / 2) if is_centred else ("ls", left)
        for each, line in enumerate(lines.lines):
            base = y + round(lines.size * 1.05) + each * lines.leading
            self.canvas.text((round(x), base), line, font=face, fill=fill, anchor=anchor)
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

    def finished(self) -> Image.Image:
        """What has been written, cut to its height, in black and white."""
        used = self.image.crop((0, 0, self.width, self.y + self.margin // 2))
        return used.point([0 if grey < THRESHOLD else 255 for grey in range(256)], mode="1")
