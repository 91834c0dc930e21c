"""The blueprint `kiosk`, and what each of its pages knows."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint

from locales.places import place
from theme.hall import hall
from theme.language import language
from theme.reader import follow_reader

blueprint = Blueprint(
    "kiosk",
    __name__,
    url_prefix="/kiosk",
    static_folder="static",
    template_folder="templates",
)

follow_reader(blueprint)


@blueprint.context_processor
def what_every_kiosk_page_knows() -> dict[str, Any]:
    helpers = place(hall().config.site.text("help_place", language()))
    return {
        "idle": hall().config.idle,
        "help_place": helpers,
        "assets": assets(),
    }


@cache
def assets() -> str:
    """Changes when a script, style or font does: an open kiosk then begins anew."""
    folders = [Path(__file__).parent / "static", Path(__file__).parent.parent / "theme" / "static"]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
