"""How long will somebody wait who joins the line now, or stands in it already? One pass that seats all who wait.

Expected values only: each desk that becomes free takes the first whom it may call, for as long as such a visit lasts
on average there. What chance does to that is for rules/waiting_errors.py. Times are seconds from now.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor

NOBODY: frozenset[str] = frozenset()
# Up to so many minutes an interval is told to the minute, beyond in steps.
TO_THE_MINUTE, STEP = 10, 5


@dataclass(frozen=True, slots=True)
class Wait:
    """Low and high in whole minutes, as they are told everywhere; low is about as often too short as too long.

    `may_miss_sitting`: high lies beyond the sitting's end, which is an announcement of its own.
    """

    low_min: int
    high_min: int
    may_miss_sitting: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk where somebody serves: when it calls again, and how many times the average its visits last."""

    code: str
    free_s: float = 0.0
    pace: float = 1.0


@dataclass(frozen=True, slots=True)
class Person:
    """One who waits. `kind` is the caller's own name for what they wait for; `desks` may call them.

    `visit_s`: from the call to the desk's next call, at the average desk. `helped_at`: those of `desks` that call them
    only while none of their own wait.
    """

    kind: Hashable
    desks: frozenset[str]
    visit_s: float
    helped_at: frozenset[str] = NOBODY


@dataclass(frozen=True, slots=True)
class Schedule:
    """When each of the line is called, in its order (None: by no open desk), and when each desk is free after all."""

    calls: tuple[tuple[Hashable, float | None], ...]
    free: Mapping[str, float]
    paces: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Outlook:
    """When people are called for whom the same desks may call: by how many are before, and for each more."""

    calls: tuple[float, ...]
    beyond_s: float

    def expected_s(self, ahead: int) -> float:
        """Until the call of somebody before whom `ahead` others are called."""
        last = len(self.calls) - 1
        return self.calls[ahead] if ahead <= last else self.calls[last] + (ahead - last) * self.beyond_s


def schedule(line: Iterable[Person], desks: Iterable[Desk]) -> Schedule:
    """Seat everybody of a line, which stands in the order of call."""
    people, open_desks = list(line), {desk.code: desk for desk in desks}
    own, helped = _lines_of_desks(people, open_desks)
    called: list[float | None] = [None] * len(people)
    free = {code: max(0.0, desk.free_s) for code, desk in open_desks.items()}
    heap = [(at, code) for code, at in free.items()]
    heapq.heapify(heap)
    while heap:
        at, code = heap[0]
        first = _first(own[code], called)
        first = _first(helped[code], called) if first is None else first
        if first is None:
            # Nobody is left whom it may call.
            heapq.heappop(heap)
            continue
        called[first] = at
        free[code] = at + people[first].visit_s * open_desks[code].pace
        heapq.heapreplace(heap, (free[code], code))
    calls = tuple((person.kind, at) for person, at in zip(people, called, strict=True))
    return Schedule(calls, free, {code: desk.pace for code, desk in open_desks.items()})


def outlook(of: Schedule, desks: frozenset[str], counts: Callable[[Hashable], bool], visit_s: float) -> Outlook | None:
    """For those whom these desks may call; None while none of them is open.

    `counts`: the kinds that stand before them. `visit_s`: of each who comes later and is called before all the same.
    """
    there = [code for code in desks if code in of.free]
    if not there:
        return None
    calls, latest = [], 0.0
    for kind, at in of.calls:
        if counts(kind):
            # Whom only a closed desk may call costs nobody time, but is counted among those before.
            latest = max(latest, at or 0.0)
            calls.append(latest)
    calls.append(max(latest, min(of.free[code] for code in there)))
    rate = sum(1 / (visit_s * of.paces[code]) for code in there)
    return Outlook(tuple(calls), 1 / rate)


def told(low_s: float, high_s: float, left_s: float | None = None) -> Wait:
    """An interval as it is told: low rounded down, high up. `left_s`: until the sitting ends."""
    low, high = _down(max(0.0, low_s) / 60), _up(max(0.0, high_s) / 60)
    return Wait(low, max(high, low), left_s is not None and high_s > left_s)


def _lines_of_desks(
    people: list[Person], desks: Mapping[str, Desk]
) -> tuple[dict[str, list[deque[int]]], dict[str, list[deque[int]]]]:
    """For each desk the places in the line of those whom it calls, and of those with whom it only helps.

    People for whom the same desks may call share one queue.
    """
    alike: defaultdict[tuple[frozenset[str], frozenset[str]], deque[int]] = defaultdict(deque)
    for place, person in enumerate(people):
        alike[person.desks, person.helped_at].append(place)
    own: dict[str, list[deque[int]]] = {code: [] for code in desks}
    helped: dict[str, list[deque[int]]] = {code: [] for code in desks}
    for (may, helps), places in alike.items():
        for code in may & desks.keys():
            (helped if code in helps else own)[code].append(places)
    return own, helped


def _first(lines: list[deque[int]], called: list[float | None]) -> int | None:
    """The first of several queues who is not called yet; those who are, leave them."""
    found = None
    for places in lines:
        while places and called[places[0]] is not None:
            places.popleft()
        if places and (found is None or places[0] < found):
            found = places[0]
    return found


def _down(minutes: float) -> int:
    return floor(minutes) if minutes < TO_THE_MINUTE else STEP * floor(minutes / STEP)


def _up(minutes: float) -> int:
    return ceil(minutes) if minutes <= TO_THE_MINUTE else STEP * ceil(minutes / STEP)
