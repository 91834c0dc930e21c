"""What puts a ticket on a phone's home screen, and what is there without a network? Where the page is trusted: HTTPS.

Kept is a page without numbers: what is shown of a ticket always comes from the server.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Response, json, jsonify, render_template, url_for

import locales
from actions.ticket_view import ticket_by_token
from phone.blueprint import blueprint
from phone.pages import not_kept, unknown
from theme.hall import hall
from theme.language import language, say, speak

HERE = Path(__file__).parent / "static"
KEPT = (
    ("theme.static", "tokens.css"),
    ("theme.static", "base.css"),
    ("theme.static", "emblem.svg"),
    ("phone.static", "phone.css"),
    ("phone.static", "waiting.js"),
)
OFFLINE = ("phone.offline", "phone.offline.kept", "phone.offline.retrying")
ICONS = (192, 512)
# --cham-900 and --giay-50 of theme/static/tokens.css.
DARK, LIGHT = "#10234A", "#FBF9F4"


@blueprint.get("/<token>/app.webmanifest")
def manifest(token: str) -> Response:
    """An app that is this ticket's page and nothing else: another ticket is another app."""
    found = hall().read(ticket_by_token, token=token)
    if found is None:
        return unknown()
    speak(found.language)
    own = url_for("phone.ticket", token=token)
    told = {
        "id": own,
        "start_url": own,
        "scope": own,
        "name": f"{say('phone.your_number')} – {hall().config.site.text('name', language())}",
        "short_name": say("phone.your_number"),
        "lang": language(),
        "display": "standalone",
        "theme_color": DARK,
        "background_color": LIGHT,
        "icons": [_icon(size, purpose) for size in ICONS for purpose in ("any", "maskable")],
    }
    answer = not_kept(jsonify(told))
    answer.mimetype = "application/manifest+json"
    return answer


@blueprint.get("/waiting")
def waiting() -> str:
    """The page without a network. It asks by itself until the server answers."""
    # Kept before anybody knows whose ticket will be looked at: so in each of the office's languages.
    said = {each: [locales.say(each, key) for key in OFFLINE] for each in hall().config.site.languages}
    return render_template("phone/waiting.html", said=said)


@blueprint.get("/worker.js")
def worker() -> Response:
    """The service worker, named for what it keeps: when that changes, another takes its place."""
    parts = [HERE.parents[1] / endpoint.split(".")[0] / "static" / name for endpoint, name in KEPT]
    digest = hashlib.sha256(b"".join(each.read_bytes() for each in parts) + waiting().encode()).hexdigest()[:12]
    kept = [url_for(endpoint, filename=name) for endpoint, name in KEPT]
    told = {"name": f"phone-{digest}", "waiting": url_for("phone.waiting"), "kept": kept}
    script = (HERE / "worker.js").read_text(encoding="utf-8")
    answer = Response(script.replace('"TOLD"', json.dumps(json.dumps(told))), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _icon(size: int, purpose: str) -> dict[str, str]:
    source = url_for("phone.static", filename=f"icon-{size}.png")
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
