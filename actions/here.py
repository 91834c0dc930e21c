"""Where and when does an action take place? The site, its configuration, the moment, what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

import clock
from actions.known import Memory
from config import Config


@dataclass(frozen=True, slots=True)
class Here:
    """Handed to every action; `now` is aware UTC, taken once at the edge.

    `late`: how much later than `now` word of it came, where a desk's line was cut.
    """

    site_id: int
    config: Config
    now: datetime
    is_training: bool = False
    memory: Memory = field(default_factory=Memory)
    late: timedelta = timedelta()

    @property
    def today(self) -> date:
        """The service day: the local date."""
        return clock.service_day(self.now, self.config.site.zone)

    @property
    def midnight(self) -> datetime:
        """When the service day began."""
        return datetime.combine(self.today, time(), self.config.site.zone)

    def when(self, moment: datetime) -> Here:
        """The same at an earlier moment, of which word comes only now."""
        return replace(self, now=moment, late=self.now - moment)

    def on_arrival(self) -> Here:
        """When word of it came."""
        return replace(self, now=self.now + self.late, late=timedelta())

    @property
    def local_now(self) -> datetime:
        """The wall's time in the office, without a zone, as rules/duty.py wants it."""
        return clock.local(self.now, self.config.site.zone)
