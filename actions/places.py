"""Where does a ticket send its citizen? One desk if only one can call it, else the place to wait."""

from __future__ import annotations

from collections.abc import Sequence

from actions.here import Here
from actions.views import Place
from config import Desk


def place_of(here: Here, department: str, desks: Sequence[str] | None = None) -> Place:
    """The place of a department's tickets: its own room, the only desk, or the hall.

    `desks`: those that may call the ticket; without them, the place that is true for any ticket of the department.
    """
    config = here.config
    own = config.department(department)
    if own.place:
        return Place(own.place, own.text("place", "en"))
    desk = only_desk(here, department, desks)
    if desk is not None:
        return Place(desk.name, desk.text("name", "en"), desk.code)
    return Place(config.site.hall, config.site.text("hall", "en"))


def only_desk(here: Here, department: str, desks: Sequence[str] | None = None) -> Desk | None:
    """The desk, if only one may call."""
    if desks is None:
        return here.config.only_desk_for(department)
    return here.config.desk(desks[0]) if len(desks) == 1 else None


def way_to(here: Here, department: str, language: str, desks: Sequence[str] | None = None) -> str:
    """Where to go on another day, in one line: the department's room, its only desk with its floor, or the hall."""
    config = here.config
    own = config.department(department).text("place", language)
    desk = only_desk(here, department, desks)
    if own or desk is None:
        return own or config.site.text("hall", language)
    return ", ".join(filter(None, (desk.text("name", language), desk.text("place", language))))
