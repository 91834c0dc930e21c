"""What does the paper look like? Commands drawn onto a roll, piece by piece, until the knife comes down."""

from __future__ import annotations

import segno
from PIL import Image, ImageDraw

from printers.lettering import font
from printers.simulated.stream import Command

CELL = (12, 24)  # font A
LINE_DOTS = 30
LONGEST_PIECE = 20_000
LEVELS = {48: "l", 49: "m", 50: "q", 51: "h"}
# Epson's pages 30 and 31: TCVN 5712 (VN3), small letters and capitals from A0 on; a blank is no letter.
SMALL = (
    "        ăâêôơưđ " "     àảãáạ ằẳẵắ " "      ặầẩẫấậè ẻẽ" "éẹềểễếệìỉ   ĩíịò" " ỏõóọồổỗốộờởỡớợù" " ủũúụừửữứựỳỷỹýỵ "
)  # fmt: skip
CAPITALS = (
    " ĂÂ    Đ  ÊÔƠƯ  " "     ÀẢÃÁẠ ẰẲẴẮ " "      ẶẦẨẪẤẬÈ ẺẼ" "ÉẸỀỂỄẾỆÌỈ   ĨÍỊÒ" " ỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙ" " ỦŨÚỤỪỬỮỨỰỲỶỸÝỴ "
)  # fmt: skip
PAGES = {30: SMALL, 31: CAPITALS}
NO_SUCH_LETTER = "?"
# A one prints a dot; in a picture of mode "1" a dot is 0.
INVERTED = bytes(255 - byte for byte in range(256))


class Roll:
    """`width` dots of paper; `rows` is how much has been used since the last cut."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.pieces: list[Image.Image] = []
        self.rows = 0
        self.words: list[str] = []
        self._forget()

    def _forget(self) -> None:
        """As after ESC @."""
        self.line: list[tuple[str, int, int, bool]] = []
        self.page, self.align, self.wide, self.high, self.is_bold = 0, 0, 1, 1, False
        self.code_dots, self.code_level, self.code_data = 3, "l", b""

    def draw(self, command: Command) -> int:
        """Put a command on paper; returns the rows that it took."""
        before = self.rows
        match command.name:
            case "initialise":
                self._forget()
            case "raster":
                self._raster(command.data)
            case "text":
                self._text(command.data)
            case "line feed":
                self._end_line()
            case "feed lines":
                self._feed(command.number * LINE_DOTS)
            case "feed dots":
                self._feed(command.number)
            case "code page":
                self.page = command.number
            case "align":
                self.align = command.number % 48
            case "bold":
                self.is_bold = bool(command.number & 1)
            case "print mode":
                self.is_bold = bool(command.number & 0x08)
                self.wide, self.high = (command.number >> 5 & 1) + 1, (command.number >> 4 & 1) + 1
            case "size":
                self.wide, self.high = (command.number >> 4) + 1, (command.number & 7) + 1
            case "long k":
                self._code(command.data)
        return self.rows - before

    def cut(self) -> Image.Image:
        """The piece in the customer's hand; the roll begins anew."""
        piece = Image.new("1", (self.width, max(1, self.rows)), 1)
        y = 0
        for part in self.pieces:
            piece.paste(part, (0, y))
            y += part.height
        self.pieces, self.rows, self.words = [], 0, []
        return piece

    def _add(self, part: Image.Image) -> None:
        if self.rows < LONGEST_PIECE:
            self.pieces.append(part)
            self.rows += part.height

    def _feed(self, rows: int) -> None:
        self._end_line(is_empty_fine=False)
        if rows:
            self._add(Image.new("1", (self.width, rows), 1))

    def _raster(self, data: bytes) -> None:
        row = int.from_bytes(data[:2], "little")
        dots = data[4:].translate(INVERTED)
        if row and dots:
            self._placed(Image.frombytes("1", (row * 8, len(dots) // row), dots))

    def _placed(self, part: Image.Image) -> None:
        """Against the left edge or in the middle; what is too wide falls beside the paper."""
        strip = Image.new("1", (self.width, part.height), 1)
        strip.paste(part, (max(0, (self.width - part.width) // 2) if self.align == 1 else 0, 0))
        self._add(strip)

    def _text(self, data: bytes) -> None:
        for byte in data:
            letter = chr(byte) if byte < 0x80 else self._accented(byte)
            if (len(self.line) + 1) * CELL[0] * self.wide > self.width:
                self._end_line()
            self.line.append((letter, self.wide, self.high, self.is_bold))

    def _accented(self, byte: int) -> str:
        letter = PAGES.get(self.page, "").ljust(256)[byte - 0xA0] if byte >= 0xA0 else " "
        return letter if letter.strip() else NO_SUCH_LETTER

    def _end_line(self, is_empty_fine: bool = True) -> None:
        line, self.line = self.line, []
        if not line and not is_empty_fine:
            return
        self.words.append("".join(letter for letter, *_ in line))
        tallest = max((high for _, _, high, _ in line), default=1)
        strip = Image.new("1", (sum(CELL[0] * wide for _, wide, _, _ in line) or 1, CELL[1] * tallest + 6), 1)
        x = 0
        for letter, wide, high, is_bold in line:
            strip.paste(_glyph(letter, wide, high, is_bold), (x, CELL[1] * (tallest - high)))
            x += CELL[0] * wide
        self._placed(strip)

    def _code(self, data: bytes) -> None:
        """QR: model 2 only; functions 167 size, 169 level, 180 store, 181 print."""
        kind, function, content = data[0], data[1], data[2:]
        if kind != 49:
            return
        if function == 67:
            self.code_dots = content[0]
        elif function == 69:
            self.code_level = LEVELS[content[0]]
        elif function == 80:
            self.code_data = content[1:]
        elif function == 81 and self.code_data:
            self._print_code()

    def _print_code(self) -> None:
        code = segno.make_qr(self.code_data.decode(), error=self.code_level, boost_error=False)
        rows = [[not module for module in row] for row in code.matrix]
        small = Image.new("1", (len(rows), len(rows)))
        small.putdata([255 if is_white else 0 for row in rows for is_white in row])
        side = len(rows) * self.code_dots
        self._placed(small.resize((side, side), Image.Resampling.NEAREST))


def _glyph(letter: str, wide: int, high: int, is_bold: bool) -> Image.Image:
    """A letter in its cell, as a printer's own font would have it: every cell equally wide."""
    cell = Image.new("L", (CELL[0], CELL[1]), 255)
    ImageDraw.Draw(cell).text((CELL[0] / 2, 19), letter, font=font(17, is_bold), fill=0, anchor="ms")
    whole = cell.resize((CELL[0] * wide, CELL[1] * high), Image.Resampling.NEAREST)
    return whole.point([0 if grey < 150 else 255 for grey in range(256)], mode="1")
