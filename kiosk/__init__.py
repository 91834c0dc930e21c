"""The touchscreen: a citizen picks what they came for and gets a number, or learns when to come instead."""

from kiosk import coming_back, heard, helping, pages, shell, slips, tickets
from kiosk.blueprint import blueprint

__all__ = ["blueprint"]
