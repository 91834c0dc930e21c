"""Where does a ticket send its citizen? One desk if only one can call it, else the place to wait."""

from __future__ import annotations

from actions.here import Here
from actions.views import Place


def place_of(here: Here, department: str) -> Place:
    """The place of a department's tickets: its own room, its only desk, or the hall."""
    config = here.config
    own = config.department(department)
    if own.place:
        return Place(own.place, own.text("place", "en"))
    desk = config.only_desk_for(department)
    if desk is not None:
        return Place(desk.name, desk.text("name", "en"), desk.code)
    return Place(config.site.hall, config.site.text("hall", "en"))


def way_to(here: Here, department: str, language: str) -> str:
    """Where to go on another day, in one line: the department's room, its only desk with its floor, or the hall."""
    config = here.config
    own = config.department(department).text("place", language)
    desk = config.only_desk_for(department)
    if own or desk is None:
        return own or config.site.text("hall", language)
    return ", ".join(filter(None, (desk.text("name", language), desk.text("place", language))))
