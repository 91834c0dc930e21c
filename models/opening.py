"""A desk that is open: its officer is checked in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Key, SiteKey


class Opening(Base):
    """From opening to closing; one desk has one open row, and one officer sits at one desk.

    `break_since`, `break_until`: of the break that goes on now, and when the officer means to be back.
    """

    __tablename__ = "openings"
    __table_args__ = (
        Index(
            "uq_openings_desk_open",
            "site_id",
            "desk",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "uq_openings_officer_open",
            "site_id",
            "officer_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    desk: Mapped[Code]
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    break_since: Mapped[datetime | None]
    break_until: Mapped[datetime | None]
