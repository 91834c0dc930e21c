"""How do curves over many days become a picture? Panels below each other on one axis of time, days marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from benchmarks.hurried import MONDAY, HurriedClock
from benchmarks.load import ROOT

FONTS = ROOT / "printers/fonts"
SCALE = 2  # drawn twice as large and made small again: smooth lines
WIDTH, LEFT, RIGHT, TOP, BOTTOM = 1500, 90, 30, 110, 60
PANEL, GAP, TITLE = 190, 22, 30
INK, GREY, PALE, OPEN = "#1f2937", "#6b7280", "#e5e7eb", "#f0f6ff"
COLOURS = ("#1d4ed8", "#dc2626")
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
NEAR_S = 0.5
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Curve:
    """`points`: (seconds, value). Where none came for more than `gap_s` the line is broken."""

    name: str
    points: list[tuple[float, float]]
    gap_s: float = 60.0

    def pieces(self) -> list[list[tuple[float, float]]]:
        """Its unbroken parts."""
        found: list[list[tuple[float, float]]] = []
        for point in self.points:
            if not found or point[0] - found[-1][-1][0] > self.gap_s:
                found.append([])
            found[-1].append(point)
        return found


@dataclass(frozen=True, slots=True)
class Panel:
    """Curves with one unit."""

    title: str
    unit: str
    curves: Sequence[Curve]
    is_log: bool = False

    def range(self) -> tuple[float, float]:
        """From where to where the axis goes; of a logarithmic one the exponents."""
        values = [value for curve in self.curves for _, value in curve.points] or [1.0]
        if self.is_log:
            return float(floor(log10(max(min(values), 0.1)))), float(ceil(log10(max(*values, 1.0)) or 1))
        return 0.0, max(*values, 1.0) * 1.1

    def marks(self) -> list[float]:
        """Round values for the axis."""
        low, high = self.range()
        if self.is_log:
            return [10.0**exponent for exponent in range(int(low), int(high) + 1)]
        rough = high / 4
        size = 10.0 ** floor(log10(rough))
        step = max(next(step * size for step in STEPS if step * size >= rough), 1.0)
        return [step * n for n in range(int(high / step) + 1)]

    def share(self, value: float) -> float:
        """How high a value stands, 0 to 1."""
        low, high = self.range()
        value = log10(max(value, 0.1)) if self.is_log else value
        return min(1.0, max(0.0, (value - low) / (high - low)))


def draw(
    path: Path, title: str, panels: Sequence[Panel], midnights: Sequence[float], clock: HurriedClock, until_s: float
) -> None:
    """Write the picture as PNG."""
    height = TOP + len(panels) * (TITLE + PANEL + GAP) + BOTTOM
    image = Image.new("RGB", (WIDTH * SCALE, height * SCALE), "white")
    sheet = _Sheet(ImageDraw.Draw(image), until_s)
    sheet.text((LEFT, 18), title, 24, INK, bold=True)
    sheet.text((LEFT, 52), "blue ground: office hours; lines: midnights", 15, GREY)
    for number, panel in enumerate(panels):
        top = TOP + number * (TITLE + PANEL + GAP) + TITLE
        sheet.ground(top, clock, midnights)
        sheet.panel(top, panel)
    sheet.days(midnights, height - BOTTOM - GAP)
    sheet.minutes(height - BOTTOM - GAP)
    path.parent.mkdir(parents=True, exist_ok=True)
    small = image.resize((WIDTH, height), Image.Resampling.LANCZOS)
    small.quantize(256).save(path, optimize=True)


class _Sheet:
    def __init__(self, pen: ImageDraw.ImageDraw, until_s: float) -> None:
        self._pen, self._until_s = pen, until_s

    def x(self, at_s: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * min(at_s, self._until_s) / self._until_s

    def text(
        self, at: tuple[float, float], words: str, size: int, colour: str, *, anchor: str = "la", bold: bool = False
    ) -> float:
        """Write; how wide it is."""
        file = FONTS / ("NotoSans-Bold.ttf" if bold else "NotoSans-Regular.ttf")
        font = ImageFont.truetype(str(file), size * SCALE)
        self._pen.text((at[0] * SCALE, at[1] * SCALE), words, fill=colour, font=font, anchor=anchor)
        return font.getlength(words) / SCALE

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._pen.line(scaled, fill=colour, width=round(width * SCALE), joint="curve")

    def ground(self, top: float, clock: HurriedClock, midnights: Sequence[float]) -> None:
        """Office hours as a pale ground, midnights as lines."""
        at_s = 0.0
        while at_s < self._until_s:
            now = clock.moment(at_s)
            hour = now.hour + now.minute / 60
            if now.weekday() < 5 and (7.5 <= hour < 11.5 or 13.5 <= hour < 17):
                box = (self.x(at_s) * SCALE, top * SCALE, self.x(at_s + NEAR_S) * SCALE, (top + PANEL) * SCALE)
                self._pen.rectangle(box, fill=OPEN)
            at_s += NEAR_S
        for midnight in midnights[1:]:
            self.line([(self.x(midnight), top), (self.x(midnight), top + PANEL)], GREY, 1)

    def panel(self, top: float, panel: Panel) -> None:
        """Title, legend, axis, curves."""
        name = f"{panel.title}, {panel.unit}" if panel.unit else panel.title
        at = LEFT + self.text((LEFT, top - 26), name, 17, INK, bold=True) + 24
        for mark in panel.marks():
            y = top + PANEL * (1 - panel.share(mark))
            self.line([(LEFT, y), (WIDTH - RIGHT, y)], PALE, 1)
            self.text((LEFT - 10, y), f"{mark:,g}", 14, GREY, anchor="rm")
        for curve, colour in zip(panel.curves, COLOURS, strict=False):
            self.line([(at, top - 14), (at + 26, top - 14)], colour, 3)
            at += 34 + self.text((at + 32, top - 25), curve.name, 15, INK) + 26
            for piece in curve.pieces():
                points = [(self.x(at_s), top + PANEL * (1 - panel.share(value))) for at_s, value in piece]
                self.line(points, colour, 1.6)
        self.line([(LEFT, top), (LEFT, top + PANEL), (WIDTH - RIGHT, top + PANEL)], GREY, 1)

    def days(self, midnights: Sequence[float], bottom: float) -> None:
        """Which weekday it was, above the first panel."""
        ends = [*midnights[1:], self._until_s]
        for number, (begin_s, end_s) in enumerate(zip(midnights, ends, strict=True)):
            word = WEEKDAYS[(MONDAY.weekday() + number) % 7]
            if self.x(end_s) - self.x(begin_s) > 30:
                self.text(((self.x(begin_s) + self.x(end_s)) / 2, TOP - 26), word, 15, INK, anchor="ma")

    def minutes(self, bottom: float) -> None:
        """Real time, below the last panel."""
        every = max(1, round(self._until_s / 60 / 15))
        for minute in range(0, int(self._until_s / 60) + 1, every):
            self.text((self.x(minute * 60), bottom + 6), str(minute), 14, GREY, anchor="ma")
        self.text(((LEFT + WIDTH - RIGHT) / 2, bottom + 28), "real minutes since the start", 15, GREY, anchor="ma")
