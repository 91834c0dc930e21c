"""Whose account may one change? The Office looks after officers; only administrators make and change the Office."""

from __future__ import annotations

from actions.accounts import PEOPLE, Role


def roles_given_by(mine: Role) -> tuple[Role, ...]:
    """The roles that somebody of role `mine` may give, and whose accounts they may change."""
    return PEOPLE if mine is Role.ADMINISTRATOR else (Role.OFFICER,)


def may_change(mine: Role, theirs: Role) -> bool:
    """Whether `mine` may change an account of role `theirs`."""
    return theirs in roles_given_by(mine)
