"""The blueprint `kiosk`, and what each of its pages knows."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request
from flask.sansio.blueprints import BlueprintSetupState

import locales
from doors import visitor
from kiosk.pace import Pace
from locales.catalogue import SLOTS
from locales.places import place
from theme.hall import hall
from theme.language import DEFAULT, language, offered
from theme.reader import follow_reader, page_in

USUAL_INCH = 21.5
blueprint = Blueprint(
    "kiosk",
    __name__,
    url_prefix="/kiosk",
    static_folder="static",
    template_folder="templates",
)

follow_reader(blueprint)


@blueprint.record_once
def remember_pace(state: BlueprintSetupState) -> None:
    """Each application counts for itself."""
    state.app.extensions["kiosk.pace"] = Pace()


@blueprint.context_processor
def what_every_kiosk_page_knows() -> dict[str, Any]:
    helpers = place(hall().config.site.text("help_place", language()))
    return {
        "idle": hall().config.idle,
        "help_place": helpers,
        "can_speak": hall().config.voice.source != "off",
        "other_languages": other_languages(),
        "screen_inch": screen_inch(),
        "priorities": hall().config.priority,
        "assets": assets(),
    }


def other_languages() -> list[dict[str, str]]:
    """The languages one touch away: {lang, name, href}, the address of this page in each."""
    if request.endpoint is None:
        return []
    return [
        {
            "lang": each,
            "name": _own_name(each),
            "href": page_in(None if each == DEFAULT else each, "part", "from"),
        }
        for each in offered()
        if each != language()
    ]


def _own_name(each: str) -> str:
    """A language in its own words."""
    return locales.say(*(("vi", f"voice.language.{each}") if each in SLOTS else (each, "kiosk.nav.language.own")))


def screen_inch() -> float:
    """How large the screen of the asking kiosk is, corner to corner."""
    device, kiosks = visitor().device, hall().config.kiosks
    return next((kiosk.screen_inch for kiosk in kiosks if device and kiosk.code == device.code), USUAL_INCH)


@blueprint.after_request
def pack_page(answer: Response) -> Response:
    """Pages of a kiosk bear no secret of a sign-in: they may be packed (a page with one may not)."""
    if answer.mimetype != "text/html" or answer.status_code != 200 or not request.accept_encodings.quality("gzip"):
        return answer
    answer.set_data(gzip.compress(answer.get_data(), compresslevel=4, mtime=0))
    answer.headers["Content-Encoding"] = "gzip"
    answer.vary.add("Accept-Encoding")
    return answer


@cache
def assets() -> str:
    """Changes when a script, style or font does: an open kiosk then begins anew."""
    folders = [Path(__file__).parent / "static", Path(__file__).parent.parent / "theme" / "static"]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
