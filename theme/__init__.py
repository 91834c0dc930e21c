"""What do all surfaces share? Templates, colours, the ticket plate, icons, words, scripts, error pages.

Register `blueprint` before the surfaces: their templates extend `base.html` and use `say` and `office`.
"""

from theme.blueprint import blueprint

__all__ = ["blueprint"]
