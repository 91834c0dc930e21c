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
