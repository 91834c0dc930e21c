"""Somebody at a kiosk asks for a person: the guide is told, and answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from models.base import Base, Code, Key, SiteKey, Words

_OPEN = text("ended_at IS NULL")


class HelpCall(Base):
    """One open call for each kiosk. `ended_by`: who answered it, or the kiosk where the citizen took it back."""

    __tablename__ = "help_calls"
    __table_args__ = (
        Index("uq_help_calls_kiosk_open", "site_id", "kiosk", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    kiosk: Mapped[Code]
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[Words]
