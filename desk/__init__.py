"""What does an officer do at a desk? Choose it, open it, call, serve, finish; and what does the guide do?"""

from desk import guide, pages
from desk.blueprint import blueprint

__all__ = ["blueprint"]
