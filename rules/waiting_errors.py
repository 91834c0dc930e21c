"""What may be promised to somebody whose wait is expected to be so long? Learned from how wrong recent waits were.

For each department and range of expected waits the recent errors are kept, actual less expected. The interval goes
from their middle to what about nine in ten do not exceed. Few errors are filled up with the office's, and those with a
prior that is wide.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

# Low is the middle; of the high ones, once rounded up as they are told, about nine in ten hold.
LOW, HIGH = 0.5, 0.83
# Ranges of expected waits, in seconds: below the first edge, between two, from the last on.
EDGES_S = (60.0, 300.0, 600.0, 900.0, 1_350.0, 1_800.0, 2_700.0, 3_600.0, 5_400.0)
# Where an interval of the range is known; between two of these it is interpolated.
CENTRES_S = (0.0, 180.0, 450.0, 750.0, 1_125.0, 1_575.0, 2_250.0, 3_150.0, 4_500.0, 6_600.0)
RECENT, ENOUGH = 150, 30
# Errors of an office that knows nothing yet: so many times the expected wait, and so many seconds.
PRIOR = (
    (-0.6, 0), (-0.5, 0), (-0.4, 0), (-0.3, 0), (-0.2, 0), (-0.1, 30), (0.2, 60), (0.5, 120), (0.9, 240), (1.3, 420),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """A wait that was expected at issue, and what became of it."""

    department: str
    expected_s: float
    waited_s: float


@dataclass(frozen=True)
class Errors:
    """The recent errors, newest last, by department and range; those of the whole office under ""."""

    recent: Mapping[tuple[str, int], Sequence[float]] = field(default_factory=dict)

    def interval_s(self, department: str, expected_s: float) -> tuple[float, float]:
        """Low and high, in seconds; neither falls when more is expected."""
        lows, highs = self._lines(department)
        return _between(lows, expected_s), max(_between(lows, expected_s), _between(highs, expected_s))

    def _lines(self, department: str) -> tuple[list[float], list[float]]:
        found = self._known.get(department)
        if found is None:
            ranges = [self._errors(department, place) for place in range(len(CENTRES_S))]
            found = self._known[department] = _rising(ranges, LOW), _rising(ranges, HIGH)
        return found

    @cached_property
    def _known(self) -> dict[str, tuple[list[float], list[float]]]:
        return {}

    def _errors(self, department: str, place: int) -> list[float]:
        own = list(self.recent.get((department, place), ()))[-RECENT:]
        if len(own) >= ENOUGH:
            return sorted(own)
        of_all = list(self.recent.get(("", place), ()))[-(ENOUGH - len(own)) :]
        lacking = ENOUGH - len(own) - len(of_all)
        prior = [ratio * CENTRES_S[place] + more for ratio, more in PRIOR] if lacking > 0 else []
        return sorted([*own, *of_all, *prior])


def learn_errors(outcomes: Iterable[Outcome]) -> Errors:
    """From waits that are over, oldest first."""
    recent: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    for each in outcomes:
        place = bisect_right(EDGES_S, each.expected_s)
        error = each.waited_s - each.expected_s
        recent[each.department, place].append(error)
        recent["", place].append(error)
    return Errors({key: tuple(errors[-RECENT:]) for key, errors in recent.items()})


def _rising(ranges: Sequence[Sequence[float]], share: float) -> list[float]:
    """The quantile at each centre as a wait; a longer expectation never promises a shorter one."""
    waits: list[float] = []
    for centre, errors in zip(CENTRES_S, ranges, strict=True):
        wait = max(0.0, centre + errors[min(len(errors) - 1, int(share * len(errors)))])
        waits.append(max(wait, waits[-1]) if waits else wait)
    return waits


def _between(waits: Sequence[float], expected_s: float) -> float:
    at = min(bisect_left(CENTRES_S, expected_s), len(CENTRES_S) - 1)
    if at == 0 or expected_s >= CENTRES_S[-1]:
        return waits[at] + max(0.0, expected_s - CENTRES_S[at])
    left, right = CENTRES_S[at - 1], CENTRES_S[at]
    share = (expected_s - left) / (right - left)
    return waits[at - 1] + share * (waits[at] - waits[at - 1])
