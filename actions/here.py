"""Where and when does an action take place? The site, its configuration, the moment, what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import clock
from actions.known import Memory
from config import Config


@dataclass(frozen=True, slots=True)
class Here:
    """Handed to every action; `now` is aware UTC, taken once at the edge."""

    site_id: int
    config: Config
    now: datetime
    is_training: bool = False
    memory: Memory = field(default_factory=Memory)

    @property
    def today(self) -> date:
        """The service day: the local date."""
        return clock.service_day(self.now, self.config.site.zone)

    @property
    def local_now(self) -> datetime:
        """The wall's time in the office, without a zone, as rules/duty.py wants it."""
        return clock.local(self.now, self.config.site.zone)
