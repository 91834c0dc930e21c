"""Who may work here, and on which devices? The Office's pages: accounts, pairing of kiosks and walls."""

from office import accounts, devices  # noqa: F401  their routes join the blueprint
from office.blueprint import blueprint

__all__ = ["blueprint"]
