"""Does a loudspeaker keep silent at this hour? Hours may pass midnight: 17:00–7:00 is the evening and the night."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Span:
    """From `begins` up to, but not with, `ends`; equal times are the whole day."""

    begins: time
    ends: time

    def holds(self, clock: time) -> bool:
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends

    @property
    def minutes(self) -> tuple[int, int]:
        """Both ends as minutes of the day, as a wall's script counts."""
        return self.begins.hour * 60 + self.begins.minute, self.ends.hour * 60 + self.ends.minute


def is_quiet(clock: time, spans: Iterable[Span]) -> bool:
    return any(span.holds(clock) for span in spans)
