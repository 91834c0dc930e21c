"""Who can sign in? The list, a new account, and what can be changed about one."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import doors
from actions.accounts import (
    AccountView,
    Role,
    account_by_id,
    add_account,
    disable_account,
    list_accounts,
    set_departments,
    set_password,
)
from actions.people import list_officers
from office.blueprint import blueprint, me
from office.files import department_names
from office.forms import AccountDepartmentsForm, AccountForm, PasswordForm
from office.rights import may_change
from passwords import SHORTEST, hash_password
from rules.name_order import name_order
from rules.refusals import Refusal
from theme.forms import codes_of, secret_of, text_of
from theme.hall import hall
from theme.language import say
from theme.problems import refuse

Answer = Response | str | tuple[str, int]


@blueprint.get("/accounts")
def accounts() -> str:
    """All accounts, those in use first."""
    listed = sorted(hall().read(list_accounts), key=lambda each: (each.is_disabled, name_order(each.officer_name)))
    mine = me().role
    may = {each.id: may_change(mine, each.role) for each in listed}
    return render_template("office/accounts.html", accounts=listed, may=may)


@blueprint.route("/accounts/new", methods=["GET", "POST"])
def new_account() -> Answer:
    """Add one."""
    free = [each for each in hall().read(list_officers, on_list_only=True) if not each.accounts]
    form = AccountForm(me().role, free, data={"officer": request.args.get("officer", 0, int)})
    if not form.validate_on_submit():
        return render_template("office/new_account.html", form=form, shortest=SHORTEST)
    added = hall().write(
        add_account,
        name=text_of(form.name),
        role=Role(form.role.data),
        password_hash=hash_password(secret_of(form.password)),
        officer=form.officer.data or None,
        officer_name=text_of(form.person),
        departments=() if form.officer.data else codes_of(form.departments),
        actor=me().actor,
    )
    if isinstance(added, Refusal):
        wrong = _said(added)
        return render_template("office/new_account.html", form=form, shortest=SHORTEST, wrong=wrong), 409
    flash(say("office.account.added", name=added.name))
    return redirect(url_for("office.accounts"))


@blueprint.get("/accounts/<int:account_id>")
def account(account_id: int) -> Answer:
    """What can be changed about one."""
    return _page(_theirs(account_id), PasswordForm())


@blueprint.post("/accounts/<int:account_id>/departments")
def departments(account_id: int) -> Answer:
    """Say anew to which departments its officer belongs; another's change meanwhile is told, the ticks stay."""
    theirs = _theirs(account_id)
    form = AccountDepartmentsForm()
    if not form.validate_on_submit():
        abort(400)
    saved = hall().write(
        set_departments,
        account_id=theirs.id,
        departments=codes_of(form.departments),
        actor=me().actor,
        revision=form.revision.data or 0,
    )
    if isinstance(saved, Refusal) and saved.code == "changed_meanwhile":
        theirs, form.revision.raw_data = _theirs(account_id), None
        form.revision.data = theirs.revision
        return _page(theirs, PasswordForm(formdata=None), form, _said(saved)), 409
    return _done(saved, "office.account.saved")


@blueprint.post("/accounts/<int:account_id>/password")
def password(account_id: int) -> Answer:
    """A new password; one's own sign-in goes on with it."""
    theirs = _theirs(account_id)
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page(theirs, form)
    kept = hash_password(secret_of(form.password))
    changed = hall().write(set_password, account_id=theirs.id, password_hash=kept, actor=me().actor)
    if isinstance(changed, AccountView) and changed.id == me().id:
        doors.sign_in(changed)
    return _done(changed, "office.account.password_set")


@blueprint.post("/accounts/<int:account_id>/disable")
def disable(account_id: int) -> Answer:
    """Let it in no more."""
    theirs = _theirs(account_id)
    if theirs.id == me().id:
        return refuse(Refusal("own_account"))
    return _done(hall().write(disable_account, account_id=theirs.id, actor=me().actor), "office.account.disabled_done")


@blueprint.post("/accounts/<int:account_id>/enable")
def enable(account_id: int) -> Answer:
    """Let it in again."""
    theirs = _theirs(account_id)
    return _done(
        hall().write(disable_account, account_id=theirs.id, is_disabled=False, actor=me().actor),
        "office.account.enabled_done",
    )


def _theirs(account_id: int) -> AccountView:
    """The account to change: 404 for none, 403 for one above the asker."""
    theirs = hall().read(account_by_id, account_id=account_id)
    if theirs is None:
        abort(404)
    if not may_change(me().role, theirs.role):
        abort(refuse(Refusal("above_you"), 403))
    return theirs


def _page(
    theirs: AccountView, form: PasswordForm, ticked: AccountDepartmentsForm | None = None, wrong: str = ""
) -> str:
    """`ticked`: what stays ticked beside what somebody else has written meanwhile."""
    there = {"departments": list(theirs.departments), "revision": theirs.revision}
    names = department_names()
    return render_template(
        "office/account.html",
        theirs=theirs,
        password_form=form,
        departments_form=ticked or AccountDepartmentsForm(formdata=None, data=there),
        others=", ".join(names.get(code, code) for code in theirs.departments) or "–" if ticked else "",
        shortest=SHORTEST,
        wrong=wrong,
    )


def _done(answer: AccountView | Refusal, key: str) -> Answer:
    if isinstance(answer, Refusal):
        return refuse(answer)
    flash(say(key, name=answer.name))
    return redirect(url_for("office.account", account_id=answer.id))


def _said(refusal: Refusal) -> str:
    return say(f"refusal.{refusal.code}", **refusal.facts)
