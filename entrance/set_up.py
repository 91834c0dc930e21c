"""How does the first administrator get in? By the one-time link that the first start printed."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

import doors
from actions.set_up import is_set_up_link, use_set_up_link
from entrance.blueprint import blueprint
from entrance.forms import SetUpForm
from passwords import SHORTEST, hash_password
from rules.refusals import Refusal
from theme.forms import secret_of, text_of
from theme.hall import hall
from theme.language import say


@blueprint.route("/set-up/<token>", methods=["GET", "POST"])
def set_up(token: str) -> Response | str | tuple[str, int]:
    """The form while the link lives; looking at it changes nothing. Afterwards one is signed in."""
    if not hall().read(is_set_up_link, secret=token):
        return render_template("entrance/set_up_used.html"), 410
    form = SetUpForm(hall().config)
    if not form.validate_on_submit():
        return _page(form)
    account = hall().write(
        use_set_up_link,
        secret=token,
        name=text_of(form.name),
        password_hash=hash_password(secret_of(form.password)),
        officer_name=text_of(form.person),
        departments=form.served,
    )
    if isinstance(account, Refusal):
        return _page(form, say(f"refusal.{account.code}", **account.facts))
    doors.sign_in(account)
    return redirect(url_for("office.overview"))


def _page(form: SetUpForm, wrong: str = "") -> str:
    return render_template("entrance/set_up.html", form=form, wrong=wrong, shortest=SHORTEST)
