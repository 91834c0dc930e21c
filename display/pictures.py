"""Which pictures and videos does this wall show, and how does it get them?"""

from __future__ import annotations

from flask import Response, abort, send_file, url_for

import media
from display.blueprint import blueprint, wall_code
from theme.hall import hall

KEPT_S = 24 * 3600  # an address carries the content's version: another content has another address


@blueprint.get("/media/<name>")
def picture(name: str) -> Response:
    """The file itself, also in parts: a video is asked for piece by piece."""
    found = next((item for item in _items(wall_code()) if item.name == name), None)
    if found is None:
        abort(404)
    answer = send_file(found.path, mimetype=found.type, conditional=True, max_age=KEPT_S)
    answer.cache_control.private = True
    return answer


def shown_on(wall: str) -> list[dict[str, str]]:
    """In the order of their names: [{url, kind, name}]."""
    return [
        {
            "url": url_for("display.picture", name=item.name, v=item.version),
            "kind": "video" if item.is_video else "picture",
            "name": item.name,
        }
        for item in _items(wall)
    ]


def _items(wall: str) -> tuple[media.Item, ...]:
    own = hall().config.media_path(wall)
    return media.items([*([own] if own is not None else []), media.uploads()])
