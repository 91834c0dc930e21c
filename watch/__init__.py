"""Is the house itself well: disk, clock, database, back-ups? What is not is told to the Office until it is mended."""

from watch.concerns import Concern, Concerns
from watch.health import Health
from watch.looking import Watch

__all__ = ["Concern", "Concerns", "Health", "Watch"]
