"""How somebody was served: asked at the desk's own screen, once for each finished ticket."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Key, SiteKey


class Rating(Base):
    """A row stands for the question; `score` None: nobody answered. So the rate of answers is known.

    `score`: actions/ratings.py; `reasons`: codes of what should be better.
    """

    __tablename__ = "ratings"
    __table_args__ = (
        UniqueConstraint("ticket_id"),
        Index("ix_ratings_day", "site_id", "day"),
    )

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    day: Mapped[date]
    desk: Mapped[Code]
    department: Mapped[Code]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    score: Mapped[int | None]
    reasons: Mapped[list[str]]
