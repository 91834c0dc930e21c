"""Everybody presses until the line breaks: what were they told, and is it all in the books, once?"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from tests.races.books import Kept, ask
from tests.races.clients import Answer, Line, together
from tests.running import RunningServer

ON_DUTY = ("KTHT", "TNMT", "TCKH", "TP", "LDTBXH", "NNPTNT")
EVENTS = {
    "next": "ticket_called",
    "recall": "ticket_recalled",
    "serve": "ticket_serving",
    "park": "ticket_parked",
    "resume": "ticket_resumed",
    "finish": "ticket_finished",
}
# A visit as an officer presses it through; the third one is set aside and taken up again.
VISITS = (
    ("next", "serve", "finish"),
    ("next", "recall", "serve", "finish"),
    ("next", "serve", "park", "resume", "serve", "finish"),
)


@dataclass(frozen=True, slots=True)
class Press:
    """One press under way: its number, and the citizen of whom the desk had to do last."""

    verb: str
    press_id: str
    label: str


@dataclass
class Told:
    """What the kiosks and the officers know: each touch and press, and what was answered to it, if anything was."""

    touches: dict[str, tuple[str, str]] = field(default_factory=dict)
    tickets: dict[str, tuple[str, str]] = field(default_factory=dict)
    moves: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    open_presses: dict[str, Press] = field(default_factory=dict)
    refused: list[tuple[str, Answer]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def moved(self) -> int:
        """All acknowledged moves."""
        return sum(map(len, self.moves.values()))


class Officer:
    """One desk's visits, pressed through one after another; a press without an answer is pressed again next time."""

    def __init__(self, server: RunningServer, told: Told, desk: str, token: str) -> None:
        self.told, self.desk = told, desk
        self.line = Line(server.url, bearer=token)
        self.presses = count()
        self.steps: list[str] = []
        self.visits = count(int(desk))
        self.held = ""

    def open(self) -> None:
        """Sit down."""
        assert self.line.post(f"/api/v1/desks/{self.desk}/open", {}).status == 200

    def work(self) -> None:
        """Until the line breaks."""
        while True:
            if not self.steps:
                self.steps = list(VISITS[next(self.visits) % len(VISITS)])
            status = self.press(Press(self.steps[0], f"desk-{self.desk}-{next(self.presses):06d}", self.held))
            if status == 0:
                break
            if status == 409:  # nobody waits
                time.sleep(0.05)
        self.line.close()

    def again(self) -> None:
        """As the desk's page does when the line is back: the same press once more."""
        kept = self.told.open_presses.get(self.desk)
        if kept is not None:
            assert self.press(kept) != 0
        self.line.close()

    def press(self, press: Press) -> int:
        """The answer's status; what was acknowledged is noted."""
        self.told.open_presses[self.desk] = press
        more = {"finish": {"outcome": "advice"}, "resume": {"label": press.label}}.get(press.verb, {})
        answer = self.line.post(f"/api/v1/desks/{self.desk}/{press.verb}", {"press_id": press.press_id, **more})
        if answer.status == 0:
            return 0
        del self.told.open_presses[self.desk]
        if answer.status == 200:
            now = answer.body["ticket"]
            self.told.moves[self.desk].append((EVENTS[press.verb], now["label"] if now else press.label))
            self.held = now["label"] if now else press.label  # set aside, it is the one to be taken up again
            del self.steps[0]
        elif answer.body.get("code") != "nobody_waiting":
            self.told.refused.append((press.verb, answer))
        return answer.status


class Crowd:
    """Kiosks (code, breath between two touches) and officers, all at once; `finish` waits for the end of each line."""

    def __init__(
        self,
        server: RunningServer,
        told: Told,
        turn: int,
        clients: Sequence[tuple[str, float]],
        officers: Sequence[Officer] = (),
    ) -> None:
        self.server, self.told, self.turn = server, told, turn
        kiosks = [lambda name=name, each=each: self._kiosk(name, *each) for name, each in enumerate(clients)]
        self.finish = together([*kiosks, *(officer.work for officer in officers)])

    def _kiosk(self, name: int, kiosk: str, breath_s: float) -> None:
        chance = random.Random(self.turn * 100 + name)
        line = Line(self.server.url, cookie=self.server.token(kiosk))
        for number in count():
            touch = f"turn-{self.turn:03d}-client-{name}-{number:05d}"
            if take(line, self.told, touch, kiosk, ON_DUTY[(name + number) % len(ON_DUTY)]).status == 0:
                break
            time.sleep(chance.uniform(0, 2 * breath_s))
        line.close()


def take(line: Line, told: Told, touch: str, kiosk: str, department: str) -> Answer:
    """One touch; what was answered is noted."""
    told.touches[touch] = (kiosk, department)
    answer = line.post("/kiosk/tickets", {"touch_id": touch, "department": department, "visit": "unsure"})
    if answer.status in (200, 201):
        told.tickets[touch] = (answer.body["label"], answer.body["token"])
    elif answer.status:
        told.refused.append((touch, answer))
    return answer


def repeat_the_unanswered(server: RunningServer, told: Told, officers: Sequence[Officer] = ()) -> None:
    """As the pages do when the line is back: the same touches, the same presses."""
    for touch in sorted(set(told.touches) - set(told.tickets)):
        kiosk, department = told.touches[touch]
        line = Line(server.url, cookie=server.token(kiosk))
        assert take(line, told, touch, kiosk, department).status in (200, 201)
        line.close()
    for officer in officers:
        officer.again()


def moves_in_the_books(server: RunningServer) -> dict[str, list[tuple[str, str]]]:
    """What each desk did, in the log's order: kind and number."""
    rows = ask(
        server,
        "SELECT e.desk, e.kind, t.series, t.number FROM events e JOIN tickets t ON t.id = e.ticket_id"
        f" WHERE e.kind IN ({', '.join('?' * len(EVENTS))}) ORDER BY e.seq",
        *EVENTS.values(),
    )
    moves: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for desk, kind, series, number in rows:
        moves[desk].append((kind, f"{series}-{number:03d}"))
    return moves


def assert_moves_there(server: RunningServer, told: Told, *, all_answered: bool) -> None:
    """Each acknowledged move once and in order; beyond them at most the one that each desk had under way."""
    kept = moves_in_the_books(server)
    for desk in {*kept, *told.moves}:
        known = told.moves[desk]
        assert kept[desk][: len(known)] == known, desk
        under_way = 0 if all_answered or desk not in told.open_presses else 1
        assert len(kept[desk]) <= len(known) + under_way, (desk, kept[desk][len(known) :])


def assert_tickets_there(told: Told, tickets: list[Kept]) -> None:
    """Each answered one as it was answered, and none that nobody asked for."""
    kept = {ticket.touch: (ticket.label, ticket.token) for ticket in tickets}
    assert len(kept) == len(tickets)
    assert {touch: kept.get(touch) for touch in told.tickets} == told.tickets
    assert set(kept) <= set(told.touches)
