"""The public posting: today's and the week's roster, every procedure, who serves and how to reach them.

Anyone may read and print it; nothing can be changed here.
"""

from posting import pages
from posting.blueprint import blueprint

__all__ = ["blueprint"]
