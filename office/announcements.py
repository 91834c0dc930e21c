"""What does the Office say through the loudspeakers, now? Typed or ready sentences; repeated and stopped."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, StringField, TextAreaField

from actions.announcements import (
    TEXT_LENGTH,
    AnnouncementView,
    announce,
    announcement,
    end_announcement,
    latest_announcements,
)
from clock import local
from office.blueprint import blueprint, me
from rules.refusals import Refusal
from rules.workdays import AFTERNOON
from theme.forms import Form, text_of
from theme.hall import hall
from theme.language import language, say
from theme.problems import refuse

Answer = Response | str | tuple[str, int]
ALL_WALLS = "-"  # no code of a wall: codes have letters or digits before it
USUAL_MIN = 10
AGAIN_MIN = 10


class AnnouncementForm(Form):
    """Empty, too long and too many minutes are the action's own refusals."""

    text = TextAreaField()
    wall = RadioField(default=ALL_WALLS)
    minutes = StringField(default=str(USUAL_MIN))
    urgent = BooleanField()

    def __init__(self) -> None:
        super().__init__()
        walls = [(wall.code, wall.text("name", language())) for wall in hall().config.walls]
        self.wall.choices = [(ALL_WALLS, say("office.announcement.wall.all")), *walls]


@blueprint.route("/announcements", methods=["GET", "POST"])
def announcements() -> Answer:
    """A new one, and those before it."""
    form = AnnouncementForm()
    if not form.validate_on_submit() or _lacks_minutes(form):
        return _page(form)
    said = hall().write(
        announce,
        text=text_of(form.text),
        wall=None if form.wall.data == ALL_WALLS else str(form.wall.data),
        minutes=int(text_of(form.minutes)),
        is_urgent=bool(form.urgent.data),
        actor=me().actor,
    )
    if isinstance(said, Refusal):
        return _page(form, say(f"refusal.{said.code}", **said.facts)), 409
    flash(say("office.announcement.done"))
    return redirect(url_for("office.announcements"))


@blueprint.post("/announcements/<int:seq>/end")
def announcement_end(seq: int) -> Response:
    """Silent at once, and off the walls."""
    refusal = hall().write(end_announcement, announcement=seq, actor=me().actor)
    if refusal is not None:
        return refuse(refusal)
    flash(say("office.announcement.ended"))
    return redirect(url_for("office.announcements"))


@blueprint.post("/announcements/<int:seq>/again")
def announcement_again(seq: int) -> Response:
    """The same words once more, as a new announcement."""
    before = hall().read(announcement, seq=seq)
    if before is None or before.kind != "spoken":
        abort(404)
    if before.ended_at is None:  # the same sentence need not stand twice in the foot strip
        hall().write(end_announcement, announcement=seq, actor=me().actor)
    said = hall().write(
        announce,
        text=before.text,
        wall=before.wall,
        minutes=AGAIN_MIN,
        is_urgent=before.is_urgent,
        actor=me().actor,
    )
    if isinstance(said, Refusal):
        return refuse(said)
    flash(say("office.announcement.done"))
    return redirect(url_for("office.announcements"))


def _page(form: AnnouncementForm, wrong: str | None = None) -> str:
    zone, now = hall().config.site.zone, hall().now()
    listed = [(each, local(each.at, zone), _until(each)) for each in hall().read(latest_announcements)]
    return render_template(
        "office/announcements.html",
        form=form,
        wrong=wrong,
        listed=listed,
        standing={each.id for each, _, _ in listed if each.ended_at is None and each.until > now},
        ready=_ready(),
        longest=TEXT_LENGTH,
        wall_names={wall.code: wall.text("name", language()) for wall in hall().config.walls},
    )


def _until(each: AnnouncementView) -> str:
    """The hour until which it stands."""
    return say("office.announcement.state.on", time=local(each.until, hall().config.site.zone).time())


def _ready() -> list[str]:
    """Sentences that most offices need, with this office's own hours."""
    afternoon = next((each for each in hall().config.hours.sittings if each.name == AFTERNOON), None)
    noon = [say("voice.announce.lunch", time=afternoon.opens)] if afternoon else []
    return [*noon, *(say(f"voice.announce.{key}") for key in ("close", "fault", "leave"))]


def _lacks_minutes(form: AnnouncementForm) -> bool:
    typed = text_of(form.minutes)
    if typed.isascii() and typed.isdigit() and len(typed) < 5:
        return False
    form.minutes.errors = (*form.minutes.errors, "office.announcement.minutes.wrong")
    return True
