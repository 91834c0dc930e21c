"""Which pictures and videos does the Office put on the walls? One file at a time, looked at before it is taken."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as AnyResponse

import media as files
from actions.walls import note_media
from office.blueprint import blueprint, me
from office.files import in_thread
from theme.forms import Form
from theme.hall import hall
from theme.language import say

Answer = AnyResponse | str | tuple[str, int]
MEGABYTE = 1024 * 1024
MOST_MB = files.LARGEST_VIDEO // MEGABYTE
SENT_TO = "office.media"


class MediaForm(Form):
    file = FileField()


@blueprint.url_value_preprocessor
def let_films_in(endpoint: str | None, _: dict[str, Any] | None) -> None:
    """Before the forgery check reads the form: everywhere else a request has 256 kB at most."""
    if endpoint == SENT_TO:
        request.max_content_length = files.LARGEST_VIDEO + MEGABYTE


@blueprint.route("/media", methods=["GET", "POST"])
def media() -> Answer:
    """What is shown, and one more."""
    form = MediaForm()
    if not form.validate_on_submit():
        return _page()
    sent = form.file.data
    if not sent:
        return _page(say("office.media.choose")), 409
    folder, name = files.uploads(), sent.filename or ""
    try:
        kept = in_thread(lambda: files.keep(folder, sent.stream, name))
    finally:
        sent.close()
    if isinstance(kept, files.NotTaken):
        return _page(say(f"refusal.{kept.code}", **kept.facts)), 409
    hall().write(note_media, added=kept.name, removed=None, actor=me().actor)
    flash(say("office.media.done", name=kept.name))
    return redirect(url_for("office.media"))


@blueprint.get("/media/<name>")
def media_file(name: str) -> Response:
    """The file, for its small picture in the list."""
    found = next((item for item in files.items([files.uploads()]) if item.name == name), None)
    if found is None:
        abort(404)
    return send_file(found.path, mimetype=found.type, conditional=True, max_age=0)


@blueprint.post("/media/<name>/remove")
def media_remove(name: str) -> AnyResponse:
    """Off the walls and out of the folder."""
    if not files.remove(files.uploads(), name):
        abort(404)
    hall().write(note_media, added=None, removed=name, actor=me().actor)
    flash(say("office.media.removed", name=name))
    return redirect(url_for("office.media"))


def film_too_large() -> Answer:
    """What is cut off before it is read: see office/importing.py, which hears of it."""
    return _page(say("refusal.media_large", most_mb=MOST_MB)), 413


def _page(wrong: str | None = None) -> str:
    listed = files.items([files.uploads()])
    # Without its values: a form that was too large must not be asked for once more.
    return render_template(
        "office/media.html", form=MediaForm(formdata=None), items=listed, wrong=wrong, most_mb=MOST_MB
    )
