"""How does one come in? Start page, sign-in, the administrator's set-up link, pairing of devices, health."""

from entrance import health, metrics, pairing, set_up, signing_in, start
from entrance.blueprint import blueprint

__all__ = ["blueprint"]
