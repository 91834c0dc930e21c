"""Which published list is this office measured against, and how far has it come?

The list lies beside the catalogue that `config.toml` names, as `national-codes.csv`; without one there is no figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from actions.procedures import ProcedureEdit
from config import Config
from imports.coverage import Coverage, PublishedList, coverage, read_published
from imports.house import procedures_present
from imports.tables import read_path
from office.files import in_thread
from theme.hall import hall

LISTS = ("national-codes.csv", "national-codes.xlsx")


def coverage_now(listed: Iterable[ProcedureEdit]) -> Coverage | None:
    """None where the office has no published list, or one that cannot be read."""
    path = _path(hall().config)
    if path is None:
        return None
    written = path.stat().st_mtime_ns
    present = procedures_present(listed)

    def measured() -> Coverage | None:
        published = _published(path, written)
        return coverage(present, published) if published.procedures else None

    return in_thread(measured)


def _path(config: Config) -> Path | None:
    folder = (config.procedures_path or config.path).parent
    return next((folder / name for name in LISTS if (folder / name).is_file()), None)


@lru_cache(maxsize=4)
def _published(path: Path, _written: int) -> PublishedList:
    """Read again when the file has changed."""
    return read_published(read_path(path))
