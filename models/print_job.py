"""Paper that somebody is owed: the outbox of the printers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Key, SiteKey, Words


class PrintJob(Base):
    """States of rules.states.JobState; `attempt` makes a late report of an older try harmless."""

    __tablename__ = "print_jobs"
    __table_args__ = (
        Index(
            "ix_print_jobs_due",
            "site_id",
            "printer",
            "id",
            sqlite_where=text("state IN ('queued', 'not_sent', 'sending')"),
            postgresql_where=text("state IN ('queued', 'not_sent', 'sending')"),
        ),
        Index("ix_print_jobs_ticket", "ticket_id"),
    )

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    printer: Mapped[Code]
    facts: Mapped[dict[str, Any]]
    state: Mapped[Code]
    attempt: Mapped[int]
    detail: Mapped[Words]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    changed_at: Mapped[datetime]
