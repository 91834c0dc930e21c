"""What is different on a day: standing orders, exceptions, closed days, absences, stops; and each day's plan."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Key, SiteKey, Words


class DutyDay(Base):
    """A department's duty on one day, frozen when the day began and with every later change.

    `sittings` is a list of {"name", "opens", "closes"}; the newest `version` holds, older ones stay as evidence.
    """

    __tablename__ = "duty_days"
    __table_args__ = (UniqueConstraint("site_id", "day", "department", "version"),)

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    day: Mapped[date]
    department: Mapped[Code]
    version: Mapped[int]
    plan: Mapped[dict[str, Any]]
    frozen_at: Mapped[datetime]


class StandingOrderRow(Base):
    """A later roster of a department: {"mon": ["morning", …], …} from a date on."""

    __tablename__ = "standing_orders"

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    department: Mapped[Code]
    valid_from: Mapped[date]
    duty: Mapped[dict[str, Any]]
    document: Mapped[Words]
    made_by: Mapped[Code] = mapped_column(default="")
    made_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class DutyExceptionRow(Base):
    """One day's extra or cancelled duty; no sittings means the whole day."""

    __tablename__ = "duty_exceptions"

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    department: Mapped[Code]
    day: Mapped[date]
    kind: Mapped[Code]
    sittings: Mapped[list[str]]
    document: Mapped[Words]
    reason: Mapped[Words]
    made_by: Mapped[Code] = mapped_column(default="")
    made_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class SpecialDayRow(Base):
    """A day that the decree table or the Office closes, opens, or works as another weekday."""

    __tablename__ = "special_days"
    __table_args__ = (UniqueConstraint("site_id", "day"),)

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    day: Mapped[date]
    facts: Mapped[dict[str, Any]]


class AbsenceRow(Base):
    """An officer is away from–until (UTC), with a substitute or without.

    A row is never rewritten: a change is a new row that `replaces` it, a withdrawal sets `ended_at` and `end_note`.
    `reported_at` is when the Office was told, `recorded_at` when somebody wrote it down here.
    """

    __tablename__ = "absences"

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    since: Mapped[datetime]
    until: Mapped[datetime]
    reason: Mapped[Code]
    note: Mapped[Words] = mapped_column(default="")
    accepted_note: Mapped[Words] = mapped_column(default="")
    reported_by: Mapped[Words] = mapped_column(default="")
    reported_at: Mapped[datetime]
    chairman_told_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime | None]
    made_by: Mapped[Code] = mapped_column(default="")
    is_late: Mapped[bool] = mapped_column(default=False)
    is_forbidden: Mapped[bool] = mapped_column(default=False)
    replaces_id: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    end_note: Mapped[Words] = mapped_column(default="")


class StopRow(Base):
    """The Office stopped a department's tickets, with a reason; `until` is when they are expected again."""

    __tablename__ = "stops"

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    department: Mapped[Code]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    reason: Mapped[Words]
    made_by: Mapped[Code] = mapped_column(default="")
    ended_at: Mapped[datetime | None]


class NoticeRow(Base):
    """A sentence of the Office for the walls, from–until."""

    __tablename__ = "notices"

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    text: Mapped[Words]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    made_by: Mapped[Code]
    ended_at: Mapped[datetime | None]
