"""How does the simulated printer work inside? A buffer, a print head that empties it, and its answers."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image

from printers.simulated import answers
from printers.simulated.knobs import Knobs, value_of
from printers.simulated.roll import Roll
from printers.simulated.stream import Command, next_command

DOTS_PER_MM = 8
NEAR_END_MM = 200
MOUTHFUL = 4096
# On arrival, wherever they stand, also in the midst of a picture: so it is with Epson's.
REAL_TIME = re.compile(rb"\x10\x04([\x01-\x04])|\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")
LONGEST_REAL_TIME = 10


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of paper that came out: its picture, the commands that made it, and text printed as text."""

    picture: Image.Image
    commands: tuple[str, ...]
    words: tuple[str, ...]
    is_cut: bool


class Machine:
    """The printer behind any wire. The wire calls `receive` and gives `say` (bytes back) and `die` (power gone)."""

    def __init__(self, knobs: Knobs, width: int, came_out: Callable[[Piece], object]) -> None:
        self.knobs, self.came_out = knobs, came_out
        self.roll = Roll(width)
        self.changed = threading.Condition()
        self.say: Callable[[bytes], object] = lambda answer: None
        self.die: Callable[[], object] = lambda: None
        self.received = 0
        self._buffer, self._begun, self._tail = bytearray(), bytearray(), b""
        self._commands: list[str] = []
        self._automatic = 0
        self._is_over = False
        self._head = threading.Thread(target=self._print, name="print head", daemon=True)
        self._head.start()

    def stop(self) -> None:
        """End the print head's thread."""
        with self.changed:
            self._is_over = True
            self.changed.notify_all()
        self._head.join(5)

    def turn(self, name: str, word: str) -> None:
        """Turn a knob, as typed. Raises WrongWord. Automatic status tells of it."""
        field, value = value_of(name, word)
        with self.changed:
            setattr(self.knobs, field, value)
            if name == "paper" and word == "ok":
                self.knobs.left_mm = None  # a new roll
            self.changed.notify_all()
        self._report()

    def room(self) -> int:
        """How many bytes the buffer can still take."""
        with self.changed:
            return max(0, self.knobs.buffer - len(self._buffer))

    def wait_for_room(self, within_s: float) -> bool:
        """Whether bytes may come now."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self._buffer) < self.knobs.buffer, within_s)

    def begin(self) -> None:
        """A sender has come: `dies` counts its bytes."""
        self.received = 0

    def receive(self, data: bytes) -> None:
        """Bytes from the wire: real-time commands are answered at once, everything waits for the print head."""
        self.received += len(data)
        gone = self._answer_real_time(data)
        with self.changed:
            self._buffer += data[gone:]
            self.changed.notify_all()
        if isinstance(self.knobs.dies, int) and self.received >= self.knobs.dies:
            self.lose_power()

    def lose_power(self) -> None:
        """What was in the buffer is gone; what was on paper hangs there, uncut."""
        self.knobs.dies = None
        with self.changed:
            self._clear()
            self._automatic = 0
            if self.roll.rows:
                self._take_off(is_cut=False)
        self.die()

    def _clear(self) -> None:
        self._buffer.clear()
        self._begun.clear()
        self.changed.notify_all()

    def _answer_real_time(self, data: bytes) -> int:
        """Answer what is asked in `data`; returns how much of it a command to clear the buffers has done away with."""
        heard, before = self._tail + data, len(self._tail)
        end = gone = 0
        for found in REAL_TIME.finditer(heard):
            end = found.end()
            if found[1]:
                self._say_real_time(found[1][0])
            elif self.knobs.process_id:
                with self.changed:
                    self._clear()
                gone = end - before
                self.say(b"\x37\x25\x00")
        self._tail = heard[max(end, len(heard) - LONGEST_REAL_TIME + 1) :]
        return gone

    def _say_real_time(self, question: int) -> None:
        if self.knobs.answers != "none":
            self.say(bytes((answers.real_time(self.knobs, question),)))

    def _print(self) -> None:
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self._is_over or (self._buffer and not self.knobs.is_stopped))
                if self._is_over:
                    return
                self._begun += self._buffer[:MOUTHFUL]
                del self._buffer[:MOUTHFUL]
                self.changed.notify_all()
            self._work()

    def _work(self) -> None:
        """All whole commands of what the head holds; it stops between two when paper or cover stop it."""
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self._is_over or not self.knobs.is_stopped)
                found = next_command(self._begun) if self._begun and not self._is_over else None
                if found is None:
                    return
                command, length = found
                del self._begun[:length]
                rows = self.roll.draw(command)
            self._commands.append(command.name)
            self._move_paper(rows)
            self._act(command)

    def _act(self, command: Command) -> None:
        is_talking = self.knobs.answers == "all"
        match command.name:
            case "cut":
                self._cut()
            case "automatic status":
                self._automatic = command.number
                self._report()
            case "ask sensors" if is_talking:
                self.say(bytes((answers.sensors(self.knobs),)))
            case "long H" if is_talking and self.knobs.process_id:
                self.say(b"\x37\x22" + command.data[2:6] + b"\x00")

    def _cut(self) -> None:
        if self.knobs.dies == "cut":
            self.lose_power()
            return
        with self.changed:
            self._take_off(is_cut=True)
            self.changed.notify_all()
        if self.knobs.dies == "receipt":
            self.lose_power()

    def _take_off(self, is_cut: bool) -> None:
        words, commands = tuple(self.roll.words), tuple(self._commands)
        self._commands = []
        self.came_out(Piece(self.roll.cut(), commands, words, is_cut))

    def _move_paper(self, rows: int) -> None:
        knobs, used_mm = self.knobs, rows / DOTS_PER_MM
        if rows and knobs.speed:
            time.sleep(used_mm / knobs.speed)
        if knobs.left_mm is None or not rows:
            return
        knobs.left_mm = max(0.0, knobs.left_mm - used_mm)
        paper = "end" if knobs.left_mm == 0 else "near" if knobs.left_mm <= NEAR_END_MM else knobs.paper
        if paper != knobs.paper:
            knobs.paper = paper
            self._report()

    def _report(self) -> None:
        if self._automatic and self.knobs.answers == "all":
            self.say(answers.automatic(self.knobs))


def machine_with(width: int, came_out: Callable[[Piece], object], **knobs: Any) -> Machine:
    """A machine whose knobs stand as named."""
    return Machine(Knobs(**knobs), width, came_out)
