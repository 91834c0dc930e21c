"""What is a table of config.toml?"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict
from pydantic.functional_validators import AfterValidator

from config import values

Text = Annotated[str, AfterValidator(values.filled)]
Code = Annotated[str, AfterValidator(values.code)]
Phone = Annotated[str, AfterValidator(values.phone)]


class Table(BaseModel):
    """A table of the file: no key beside the declared ones, no silent conversion, no later change."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def text(self, field: str, language: str) -> str:
        """`field` in a language: `name_en` for "en" where it is filled, else the Vietnamese `name`."""
        own: str = getattr(self, f"{field}_{language}", "") or getattr(self, field)
        return own
