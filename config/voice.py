"""How does the office want its calls to sound? The table [voice]."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic.functional_validators import AfterValidator

from config import values
from config.table import Table

MACHINE_LANGUAGES = ("vi", "en")


class Voice(Table):
    """`languages`: each call is said in all of these, one after the other; `on_request`: further ones, said where
    the ticket was taken in them. `zero_tens` None: as the region has it.
    """

    source: Literal["machine", "recordings", "off"] = "machine"
    region: Literal["north", "central", "south"] = "north"
    speed: Annotated[int, AfterValidator(values.between(80, 200))] = 125
    pitch: Annotated[int, AfterValidator(values.between(0, 99))] = 50
    reading: Literal["digits", "cardinal"] = "digits"
    zero_tens: Literal["linh", "lẻ", "không"] | None = None
    languages: Annotated[tuple[str, ...], AfterValidator(values.spoken_languages)] = ("vi",)
    on_request: Annotated[tuple[str, ...], AfterValidator(values.more_languages)] = ("en",)
    recordings: str | None = None

    def languages_for(self, ticket: str) -> tuple[str, ...]:
        """In which languages a call is said whose ticket was taken in the language `ticket`."""
        asked = (ticket,) if ticket in self.on_request and ticket not in self.languages else ()
        return (*self.languages, *asked)
