"""What goes on today, who is there, and who may work here? The Office's pages."""

from office import (  # noqa: F401  their routes join the blueprint
    absences,
    accounts,
    announcements,
    devices,
    importing,
    log,
    media,
    overview,
    people,
    procedures,
    report,
    roster,
    stops,
    walls,
)
from office.blueprint import blueprint

__all__ = ["blueprint"]
