"""Which desks can an officer choose, and what is there now?"""

from __future__ import annotations

from dataclasses import dataclass

from actions.accounts import AccountView
from actions.desk_view import desk_view
from actions.duty import on_duty_today
from actions.views import DeskView
from config import Config
from locales.serving import desk_serves
from theme.hall import hall
from theme.language import language


@dataclass(frozen=True, slots=True)
class Pick:
    """A desk on the page: names of the departments on duty there, and of the officer's own that are not."""

    code: str
    name: str
    officer: str | None
    is_yours: bool
    today: tuple[str, ...]
    off_duty: tuple[str, ...]
    waiting: int


def views_of_all_desks(account: AccountView) -> list[DeskView]:
    """Every desk as this officer would find it, in the configuration's order."""
    return [hall().read(desk_view, desk=desk.code, account=account) for desk in hall().config.desks]


def picks(views: list[DeskView]) -> tuple[list[Pick], list[Pick]]:
    """(the officer's own desks, those on duty today first; all others)."""
    on_duty = hall().read(on_duty_today)
    own = [view for view in views if view.departments or view.not_on_duty]
    own.sort(key=lambda view: not view.departments)
    others = [view for view in views if view not in own]
    return [_pick(view, on_duty, True) for view in own], [_pick(view, on_duty, False) for view in others]


def _pick(view: DeskView, on_duty: tuple[str, ...], is_yours: bool) -> Pick:
    config = hall().config
    desk = config.desk(view.desk)
    today = view.departments if is_yours else tuple(code for code in desk.touched if code in on_duty)
    return Pick(
        code=desk.code,
        name=desk.text("name", language()),
        officer=view.officer,
        is_yours=is_yours,
        today=_names(config, desk.code, today),
        off_duty=_names(config, desk.code, view.not_on_duty),
        waiting=len(view.waiting),
    )


def _names(config: Config, desk: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(desk_serves(language(), config, desk, code) for code in codes)
