"""The interface for programs: JSON under /api/v1/, problems as RFC 9457, described at /api/v1/openapi.json."""

from api import agents, citizens, desks, guide, openapi, printing
from api.blueprint import blueprint

__all__ = ["agents", "blueprint", "citizens", "desks", "guide", "openapi", "printing"]
