"""How are secrets given out and known again? Told once, kept as SHA-256; they are random, so no salt is needed."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from actions.here import Here
from models import Token


def keep_secret(
    session: Session,
    here: Here,
    purpose: str,
    *,
    device_id: int | None = None,
    account_id: int | None = None,
    secret: str | None = None,
) -> str:
    """Make a secret (or take one made for two databases), keep its hash and return it, this one time."""
    secret = secret or secrets.token_urlsafe(32)
    session.add(
        Token(
            site_id=here.site_id,
            hash=hashed(secret),
            purpose=purpose,
            device_id=device_id,
            account_id=account_id,
            created_at=here.now,
        )
    )
    session.flush()
    return secret


def token_of(session: Session, here: Here, secret: str, purpose: str | None = None) -> Token | None:
    """The valid token of a secret, or None."""
    row = session.scalars(
        select(Token).where(Token.site_id == here.site_id, Token.hash == hashed(secret), Token.revoked_at.is_(None))
    ).first()
    return row if row is not None and purpose in (None, row.purpose) else None


def revoke(session: Session, here: Here, condition: ColumnElement[bool]) -> int:
    """End every token of this site that the condition names; how many there were."""
    ended = session.execute(
        update(Token)
        .where(Token.site_id == here.site_id, Token.revoked_at.is_(None), condition)
        .values(revoked_at=here.now)
        .returning(Token.id)
    )
    return len(ended.all())


def hashed(secret: str) -> str:
    """The form in which a secret is kept, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
