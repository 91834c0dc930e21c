"""What does a kiosk show while the server is gone and its browser starts anew? Our page, kept by a service worker.

The worker runs where the browser trusts the address: HTTPS, localhost, or Chromium started with deploy/kiosk.sh.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Response, json, render_template, url_for

from kiosk.blueprint import assets, blueprint

# All that the waiting page needs; whatever else a page of the kiosk asks for is kept when it comes.
KEPT = (("theme.static", "tokens.css"), ("theme.static", "base.css"), ("theme.static", "emblem.svg"))
OWN = ("kiosk.css", "screens.css", "waiting.css", "waiting.js")


@blueprint.get("/waiting")
def waiting() -> str:
    """The page without a server: where to get a number instead. It asks by itself until somebody answers."""
    return render_template("kiosk/waiting.html")


@blueprint.get("/worker.js")
def worker() -> Response:
    """The service worker, named for the assets and the waiting page of today: another day's takes its place."""
    script = (Path(__file__).parent / "static" / "worker.js").read_text(encoding="utf-8")
    kept = [url_for(endpoint, filename=name) for endpoint, name in KEPT]
    kept += [url_for("kiosk.static", filename=name) for name in OWN]
    # Where to get a number instead is in the office's configuration, not in the assets.
    page = hashlib.sha256(waiting().encode()).hexdigest()[:12]
    told = {"name": f"kiosk-{assets()}-{page}", "waiting": url_for("kiosk.waiting", lang=None), "kept": kept}
    answer = Response(script.replace('"TOLD"', json.dumps(json.dumps(told))), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
