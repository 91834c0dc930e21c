"""What does an officer do at a desk? Choose it, open it, call, serve, finish."""

from desk.pages import blueprint

__all__ = ["blueprint"]
