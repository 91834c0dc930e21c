"""How does a browser become a kiosk or a wall? By a code from the Office, or by the link that the first start printed.

Looking changes nothing: the link's page sends a form, by its script or by its button.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.accounts import Role
from actions.devices import DeviceView, device_by_secret
from actions.devices import pair as use_code
from doors import DEVICE_KINDS, give_device_cookie, visitor
from entrance.blueprint import blueprint
from entrance.forms import PairForm
from rules.refusals import Refusal
from theme.forms import text_of
from theme.hall import hall
from theme.language import say
from theme.tries import tries

MOST_WRONG = 20
SURFACES = {Role.KIOSK: "kiosk.home", Role.WALL: "display.wall", Role.DESK_DISPLAY: "display.own_desk"}


@blueprint.route("/pair", methods=["GET", "POST"])
def pair() -> Response | str | tuple[str, int]:
    """Type the Office's one-time code."""
    form = PairForm()
    if not form.validate_on_submit():
        return _asked_for_code(form)
    locked_min = tries().minutes_locked(MOST_WRONG, "pair")
    if locked_min:
        wrong = say("pair.many", minutes=locked_min)
        return render_template("entrance/pair.html", form=form, wrong=wrong), 429
    paired = hall().write(use_code, code=text_of(form.code))
    if isinstance(paired, Refusal):
        tries().was_wrong(MOST_WRONG, "pair")
        wrong = say(f"refusal.{paired.code}")
        return render_template("entrance/pair.html", form=form, wrong=wrong), 409
    return _become(paired[1])


@blueprint.route("/pair/<token>", methods=["GET", "POST"])
def pair_by_link(token: str) -> Response | str | tuple[str, int]:
    """The link carries the device's token."""
    device = _device(token)
    form = PairForm(formdata=None)
    if device is None:
        return render_template("entrance/pair.html", form=form, dead_link=True), 410
    if request.method == "POST":  # the doors have checked that our own page sent it
        return _become(token)
    return render_template("entrance/pair_by_link.html", device=device)


def _asked_for_code(form: PairForm) -> Response | str:
    """The code may stand in the address: a wall without a keyboard is started with it (deploy/), and used codes too."""
    code = "".join(digit for digit in request.args.get("code", "") if digit.isascii() and digit.isdigit())
    if not code or request.method == "POST":
        return render_template("entrance/pair.html", form=form)
    paired = next((kind for kind in reversed(DEVICE_KINDS) if kind in visitor().devices), None)
    if paired is not None:
        return redirect(url_for(SURFACES[paired]))
    form.code.data = code
    return render_template("entrance/pair.html", form=form, by_itself=True)


def _device(secret: str) -> DeviceView | None:
    device = hall().read(device_by_secret, secret=secret)
    return device if device is not None and device.kind in DEVICE_KINDS else None


def _become(secret: str) -> Response:
    device = _device(secret)
    assert device is not None
    answer = redirect(url_for(SURFACES[device.kind]))
    give_device_cookie(answer, device.kind, secret)  # type: ignore[arg-type]  # redirect's is a Werkzeug Response
    return answer
