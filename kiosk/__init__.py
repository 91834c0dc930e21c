"""The touchscreen: a citizen picks what they came for and gets a number, or learns when to come instead."""

from kiosk import pages, slips, tickets
from kiosk.blueprint import blueprint

__all__ = ["blueprint"]
