"""One citizen's place in a queue, for one day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Key, SiteKey, Words

_HELD = text("state IN ('called', 'serving')")


class Ticket(Base):
    """The unique constraints carry the promises: no number twice, no touch twice, one held ticket an officer.

    `field` is the procedure's when the ticket was issued: what desks may call it must not change while it waits.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("site_id", "day", "series", "number"),
        UniqueConstraint("site_id", "touch_id"),
        UniqueConstraint("token"),
        Index("ix_tickets_queue", "site_id", "day", "department", "state", "arrived_at"),
        Index(
            "uq_tickets_officer_held",
            "site_id",
            "officer_id",
            unique=True,
            sqlite_where=_HELD,
            postgresql_where=_HELD,
        ),
    )

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    day: Mapped[date]
    sitting: Mapped[Code]
    department: Mapped[Code]
    series: Mapped[int]
    number: Mapped[int]
    token: Mapped[Code]
    touch_id: Mapped[Words]
    kiosk: Mapped[str | None]
    procedure: Mapped[str | None]
    procedure_name: Mapped[str | None]
    field: Mapped[str | None] = mapped_column(String(500))
    visit: Mapped[Code]
    language: Mapped[Code]
    return_code: Mapped[Code]
    place: Mapped[dict[str, Any]]
    state: Mapped[Code]
    issued_at: Mapped[datetime]
    arrived_at: Mapped[datetime]
    desk: Mapped[str | None]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    calls: Mapped[int]
    called_at: Mapped[datetime | None]
    serving_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    dossier: Mapped[str | None]
