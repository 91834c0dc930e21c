"""Is the process alive, and can it serve? For whatever watches the server."""

from __future__ import annotations

import logging

from flask import Response, jsonify

from actions.events import last_seq
from entrance.blueprint import blueprint
from theme.hall import concerns, hall
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
    """The database can be read and written, and writes are not piling up.

    The voice is told of, and what else ails the house (watch/), but nobody waits for them.
    """
    database = hall().database
    takes = database.fault is None and database.waiting_writes <= MOST_WAITING and not database.is_closed
    parts = {"database": _reads(), "writes": takes}
    is_ready = all(parts.values())
    said = {name: "ok" if is_well else "failing" for name, is_well in parts.items()}
    said["voice"] = speaker().fault or "ok"
    known = [each.code for each in concerns()]
    return jsonify(status="ok" if is_ready else "failing", **said, concerns=known), 200 if is_ready else 503


def _reads() -> bool:
    try:
        hall().read(last_seq)
    except Exception:  # whatever it is, the answer is "not ready"; the log has the reason
        log.exception("the database cannot be read")
        return False
    return True
