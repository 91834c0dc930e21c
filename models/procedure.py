"""An administrative procedure as posted: what to bring, how long, what fee, by what law."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Key, SiteKey, Words


class Procedure(Base):
    """`key` is unique in its site; `code` is the national code, or "" where none is known.

    `is_edited`: the Office changed it, so the shipped list no longer does.
    """

    __tablename__ = "procedures"
    __table_args__ = (UniqueConstraint("site_id", "key"),)

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    key: Mapped[Code]
    code: Mapped[Code]
    department: Mapped[Code]
    field: Mapped[Words]
    name: Mapped[Words]
    documents: Mapped[list[str]]
    time_limit: Mapped[str] = mapped_column(Text)
    fee: Mapped[str] = mapped_column(Text)
    legal_basis: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    synonyms: Mapped[list[str]]
    is_checked: Mapped[bool]
    is_withdrawn: Mapped[bool]
    position: Mapped[int]
    updated_on: Mapped[date | None]
    official_name: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    is_edited: Mapped[bool] = mapped_column(default=False)
