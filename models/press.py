"""What an officer pressed at a desk: so that nothing is done twice, and the last can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Key, SiteKey


class Press(Base):
    """A command that was done. `press_id`: how its sender knows it again; `steps`: what each move found
    before it; `is_undoable`: there are some.

    No evidence (that is the events): rows of earlier days are dropped.
    """

    __tablename__ = "presses"
    __table_args__ = (
        UniqueConstraint("site_id", "account_id", "press_id"),
        Index("ix_presses_desk", "site_id", "desk", "id"),
    )

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    desk: Mapped[Code]
    verb: Mapped[Code]
    press_id: Mapped[str | None]
    steps: Mapped[dict[str, Any]]
    is_undoable: Mapped[bool]
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
