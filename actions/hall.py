"""What does everything that acts share? One configuration, clock, database and memory of one site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from actions.here import Here
from actions.known import Memory
from clock import Clock
from config import Config
from database import Database

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Hall:
    """A running site. `write` is the one door for changes, `read` for short queries."""

    # Without repr: a failing greenlet names its arguments in the log, and these are the whole catalogue.
    config: Config = field(repr=False)
    clock: Clock
    database: Database = field(repr=False)
    site_id: int
    memory: Memory = field(default_factory=Memory, repr=False)

    @property
    def is_training(self) -> bool:
        """Whether the clock, and so every number, is only for practice."""
        return self.clock.is_training

    def now(self) -> datetime:
        """The present moment in UTC."""
        return self.clock.now()

    def local_now(self) -> datetime:
        """The office's wall time, aware."""
        return self.clock.now().astimezone(self.config.site.zone)

    def here(self) -> Here:
        """The site at this moment, as actions want it."""
        return Here(self.site_id, self.config, self.clock.now(), self.clock.is_training, self.memory)

    def write(self, action: Callable[Concatenate[Session, Here, P], T], /, *args: P.args, **wish: P.kwargs) -> T:
        """Run an action; its value comes back once it is durable."""
        here = self.here()
        return self.database.write(lambda session: action(session, here, *args, **wish), site=self.site_id)

    def read(self, query: Callable[Concatenate[Session, Here, P], T], /, *args: P.args, **wish: P.kwargs) -> T:
        """Run a short query and return what it found."""
        here = self.here()
        return self.database.read(lambda session: query(session, here, *args, **wish))
