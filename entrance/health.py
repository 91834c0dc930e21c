"""Is the process alive, and can it serve? For whatever watches the server."""

from __future__ import annotations

import logging

from flask import Response, jsonify

from actions.events import last_seq
from entrance.blueprint import blueprint
from theme.hall import hall
from voice.here import speaker

# More waiting writes than this: the disk does not keep up, and a second process should take the load.
MOST_WAITING = 1_000
log = logging.getLogger("mot_cua.health")


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The database can be read, and writes are not piling up. The voice is told of, but nobody waits for it."""
    database = hall().database
    parts = {"database": _reads(), "writes": database.waiting_writes <= MOST_WAITING and not database.is_closed}
    is_ready = all(parts.values())
    said = {name: "ok" if is_well else "failing" for name, is_well in parts.items()}
    said["voice"] = speaker().fault or "ok"
    return jsonify(status="ok" if is_ready else "failing", **said), 200 if is_ready else 503


def _reads() -> bool:
    try:
        hall().read(last_seq)
    except Exception:  # whatever it is, the answer is "not ready"; the log has the reason
        log.exception("the database cannot be read")
        return False
    return True
