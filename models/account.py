"""Officers, and the accounts with which people sign in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Key, SiteKey, Words


class Officer(Base):
    """A person who serves; telephone numbers as E.164. `is_on_list`: on the department's list of officers in charge.

    Only listed officers count for staffing (rules/duty.py, check 4); an account made for a quick
    start must not turn a department "unstaffed" when its holder is away.
    """

    __tablename__ = "officers"

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    name: Mapped[Words]
    is_on_list: Mapped[bool]
    position: Mapped[Words] = mapped_column(default="")
    office_phone: Mapped[Code] = mapped_column(default="")
    mobile: Mapped[Code] = mapped_column(default="")
    note: Mapped[Words] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class OfficerDepartment(Base):
    """An officer belongs to a department; several are allowed."""

    __tablename__ = "officer_departments"

    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), primary_key=True)
    department: Mapped[Code] = mapped_column(primary_key=True)


class Account(Base):
    """A sign-in. `epoch` is in every session cookie; raising it signs out everywhere."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("site_id", "name"),)

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    name: Mapped[Code]
    password_hash: Mapped[Words]
    role: Mapped[Code]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    epoch: Mapped[int]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
