"""The citizen's phone: how many people are before me, and is it my turn?"""

from phone import app, giving_up, pages, rating
from phone.blueprint import blueprint

__all__ = ["blueprint"]
