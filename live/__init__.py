"""Socket.IO: news to the screens. Sockets carry news outward only; commands are POSTs."""

from live.rooms import attach
from live.tellers import Teller

__all__ = ["Teller", "attach"]
