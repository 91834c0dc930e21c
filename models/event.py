"""What happened, in order, for ever: append-only and hash-chained within a site."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Words


class Event(Base):
    """`seq` counts 1, 2, 3 … within the site; `hash` covers the row and the hash before it.

    The migration adds triggers that refuse UPDATE and DELETE.
    """

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_ticket", "site_id", "ticket_id"), Index("ix_events_day", "site_id", "day"))

    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    day: Mapped[date]
    kind: Mapped[Code]
    actor: Mapped[Words]
    desk: Mapped[str | None]
    department: Mapped[str | None]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    facts: Mapped[dict[str, Any]]
    hash: Mapped[str]
