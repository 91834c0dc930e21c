"""Paper that somebody is owed: the outbox of the printers, and what is known of each printer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Key, SiteKey, Words

# What is printed, or settled otherwise, is looked for by nobody but the reader of one ticket.
_OPEN = text("state IN ('queued', 'not_sent', 'sending', 'doubtful') AND settled IS NULL")


class PrintJob(Base):
    """States of rules.states.JobState; `attempt` makes a late report of an older try harmless.

    `home` is the printer that owes the paper, `printer` the one that has it now (for a while perhaps a stand-in).
    `claim` names the worker's journal and its question that got the job last. `settled`: rules.outbox.Settled.
    `reprint_of`: the job whose paper this one replaces; no foreign key, because old jobs are cleaned up one by one.
    """

    __tablename__ = "print_jobs"
    __table_args__ = (
        Index("ix_print_jobs_open", "site_id", "printer", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_print_jobs_ticket", "ticket_id"),
    )

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    printer: Mapped[Code]
    home: Mapped[Code]
    facts: Mapped[dict[str, Any]]
    state: Mapped[Code]
    attempt: Mapped[int]
    claim: Mapped[str] = mapped_column(String(80))
    detail: Mapped[Words]
    settled: Mapped[str | None]
    reprint_of: Mapped[int | None] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class PrinterState(Base):
    """The last that was heard of a printer: `status` as rules.printer_status writes it, `need` its code or None.

    `claim` is its worker's newest question for work: an older one that is still open gets nothing any more.
    """

    __tablename__ = "printer_states"
    __table_args__ = (UniqueConstraint("site_id", "printer"),)

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    printer: Mapped[Code]
    status: Mapped[dict[str, Any]]
    need: Mapped[str | None]
    claim: Mapped[str] = mapped_column(String(80))
    heard_at: Mapped[datetime]
    changed_at: Mapped[datetime]
