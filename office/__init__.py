"""What goes on today, who is there, and who may work here? The Office's pages."""

from office import (
    absences,
    accounts,
    devices,
    importing,
    log,
    overview,
    people,
    printing,
    procedures,
    ratings,
    report,
    roster,
    stops,
)
from office.blueprint import blueprint

__all__ = ["blueprint"]
