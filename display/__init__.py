"""The wall of the waiting hall: who is called, which desk serves whom, who is on duty."""

from display import desk_pages, pages, pictures, reports, sound, sounds
from display.blueprint import blueprint

__all__ = ["blueprint"]
