"""How long may a signed-in browser be left alone? The table [sign_in]."""

from __future__ import annotations

from typing import Annotated

from pydantic.functional_validators import AfterValidator

from config import values
from config.table import Table


class SignIn(Table):
    """After `idle_min` without a press the next page asks for the password; 0: never. At an open desk it is never."""

    idle_min: Annotated[int, AfterValidator(values.between(0, 720))] = 120
