"""Paired browsers and the secrets that let them, or a person's software, in. Only hashes are kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Key, SiteKey


class Device(Base):
    """A kiosk, wall or print worker named in config.toml; it exists once something was paired with it."""

    __tablename__ = "devices"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    code: Mapped[Code]
    kind: Mapped[Code]


class Token(Base):
    """A secret of a device, of an account, or the one-time set-up link (neither)."""

    __tablename__ = "tokens"
    __table_args__ = (UniqueConstraint("hash"),)

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    hash: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[Code]
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Pairing(Base):
    """A one-time code that the Office typed or read out; used once, short-lived, few tries."""

    __tablename__ = "pairings"

    id: Mapped[Key]
    site_id: Mapped[SiteKey]
    hash: Mapped[str] = mapped_column(String(64))
    device: Mapped[Code]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
