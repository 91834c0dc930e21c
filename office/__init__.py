"""What goes on today, who is there, and who may work here? The Office's pages."""

from office import (
    absences,
    accounts,
    announcements,
    devices,
    health,
    importing,
    log,
    media,
    overview,
    people,
    printing,
    procedures,
    ratings,
    report,
    roster,
    stops,
    voice,
    walls,
)
from office.blueprint import blueprint

__all__ = ["blueprint"]
