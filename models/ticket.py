"""One citizen's place in a queue, for one day, and the procedures that they came for beside the first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Key, SiteKey, Words

_HELD = text("state IN ('called', 'serving')")
_BY_HAND = text("origin = 'slip'")
_NOTED = text("note IS NOT NULL")


class Ticket(Base):
    """The unique constraints carry the promises: no number twice, no touch twice, one held ticket an officer.

    `field` is the procedure's when the ticket was issued: what desks may call it must not change while it waits.
    `since`: when the present state began (None: before there was such a column); `waited_s`, `served_s` and `parked_s`
    count the stays in these states that have ended. `passed`: rules/calling.py. `revision` grows with every move.
    `for_desk`, `note`, `sent_by`, `sent_from`: of the last transfer; the note lives for the day only.
    `promised_…`: what the citizen was told at issue; `expected_s`: the wait that the interval was made from. None: "not
    known", or nothing was told.
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
        Index("ix_tickets_by_hand", "site_id", "day", "series", sqlite_where=_BY_HAND, postgresql_where=_BY_HAND),
        Index("ix_tickets_noted", "site_id", "day", sqlite_where=_NOTED, postgresql_where=_NOTED),
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
    priority: Mapped[str | None] = mapped_column(String(40))
    origin: Mapped[str] = mapped_column(String(40), server_default="kiosk")
    for_desk: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(String(500))
    sent_by: Mapped[str | None] = mapped_column(String(500))
    sent_from: Mapped[str | None] = mapped_column(String(40))
    since: Mapped[datetime | None]
    waited_s: Mapped[float] = mapped_column(Float, server_default="0")
    served_s: Mapped[float] = mapped_column(Float, server_default="0")
    parked_s: Mapped[float] = mapped_column(Float, server_default="0")
    passed: Mapped[int] = mapped_column(Integer, server_default="0")
    wrong_codes: Mapped[int] = mapped_column(Integer, server_default="0")
    revision: Mapped[int] = mapped_column(Integer, server_default="0")
    promised_ahead: Mapped[int | None]
    promised_low_min: Mapped[int | None]
    promised_high_min: Mapped[int | None]
    expected_s: Mapped[float | None] = mapped_column(Float)


class TicketProcedure(Base):
    """A further procedure of the same visit, with an outcome of its own; the first one is in the ticket."""

    __tablename__ = "ticket_procedures"
    __table_args__ = (Index("ix_ticket_procedures_ticket", "ticket_id"),)

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    procedure: Mapped[Code]
    name: Mapped[str]
    outcome: Mapped[str | None]
    dossier: Mapped[str | None]
    added_at: Mapped[datetime]
