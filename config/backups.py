"""How often is the data copied, where to, and for how long? The table [backups]."""

from __future__ import annotations

from typing import Annotated

from pydantic.functional_validators import AfterValidator

from config import values
from config.table import Table


class Backups(Table):
    """`folder` empty: `backups` in the data folder. `every_h` 0: only when somebody types `run.py backup`.

    The `keep` newest stay, and the last one of each of `keep_days` days. `postgres_programs`: the folder of pg_dump
    and pg_restore, where they are not on the path or are older than the server.
    """

    folder: str = ""
    every_h: Annotated[int, AfterValidator(values.between(0, 24))] = 4
    keep: Annotated[int, AfterValidator(values.between(1, 500))] = 12
    keep_days: Annotated[int, AfterValidator(values.between(0, 3650))] = 30
    postgres_programs: str = ""
