"""Who is this person? Name and password in, a signed-in session out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import doors
from actions.accounts import AccountView, Role, account_by_name, folded_name
from entrance.blueprint import blueprint
from entrance.forms import SignInForm
from passwords import is_password
from theme.forms import secret_of, text_of
from theme.hall import hall
from theme.language import say
from theme.tries import tries

MOST_WRONG = 10


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response | str | tuple[str, int]:
    """The form, and its check; afterwards the page that was wanted."""
    account = doors.visitor().account
    if account is not None and request.method == "GET":
        return redirect(way_on(account))
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("entrance/sign_in.html", form=form)
    found = _check(text_of(form.name), secret_of(form.password))
    if isinstance(found, str):
        return render_template("entrance/sign_in.html", form=form, wrong=found), 403
    doors.sign_in(found)
    return redirect(way_on(found))


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """An open desk stays open: only its own command closes it."""
    doors.sign_out()
    return redirect(url_for("entrance.sign_in"))


def way_on(account: AccountView) -> str:
    """Where the person wanted to go, else where this role works."""
    wished = request.args.get("next", "")
    if is_ours(wished):
        return wished
    return url_for("desk.desks" if account.role is Role.OFFICER else "office.overview")


def is_ours(target: str) -> bool:
    """Whether a link stays in this house. Browsers drop tabs and read "\\" as "/", so neither may be in it."""
    if not target.startswith("/") or target.startswith("//") or "\\" in target:
        return False
    if any(character <= " " for character in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc


def _check(name: str, password: str) -> AccountView | str:
    """The account, or why not in words."""
    key = ("sign-in", folded_name(name))
    locked_min = tries().minutes_locked(MOST_WRONG, *key)
    if locked_min:
        return _locked(locked_min)
    found = hall().read(account_by_name, name=name)
    if not is_password(password, found[1] if found else None):
        tries().was_wrong(MOST_WRONG, *key)
        return say("signin.wrong")
    assert found is not None
    if found[0].is_disabled:
        return _with_phone("signin.disabled")
    tries().was_right(MOST_WRONG, *key)
    return found[0]


def _locked(minutes: int) -> str:
    return _with_phone("signin.locked", n=MOST_WRONG, minutes=minutes)


def _with_phone(key: str, **facts: object) -> str:
    phone = hall().config.site.office_phone
    return say(key, phone=phone, **facts) if phone else say(f"{key}.no_phone", **facts)
