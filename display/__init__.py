"""The wall of the waiting hall: who is called, which desk serves whom, who is on duty."""

from display import pages  # noqa: F401  its routes join the blueprint
from display.blueprint import blueprint

__all__ = ["blueprint"]
