"""How does the office want its calls to sound? The table [voice]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Annotated, Literal

from pydantic.functional_validators import AfterValidator, BeforeValidator

from config import values
from config.table import Table

MACHINE_LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `begins` to `ends`; an end before the begin lies on the next day."""

    begins: time
    ends: time

    def covers(self, at: time) -> bool:
        """Whether nothing is to sound at this local time."""
        if self.begins < self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


def _quiet(value: object) -> object:
    if isinstance(value, Quiet):
        return value
    if not isinstance(value, str):
        raise values.wrong("wrong_type", type="text")
    return Quiet(*values.span(value))


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
    quiet: tuple[Annotated[Quiet, BeforeValidator(_quiet)], ...] = ()
    volume: Annotated[int, AfterValidator(values.between(0, 100))] = 80

    def is_quiet(self, at: time) -> bool:
        """Whether the loudspeakers keep silent at this local time."""
        return any(quiet.covers(at) for quiet in self.quiet)

    def languages_for(self, ticket: str) -> tuple[str, ...]:
        """In which languages a call is said whose ticket was taken in the language `ticket`."""
        asked = (ticket,) if ticket in self.on_request and ticket not in self.languages else ()
        return (*self.languages, *asked)
