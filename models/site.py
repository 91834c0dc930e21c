"""One place with its own queues; every other row belongs to one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Key, Words


class Site(Base):
    """A site. `facts_version` grows with every change of its duty or catalogue, so that caches know their age.

    `config_digest`: the configuration that it last opened with.
    """

    __tablename__ = "sites"

    id: Mapped[Key]
    code: Mapped[Code]
    name: Mapped[Words]
    catalogue_digest: Mapped[str | None]
    config_digest: Mapped[str | None] = mapped_column(String(64))
    facts_version: Mapped[int]
    created_at: Mapped[datetime]
