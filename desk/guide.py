"""What does the guide do at the entrance of the hall?"""

from __future__ import annotations

from desk.blueprint import blueprint


@blueprint.get("/guide/")
def guide() -> str:
    """The guide's page."""
    return ""
