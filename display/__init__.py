"""The wall of the waiting hall: who is called, which desk serves whom, who is on duty."""

from display import pages, pictures, reports, sounds  # noqa: F401  their routes join the blueprint
from display.blueprint import blueprint

__all__ = ["blueprint"]
