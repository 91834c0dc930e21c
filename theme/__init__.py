"""What do all surfaces share? Base templates, colours, the ticket plate, icons, fonts, words, shared scripts, error pages.

Register `blueprint` once, before the surfaces: their templates extend `base.html` and use `say`, `language`, `office`.
"""

from theme.blueprint import blueprint

__all__ = ["blueprint"]
