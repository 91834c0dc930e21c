"""Is this the password, and how is one kept? Argon2id, in a native thread: slow on purpose.

NIST SP 800-63B: length counts, composition rules do not; the length is bounded because hashing costs time.
"""

from __future__ import annotations

from functools import cache

import gevent
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from gevent.lock import BoundedSemaphore

SHORTEST = 8
LONGEST = 200

_hasher = PasswordHasher()
# Each check takes 64 MiB: a flood of them must not fill an old PC's memory.
_turns = BoundedSemaphore(2)


def hash_password(password: str) -> str:
    """The form in which a password is kept."""
    with _turns:
        return str(gevent.get_hub().threadpool.apply(_hasher.hash, (password,)))


def is_password(password: str, kept: str | None) -> bool:
    """Whether `password` is the one behind `kept`; None (nobody of that name) takes as long, never right."""
    with _turns:
        is_right = gevent.get_hub().threadpool.apply(_verify, (password, kept or _nobodys()))
    return bool(is_right) and kept is not None


def _verify(password: str, kept: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """For unknown names: the time of an answer must not tell who has an account."""
    return _hasher.hash("nobody has this password")
