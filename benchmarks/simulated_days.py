"""Days of an office as they might be, in seconds of a sitting, and what would have been promised to each who came.

Bursts at the opening, lognormal visits by procedure, late openings, breaks, desks that serve or help other departments,
no-shows, priority, transfers, speed that drifts. The prediction is the product's own, from `rules`.
"""

from __future__ import annotations

import heapq
import itertools
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import log, pi, sin

from rules.calling import Waiting, people_ahead, turns
from rules.service_times import Service, Times, adjusted, left_s
from rules.waiting import Desk, Person, outlook, schedule

SITTINGS_S = (4 * 3600.0, 3.5 * 3600.0)
OVERTIME_S = 900.0
CONFIGURED_S = 720.0
# What each desk serves, and with what it helps while nobody of its own waits.
DESKS = {
    "1": ("justice", ""), "2": ("justice land", ""), "3": ("land", ""), "4": ("trade", ""), "5": ("trade", "justice"),
    "6": ("war", "land"),
}  # fmt: skip
CAPACITY = {"justice": 1.6, "land": 1.5, "trade": 1.9, "war": 0.9}
MIDNIGHT = datetime(2026, 11, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of day. `load`: work that comes over work that can be done; `late_s` and `break_s` are means."""

    load: float
    late_s: float = 120.0
    breaks: float = 0.03
    break_s: float = 420.0
    no_shows: float = 0.04
    transfers: float = 0.02
    of_day: float = 0.08
    drift: float = 0.05


KINDS = {
    "light": Kind(0.5),
    "normal": Kind(0.72),
    "heavy": Kind(0.92),
    "chaotic": Kind(0.8, 420.0, 0.06, 780.0, 0.12, 0.06, 0.18, 0.25),
}


@dataclass(frozen=True, slots=True)
class Promise:
    """What was expected and told at issue, and what came of it."""

    department: str
    ahead: int
    desks: int
    expected_s: float
    waited_s: float

    @property
    def configured_s(self) -> float:
        """The formula of ZMS: a configured average over the desks that are open."""
        return CONFIGURED_S * self.ahead / self.desks


@dataclass(slots=True)
class Citizen:
    ticket: int
    department: str
    procedure: str
    arrived_s: float
    in_a_row: int
    passed: int = 0
    told: tuple[int, int, float] | None = None


@dataclass(slots=True)
class Working:
    """A desk of the simulation. `until_s`: on a break, when it means to be back; `last`: the visit that is over."""

    code: str
    own: frozenset[str]
    helps: frozenset[str]
    pace: float
    state: str = "closed"
    begun_s: float = 0.0
    until_s: float = 0.0
    citizen: Citizen | None = None
    ended_s: float | None = None
    last: Service | None = None

    @property
    def all(self) -> frozenset[str]:
        return self.own | self.helps


class SimulatedOffice:
    """An office that stays the same over its days: procedures, officers and their speed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.means = {
            code: [self.random.uniform(180, 420), self.random.uniform(300, 660), self.random.uniform(420, 960)]
            for code in CAPACITY
        }
        self.paces = {code: self.random.lognormvariate(0, 0.15) for code in DESKS}
        self.tickets = itertools.count(1)

    def day(self, kind: Kind, times: Times) -> tuple[list[Promise], list[Service]]:
        """One day: the promises that came to an end within their sitting, and the visits."""
        promises: list[Promise] = []
        services: list[Service] = []
        of_day = self.random.lognormvariate(0, kind.of_day)
        for length_s in SITTINGS_S:
            sitting = Sitting(self, kind, length_s, of_day, times, services)
            promises += sitting.run()
        return promises, services


@dataclass
class Sitting:
    """One sitting, event by event."""

    office: SimulatedOffice
    kind: Kind
    length_s: float
    of_day: float
    times: Times
    services: list[Service]
    now_s: float = 0.0
    line: list[Citizen] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)

    def run(self) -> list[Promise]:
        chance, kind = self.office.random, self.kind
        self.desks = [
            Working(code, frozenset(own.split()), frozenset(helps.split()), self.office.paces[code])
            for code, (own, helps) in DESKS.items()
        ]
        events: list[tuple[float, int, str, object]] = []
        self.count, self.events = itertools.count(), events
        for desk in self.desks:
            self.at(chance.expovariate(1 / kind.late_s), "ready", desk)
        for citizen in self._arrivals():
            self.at(citizen.arrived_s, "arrive", citizen)
        while events:
            self.now_s, _, what, whom = heapq.heappop(events)
            if self.now_s > self.length_s + OVERTIME_S:
                break
            getattr(self, f"_{what}")(whom)
        return self.promises

    def at(self, moment_s: float, what: str, whom: object) -> None:
        heapq.heappush(self.events, (moment_s, next(self.count), what, whom))

    def _arrivals(self) -> list[Citizen]:
        chance, found = self.office.random, []
        for code, capacity in CAPACITY.items():
            mean_s = sum(self.office.means[code]) / 3 + 60
            for _ in range(round(self.kind.load * capacity * self.length_s / mean_s * chance.uniform(0.85, 1.15))):
                # A third of all come in the first half hour.
                moment_s = chance.uniform(0, 1800) if chance.random() < 0.33 else chance.uniform(0, self.length_s - 900)
                in_a_row = 2 if chance.random() < 0.1 else 0
                procedure = chance.choices(("0", "1", "2"), (5, 3, 2))[0]
                found.append(Citizen(next(self.office.tickets), code, procedure, moment_s, in_a_row))
        return sorted(found, key=lambda each: each.arrived_s)

    # -- events ------------------------------------------------------------------------------------------------

    def _arrive(self, citizen: Citizen) -> None:
        self.line.append(citizen)
        citizen.told = self._told(citizen)
        for desk in self.desks:
            if desk.state == "ready" and citizen.department in desk.all and citizen in self.line:
                self._ready(desk)

    def _ready(self, desk: Working) -> None:
        desk.state = "ready"
        mine = [each for each in self.line if each.department in desk.all]
        turn = next(turns(_waiting(mine, desk.helps)), None)
        if turn is None:
            return
        if turn.passes is not None:
            next(each for each in self.line if each.ticket == turn.passes.ticket).passed += 1
        self._call(desk, next(each for each in self.line if each.ticket == turn.one.ticket))

    def _call(self, desk: Working, citizen: Citizen) -> None:
        chance = self.office.random
        self.line.remove(citizen)
        if desk.ended_s is not None and desk.last is not None:
            gap_s = self.now_s - desk.ended_s if citizen.arrived_s <= desk.ended_s else None
            self.services.append(replace(desk.last, gap_s=gap_s))
        desk.ended_s = desk.last = None
        if citizen.told is not None:
            ahead, open_desks, expected_s = citizen.told
            waited_s = self.now_s - citizen.arrived_s
            self.promises.append(Promise(citizen.department, ahead, open_desks, expected_s, waited_s))
            citizen.told = None
        desk.state, desk.begun_s, desk.citizen = "serving", self.now_s, citizen
        is_no_show = chance.random() < self.kind.no_shows
        lasts_s = chance.uniform(60, 150) if is_no_show else self._lasts_s(desk, citizen)
        desk.last = Service(citizen.department, citizen.procedure, desk.code, lasts_s, None, is_no_show)
        self.at(self.now_s + lasts_s, "end", desk)

    def _lasts_s(self, desk: Working, citizen: Citizen) -> float:
        mean_s = self.office.means[citizen.department][int(citizen.procedure)]
        drift = 1 + self.kind.drift * sin(2 * pi * self.now_s / self.length_s)
        pace = desk.pace * self.of_day * drift
        return self.office.random.lognormvariate(log(mean_s * pace) - 0.18, 0.6)

    def _end(self, desk: Working) -> None:
        chance, citizen = self.office.random, desk.citizen
        assert citizen is not None
        assert desk.last is not None
        desk.ended_s, desk.citizen = self.now_s, None
        if not desk.last.is_no_show and chance.random() < self.kind.transfers:
            citizen.department = chance.choice(list(CAPACITY))
            self.line.append(citizen)
        gap_s = chance.expovariate(1 / 30)
        if chance.random() < self.kind.breaks:
            self._pause(desk)
            return
        if chance.random() < 0.03:
            gap_s += chance.expovariate(1 / 240)
        desk.state, desk.until_s = "between", self.now_s
        self.at(self.now_s + gap_s, "ready", desk)

    def _pause(self, desk: Working) -> None:
        means_s = self.office.random.uniform(0.4, 1.6) * self.kind.break_s
        self.services.append(desk.last or Service("", None, "", 0.0))
        desk.state, desk.until_s, desk.ended_s, desk.last = "break", self.now_s + means_s, None, None
        self.at(self.now_s + means_s * self.office.random.uniform(0.8, 1.5), "ready", desk)

    # -- the prediction ----------------------------------------------------------------------------------------

    def _told(self, citizen: Citizen) -> tuple[int, int, float] | None:
        """People ahead, open desks, expected seconds; None while no desk is open for this one."""
        mine = frozenset(desk.code for desk in self.desks if citizen.department in desk.all)
        open_desks = sum(desk.code in mine and desk.state != "closed" for desk in self.desks)
        may = {code for desk in self.desks if desk.code in mine for code in desk.all}
        ahead = people_ahead(citizen.ticket, _waiting([each for each in self.line if each.department in may]))
        expected_s = self._expected_s(mine, ahead, citizen)
        return None if expected_s is None else (ahead, open_desks, expected_s)

    def _expected_s(self, mine: frozenset[str], ahead: int, citizen: Citizen) -> float | None:
        times = adjusted(self.times, self.services)
        counted = {code for desk in self.desks if desk.code in mine for code in desk.all}
        others = {each.ticket: each for each in self.line if each is not citizen}
        order = [others[turn.one.ticket] for turn in turns(_waiting(list(others.values())))]
        people = [self._person(times, each) for each in order]
        desks = [
            Desk(desk.code, self._free_s(times, desk), times.pace(desk.code))
            for desk in self.desks
            if desk.state != "closed"
        ]
        visit_s = times.visit_s(citizen.department)
        found = outlook(schedule(people, desks), mine, counted.__contains__, visit_s)
        return None if found is None else found.expected_s(ahead)

    def _person(self, times: Times, citizen: Citizen) -> Person:
        mine = frozenset(desk.code for desk in self.desks if citizen.department in desk.all)
        helped = frozenset(desk.code for desk in self.desks if citizen.department in desk.helps)
        return Person(citizen.department, mine, times.visit_s(citizen.department, citizen.procedure), helped)

    def _free_s(self, times: Times, desk: Working) -> float:
        if desk.state == "serving" and desk.citizen is not None:
            expected_s = times.service_s(desk.citizen.department, desk.citizen.procedure) * times.pace(desk.code)
            return left_s(expected_s, self.now_s - desk.begun_s) + times.gap_s
        if desk.state == "break":
            return max(desk.until_s - self.now_s, 60.0)
        return times.gap_s if desk.state == "between" else 0.0


def _waiting(people: list[Citizen], helped: frozenset[str] = frozenset()) -> list[Waiting]:
    return [
        Waiting(
            each.ticket, each.department, MIDNIGHT + timedelta(seconds=each.arrived_s), each.ticket, each.in_a_row,
            each.passed, each.department in helped,
        )
        for each in people
    ]  # fmt: skip
