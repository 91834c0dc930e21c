"""What goes on today, who is there, and who may work here? The Office's pages."""

from office import absences, accounts, devices, log, overview, report, roster, stops  # noqa: F401  their routes join the blueprint
from office.blueprint import blueprint

__all__ = ["blueprint"]
