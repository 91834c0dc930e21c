"""How does somebody at a terminal work the simulated printer? Knobs as flags, then typed; paper as PNG files."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from locales import say
from printers.simulated.knobs import TABLE, Knobs, WrongWord, shown, value_of
from printers.simulated.listening import SimulatedPrinter
from printers.simulated.machine import Piece

LANGUAGE = "vi"
OK, WRONG_CALL = 0, 2


def run(host: str, port: int, width: int, keep: Path, typed: Mapping[str, str]) -> int:
    """Be a printer until "quit" or Ctrl-C; returns the exit status."""
    try:
        knobs = Knobs(**dict(value_of(name, word) for name, word in typed.items()))
        keep.mkdir(parents=True, exist_ok=True)
        printer = SimulatedPrinter(width, host, port, knobs, Shelf(keep).put)
    except WrongWord as wrong:
        _print(_complaint(wrong), sys.stderr)
        return WRONG_CALL
    except OSError as error:
        _print(
            _say("simulator.cannot_listen", address=f"{host}:{port}", reason=error.strerror or str(error)), sys.stderr
        )
        return WRONG_CALL
    with printer:
        _print(_say("simulator.listening", address=f"{host}:{printer.port}", dots=str(width), folder=str(keep)))
        try:
            _obey(printer)
        except KeyboardInterrupt:
            _print("")
    return OK


class Shelf:
    """Keeps every piece of paper as a numbered PNG; goes on where an earlier run ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = max((int(path.stem[:4]) for path in folder.glob("[0-9][0-9][0-9][0-9]*.png")), default=0)

    def put(self, piece: Piece) -> None:
        """Keep one and say so."""
        self.number += 1
        path = self.folder / f"{self.number:04}{'' if piece.is_cut else '-torn'}.png"
        piece.picture.save(path)
        millimetres = round(piece.picture.height / 8)
        _print(_say("simulator.cut" if piece.is_cut else "simulator.torn", file=path.name, mm=millimetres))


def _obey(printer: SimulatedPrinter) -> None:
    """Each line is a knob and its word; without a terminal the printer goes on by itself."""
    for line in sys.stdin:
        words = line.split()
        if words and words[0] in ("quit", "exit"):
            return
        _print(_answer(printer, words))
    threading.Event().wait()


def _answer(printer: SimulatedPrinter, words: list[str]) -> str:
    if not words or words[0] == "status":
        return ", ".join(f"{name} {word}" for name, word in shown(printer.knobs).items())
    if words[0] == "help" or len(words) != 2:
        known = [f"  {name} {allowed}" for name, (_, _, allowed) in TABLE.items()]
        return "\n".join([_say("simulator.help"), *known, "  status", "  quit"])
    try:
        printer.turn(words[0], words[1])
    except WrongWord as wrong:
        return _complaint(wrong)
    return f"{words[0]} {shown(printer.knobs)[words[0]]}"


def _complaint(wrong: WrongWord) -> str:
    if wrong.allowed:
        return _say("simulator.wrong_word", knob=wrong.knob, allowed=wrong.allowed)
    return _say("simulator.no_knob", knob=wrong.knob, allowed=", ".join(TABLE))


def _say(key: str, **facts: Any) -> str:
    return say(LANGUAGE, key, **facts)


def _print(text: str, to: Any = None) -> None:
    print(text, file=to or sys.stdout, flush=True)
