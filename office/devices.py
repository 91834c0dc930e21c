"""On which machines does the hall run? Kiosks, walls, desks' own screens with their pairing, and the printers."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from actions.devices import DeviceView, list_desk_displays, list_devices, new_pairing, revoke_device
from actions.turn_away import held_back
from office.blueprint import blueprint, me
from rules.refusals import Refusal
from theme.hall import hall
from theme.language import say
from theme.problems import refuse
from watch.hall import is_here


@blueprint.get("/devices")
def devices() -> str:
    """All of them."""
    return render_template("office/devices.html", **_listed())


@blueprint.post("/devices/<code>/pairing")
def pairing(code: str) -> Response | str:
    """A one-time code, shown on the answer of this POST and never again."""
    device = _device(code)
    made = hall().write(new_pairing, device=device.code, actor=me().actor, account=me().id)
    if isinstance(made, Refusal):
        return refuse(made)
    return render_template("office/devices.html", made=made, made_for=device, **_listed())


@blueprint.post("/devices/<code>/revoke")
def revoke(code: str) -> Response:
    """The machine must be paired anew."""
    device = _device(code)
    hall().write(revoke_device, device=device.code, actor=me().actor)
    flash(say("office.devices.revoked", name=device.name))
    return redirect(url_for("office.devices"))


def _listed() -> dict[str, object]:
    zone = hall().config.site.zone
    found = _all()
    seen = {each.code: each.seen_at.astimezone(zone) for each in found if each.seen_at is not None}
    live = {each.code for each in found if is_here(each, hall().now())}
    return {"devices": found, "seen": seen, "live": live, "held": hall().read(held_back)}


def _all() -> tuple[DeviceView, ...]:
    return *hall().read(list_devices), *hall().read(list_desk_displays)


def _device(code: str) -> DeviceView:
    found = next((each for each in _all() if each.code == code), None)
    if found is None:
        abort(404)
    return found
