"""How true are the waiting intervals, on simulated days, beside a configured average over the number of desks?

`python -m benchmarks.waiting [--days N] [--seeds N]`. The limit is the formula of ZMS: twelve minutes for each before,
over the desks. Aim: an error of 0.30–0.64 of its, and 6–15 % of the promises broken (waited longer than high).
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.simulated_days import KINDS, Kind, Promise, SimulatedOffice
from rules.service_times import Service, learn
from rules.waiting import Wait, told
from rules.waiting_errors import Errors, Outcome, learn_errors

LEARNED_DAYS = 20


@dataclass(frozen=True, slots=True)
class Truth:
    """`error`: mean absolute error of what was expected over that of ZMS's formula; `broken`: share beyond high."""

    tickets: int
    error: float
    broken: float
    zms_broken: float
    width_min: float
    mean_wait_min: float


def measured(kind: Kind, seed: int, learning: int, days: int) -> list[tuple[Promise, float, Wait]]:
    """Each promise of the days after `learning` days, with its middle (seconds) and the interval told."""
    office = SimulatedOffice(seed)
    services: deque[list[Service]] = deque(maxlen=LEARNED_DAYS)
    outcomes: deque[list[Outcome]] = deque(maxlen=LEARNED_DAYS)
    found: list[tuple[Promise, float, Wait]] = []
    for day in range(learning + days):
        times = learn(each for past in services for each in past)
        errors = learn_errors(each for past in outcomes for each in past)
        promises, visits = office.day(kind, times)
        services.append(visits)
        outcomes.append([Outcome(each.department, each.expected_s, each.waited_s) for each in promises])
        if day >= learning:
            found += [_told(errors, each) for each in promises]
    return found


def truth(found: Sequence[tuple[Promise, float, Wait]]) -> Truth:
    """The figures of some promises."""
    ours = statistics.fmean(abs(each.waited_s - middle) for each, middle, _ in found)
    zms = statistics.fmean(abs(each.waited_s - each.configured_s) for each, _, _ in found)
    return Truth(
        tickets=len(found),
        error=ours / zms,
        broken=statistics.fmean(each.waited_s > wait.high_min * 60 for each, _, wait in found),
        zms_broken=statistics.fmean(each.waited_s > each.configured_s for each, _, _ in found),
        width_min=statistics.fmean(wait.high_min - wait.low_min for _, _, wait in found),
        mean_wait_min=statistics.fmean(each.waited_s for each, _, _ in found) / 60,
    )


def _told(errors: Errors, promise: Promise) -> tuple[Promise, float, Wait]:
    low_s, high_s = errors.interval_s(promise.department, promise.expected_s)
    return promise, low_s, told(low_s, high_s)


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=10, help="measured days of each office (default 10)")
    parser.add_argument("--seeds", type=int, default=3, help="offices (default 3)")
    asked = parser.parse_args()
    for name, kind in KINDS.items():
        began = time.process_time()
        found = [each for seed in range(asked.seeds) for each in measured(kind, seed, LEARNED_DAYS, asked.days)]
        seen = truth(found)
        print(
            f"{name:<8} {seen.tickets:>5} tickets, mean wait {seen.mean_wait_min:.0f} min: error {seen.error:.2f} of "
            f"ZMS's, {seen.broken:.1%} broken (ZMS {seen.zms_broken:.0%}), interval {seen.width_min:.0f} min wide; "
            f"{time.process_time() - began:.0f} s"
        )


if __name__ == "__main__":
    main()
