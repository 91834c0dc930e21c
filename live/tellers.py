"""How does what happened become news? Calls at once; boards, queues and lists right after, many changes as one message.

Every message has a sequence number and that of its room's previous message, so that a screen which missed one
notices and asks for the snapshot.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from typing import Any

import gevent
from flask_socketio import SocketIO
from gevent.event import Event

from actions.audit import lineage
from actions.board import CALL_KINDS, board, call_of
from actions.duty import departments_today, waiting_counts
from actions.events import Happened, last_seq
from actions.hall import Hall
from actions.in_line import in_lines
from config import Config
from live.messages import board_json, call_json, line_json, queue_json
from live.rooms import GUIDES, OFFICES, TICKING, clear, forget_the_gone, room_to_clear

# So that whoever pressed is answered first.
AFTER_S = 0.01
# What follows at once is gathered: long enough to make one message of a burst, short enough to look immediate.
GATHER_S = 0.1
# Under load the news make room for the tickets: telling may take this share of the time, but waits no longer than so.
SHARE, LONGEST_S = 0.04, 0.25
# A line of thousands costs more than all the rest: phones then hear of it a little later.
LONGEST_PHONES_S = 2.0
TICK_S = 5.0
RENEW_PHONES_S = 60.0
SWEEP_S = 60.0
# After these a wall asks for its snapshot: what they change is in no board.
RENEWS_WALLS = frozenset({"announced", "announcement_ended", "media_changed", "wall_sound_set", "wall_tested"})
log = logging.getLogger("mot_cua.live")


def neighbours(config: Config) -> dict[str, set[str]]:
    """For each department those that share a desk with it, and itself."""
    return {
        each.code: {each.code}.union(*(desk.touched for desk in config.desks_for(each.code)))
        for each in config.departments
    }


class Teller:
    """Listens to the database and tells the rooms. `hear` is a listener: it only notes and never waits."""

    def __init__(self, socketio: SocketIO, hall: Hall) -> None:
        self._socketio = socketio
        self._hall = hall
        self._sent: dict[str, int] = {}
        self._neighbours = neighbours(hall.config)
        self._begun = hall.read(last_seq)
        self._lineage = hall.read(lineage)
        self._newest = self._begun
        self._changed: set[str] = set()
        self._moved: set[str] = set()
        self._phones_from_s = 0.0
        self._something = Event()
        self._greenlets: list[Any] = []

    def start(self) -> None:
        """Begin to tell; `stop` ends it."""
        self._greenlets = [
            gevent.spawn(each) for each in (self._tell_changes, self._tick, self._renew_phones, self._sweep)
        ]

    def stop(self) -> None:
        """Say no more."""
        gevent.killall(self._greenlets)

    def hear(self, happened: Sequence[Happened]) -> None:
        """Note what was committed; a call is told at once."""
        for event in happened:
            self._newest = event.seq
            if event.kind in CALL_KINDS:
                self._tell_call(event)
            elif event.kind.startswith("print_"):
                self._tell_print(event)
            elif event.kind.startswith("help_"):
                self._tell_help(event)
            elif (lost := room_to_clear(event)) is not None:
                gevent.spawn(clear, self._socketio, lost)
            elif event.kind in RENEWS_WALLS:
                self._renew_walls(event)
            if event.department is not None and event.kind.startswith("ticket_"):
                self._changed.update({event.department, event.facts.get("to_department") or event.department})
            self._changed.add("")
        self._something.set()

    def _tell_call(self, event: Happened) -> None:
        message = {"kind": "call", "call": call_json(call_of(event))}
        for wall in self._hall.config.walls:
            if not wall.desks or event.desk in wall.desks:
                self._send(f"wall:{wall.code}", event.seq, message)

    def _renew_walls(self, event: Happened) -> None:
        for wall in self._hall.config.walls:
            self._send(f"wall:{wall.code}", event.seq, {"kind": "renew"})

    def _tell_print(self, event: Happened) -> None:
        printer = event.actor.removeprefix("printer:")
        state = event.kind.removeprefix("print_")
        message = {"kind": "print", "token": event.facts.get("token"), "state": state}
        asked = event.facts.get("kiosk")
        for kiosk in self._hall.config.kiosks:
            # Paper may come out elsewhere: it is told where somebody waits for it.
            if kiosk.code == asked or (asked is None and kiosk.printer == printer):
                self._send(f"kiosk:{kiosk.code}", event.seq, message)

    def _tell_help(self, event: Happened) -> None:
        """`state`: asked | answered | taken_back | expired."""
        kiosk, state = event.facts["kiosk"], event.kind.removeprefix("help_")
        message = {"kind": "help", "kiosk": kiosk, "call": event.facts["call"], "state": state}
        for room in (GUIDES, f"kiosk:{kiosk}"):
            self._send(room, event.seq, message)

    def _tell_changes(self) -> None:
        while True:
            self._something.wait()
            gevent.sleep(AFTER_S)
            gevent.sleep(0)  # behind every answer that is ready
            self._something.clear()
            changed, self._changed = self._changed, set()
            began = time.perf_counter()
            try:
                self._tell_screens(changed)
            except Exception:  # one message lost is mended by the next snapshot; silence for ever is not
                log.exception("news could not be told")
                gevent.sleep(1)
            gevent.sleep(min(LONGEST_S, max(GATHER_S, (time.perf_counter() - began) / SHARE)))

    def _tell_screens(self, departments: set[str]) -> None:
        now = self._hall.now()
        for wall in self._hall.config.walls:
            shown = self._hall.read(board, wall=wall.code)
            self._send(f"wall:{wall.code}", shown.seq, {"kind": "board", "board": board_json(shown, now)})
        seq = self._newest
        queue = queue_json(self._hall.read(departments_today))
        for kiosk in self._hall.config.kiosks:
            self._send(f"kiosk:{kiosk.code}", seq, {"kind": "queue", "departments": queue})
        for desk in self._hall.config.desks:
            self._send(f"desk:{desk.code}", seq, {"kind": "changed"})
        for room in (OFFICES, GUIDES):
            self._send(room, seq, {"kind": "changed"})
        # At a desk of several departments those of the others may be called before.
        self._moved |= {near for code in departments - {""} for near in self._neighbours.get(code, {code})}
        self._tell_moved()

    def _tell_moved(self) -> None:
        """The phones of every line that moved, now or as soon as it is their time again."""
        began = time.perf_counter()
        if not self._moved:
            return
        if began < self._phones_from_s:
            gevent.spawn_later(self._phones_from_s - began, self._something.set)
            return
        moved, self._moved = self._moved, set()
        self._tell_phones(moved)
        took_s = time.perf_counter() - began
        self._phones_from_s = began + min(LONGEST_PHONES_S, took_s / SHARE)

    def _tell_phones(self, departments: Iterable[str]) -> None:
        """One message for each department: every phone finds itself in it."""
        seq, at = self._newest, self._hall.local_now().time()
        for department, line in self._hall.read(in_lines, departments=sorted(departments)).items():
            self._send(f"phones:{department}", seq, {"kind": "line", **line_json(line, at)})

    def _renew_phones(self) -> None:
        """Intervals shrink, or grow, also while nobody presses anything."""
        while True:
            gevent.sleep(RENEW_PHONES_S)
            try:
                waiting = self._hall.read(waiting_counts)
                self._tell_phones(code for code in waiting if code in self._neighbours)
            except Exception:  # the next minute tries again
                log.exception("phones could not be told")

    def _sweep(self) -> None:
        while True:
            gevent.sleep(SWEEP_S)
            forget_the_gone(self._socketio)

    def _tick(self) -> None:
        while True:
            now = self._hall.now().isoformat()
            tick = {"now": now, "training": self._hall.is_training, "data": self._lineage}
            for room in TICKING:
                self._socketio.emit("tick", tick, to=room)
            gevent.sleep(TICK_S)

    def _send(self, room: str, seq: int, message: dict[str, Any]) -> None:
        before = self._sent.get(room, self._begun)
        self._sent[room] = max(seq, before)
        self._socketio.emit("news", {"seq": seq, "prev": before, **message}, to=room)
