"""What the Office sets on its walls and says through them, and what the walls tell of themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.base import Base, Code, Key, SiteKey, Words


class WallSound(Base):
    """A wall's loudspeaker where the Office changed it. `volume` None: as configured."""

    __tablename__ = "wall_sounds"
    __table_args__ = (UniqueConstraint("site_id", "wall"),)

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    wall: Mapped[Code]
    volume: Mapped[int | None]
    is_muted: Mapped[bool]
    muted_until: Mapped[datetime | None]


class AnnouncementRow(Base):
    """Said once through the loudspeakers and shown until `until`. `seq` is its event's: among calls it has its place.

    `wall` None: on every wall. `kind`: spoken | test.
    """

    __tablename__ = "announcements"
    __table_args__ = (
        UniqueConstraint("site_id", "seq"),
        Index("ix_announcements_site_id_until", "site_id", "until"),
    )

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    seq: Mapped[int]
    kind: Mapped[Code]
    text: Mapped[Words]
    wall: Mapped[str | None]
    is_urgent: Mapped[bool]
    made_at: Mapped[datetime]
    made_by: Mapped[Words]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WallReport(Base):
    """What a wall's browser last said that it shows. No evidence: overwritten, and swept away when it is old."""

    __tablename__ = "wall_reports"
    __table_args__ = (UniqueConstraint("site_id", "wall", "screen"),)

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    wall: Mapped[Code]
    screen: Mapped[Code]
    at: Mapped[datetime]
    shows: Mapped[dict[str, Any]]
