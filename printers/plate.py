"""How is the number drawn? The plate: series on black, a perforation, digits on white, as on every screen."""

from __future__ import annotations

from PIL import ImageDraw

from printers.lettering import font, width_of

BLACK, WHITE = 0, 255
# Air on each side of series and digits, in heights of the plate; a digit is 0.71 em high.
AIR = 0.13
TALLEST_TYPE = 1.0


def draw_plate(canvas: ImageDraw.ImageDraw, box: tuple[int, int, int, int], series: str, digits: str) -> None:
    """Draw series and digits into `box` (left, top, right, bottom), both as large as it allows."""
    left, top, right, bottom = box
    height, border = bottom - top, max(4, (right - left) // 110)
    size = _size(series, digits, right - left, height)
    fold = left + _share(series, digits, size, right - left)
    radius = height // 8
    canvas.rounded_rectangle(box, radius, fill=WHITE, outline=BLACK, width=border)
    canvas.rounded_rectangle((left, top, fold, bottom), radius, fill=BLACK, corners=(True, False, False, True))
    _perforate(canvas, fold, top, bottom)
    _centred(canvas, series, (left, top, fold - height // 24, bottom), size, WHITE)
    _centred(canvas, digits, (fold + height // 24, top, right - border, bottom), size, BLACK)


def _size(series: str, digits: str, width: int, height: int) -> int:
    room = width - round(4 * AIR * height)
    return min(round(TALLEST_TYPE * height), 1000 * room // width_of(series + digits, 1000, is_bold=True))


def _share(series: str, digits: str, size: int, width: int) -> int:
    """Where the perforation stands: what is over is shared, a little more to the digits."""
    over = width - width_of(series, size, is_bold=True) - width_of(digits, size, is_bold=True)
    return width_of(series, size, is_bold=True) + round(over * 0.45)


def _perforate(canvas: ImageDraw.ImageDraw, x: int, top: int, bottom: int) -> None:
    """White bites out of the black half, evenly spaced: the number is torn off a roll."""
    bite = max(5, (bottom - top) // 22)
    count = 7
    for each in range(count):
        y = top + round((bottom - top) * (each + 0.5) / count)
        canvas.ellipse((x - bite, y - bite, x + bite, y + bite), fill=WHITE)


def _centred(canvas: ImageDraw.ImageDraw, text: str, box: tuple[int, int, int, int], size: int, fill: int) -> None:
    face = font(size, is_bold=True)
    ink = face.getbbox(text, anchor="ls")
    x = (box[0] + box[2]) / 2 - (ink[0] + ink[2]) / 2
    y = (box[1] + box[3]) / 2 - (ink[1] + ink[3]) / 2
    canvas.text((round(x), round(y)), text, font=face, fill=fill, anchor="ls")
