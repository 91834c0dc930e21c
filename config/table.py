"""What do all tables of config.toml have in common?"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """A table of the file: no key beside the declared ones, no silent conversion, no later change."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def text(self, field: str, language: str) -> str:
        """`field` in a language: `name_en` for "en" where it is filled, else the Vietnamese `name`."""
        own: str = getattr(self, f"{field}_{language}", "") or getattr(self, field)
        return own
