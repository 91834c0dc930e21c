"""A small sample of `benchmarks/waiting.py`: are the intervals of a simulated office worth telling?"""

from __future__ import annotations

import pytest

from benchmarks.simulated_days import KINDS
from benchmarks.waiting import measured, truth


@pytest.mark.parametrize("kind", ["normal", "heavy"])
def test_the_intervals_are_nearer_than_a_configured_average_and_mostly_hold(kind: str) -> None:
    seen = truth(measured(KINDS[kind], seed=0, learning=6, days=4))
    assert seen.tickets > 200
    assert seen.error < 0.75
    assert seen.broken < 0.2
    # An interval that holds because it promises nothing would be no help either.
    assert seen.width_min < max(10, 1.2 * seen.mean_wait_min)
