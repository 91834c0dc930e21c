"""How many requests were answered, how fast, and how many ended in an incident? Plain counts since the start."""

from __future__ import annotations

from collections import Counter

BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Traffic:
    """Counted with every answer, so it must cost next to nothing."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        self.incidents = 0
        self.seconds = 0.0
        self.within: Counter[float] = Counter()

    def answered(self, status: int, seconds: float) -> None:
        """One answer, by the class of its status: 2xx, 4xx …"""
        self.answers[f"{status // 100}xx"] += 1
        self.seconds += seconds
        for bucket in BUCKETS_S:
            if seconds <= bucket:
                self.within[bucket] += 1
                return

    def buckets(self) -> list[tuple[str, float]]:
        """Cumulative, as Prometheus wants a histogram's."""
        so_far, found = 0, []
        for bucket in BUCKETS_S:
            so_far += self.within[bucket]
            found.append((str(bucket), float(so_far)))
        return [*found, ("+Inf", float(sum(self.answers.values())))]
