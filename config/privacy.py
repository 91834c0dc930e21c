"""How long does the office keep what could lead from a ticket to somebody? The table [privacy]."""

from __future__ import annotations

from typing import Annotated

from pydantic.functional_validators import AfterValidator

from config import values
from config.table import Table


class Privacy(Table):
    """After `keep_tickets_days` a ticket keeps only what is counted (docs/privacy.md); 0: it is kept as it is."""

    keep_tickets_days: Annotated[int, AfterValidator(values.between(0, 3650))] = 90
