"""Which procedures does the office post, what does it say about each, and how much of the published list is that?"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from actions.known import known
from actions.procedures import (
    ProcedureEdit,
    ProcedureWish,
    procedure_to_edit,
    procedures_to_edit,
    save_procedure,
    withdraw_procedure,
)
from imports.codes import BadCode, code_of
from imports.exports import procedures_file
from imports.house import procedures_present
from imports.procedures import key_of_name
from imports.rows import LONGEST_TEXT
from locales.serving import gap_words
from office.blueprint import blueprint, me
from office.covered import coverage_now
from office.files import Kind, send_list
from rules.refusals import Refusal
from rules.searching import Entry, rank
from theme.forms import Form, at_most, needed, text_of
from theme.hall import hall
from theme.language import language, say

Answer = Response | str | tuple[str, int]
LONG = 20_000
TEXTS = ("official_name", "time_limit", "fee", "legal_basis", "source")
MOST_FOUND = 200


def a_code(_: Form, field: StringField) -> None:
    """The national code, in any of the ways in which it is written."""
    try:
        code_of(text_of(field))
    except BadCode:
        raise ValidationError("field.procedure_code") from None


class ProcedureForm(Form):
    """Documents and synonyms stand one a line. `revision` is what the page showed when it was opened."""

    name = StringField(validators=[needed, at_most(LONGEST_TEXT)])
    official_name = TextAreaField(validators=[at_most(LONG)])
    code = StringField(validators=[Optional(), a_code])
    department = SelectField(validate_choice=False)
    field = StringField(validators=[at_most(LONGEST_TEXT)])
    synonyms = TextAreaField(validators=[at_most(LONG)])
    documents = TextAreaField(validators=[at_most(LONG)])
    time_limit = StringField(validators=[at_most(LONG)])
    fee = StringField(validators=[at_most(LONG)])
    legal_basis = TextAreaField(validators=[at_most(LONG)])
    source = TextAreaField(validators=[at_most(LONG)])
    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        listed = hall().config.departments
        self.department.choices = [(each.code, each.text("name", language())) for each in listed]

    def wish(self, key: str) -> ProcedureWish:
        code = code_of(text_of(self.code))
        return ProcedureWish(
            key=key or code or key_of_name(text_of(self.name)),
            code=code,
            department=str(self.department.data or ""),
            field=text_of(self.field),
            name=" ".join(text_of(self.name).split()),
            documents=_lines(self.documents),
            synonyms=_lines(self.synonyms),
            **{name: text_of(self[name]) for name in TEXTS},
        )


class WithdrawForm(Form):
    revision = IntegerField(widget=HiddenInput())


@blueprint.get("/procedures")
def procedures() -> str:
    """All procedures by department; a search shows what the kiosk would find, withdrawn ones too."""
    query, department = request.args.get("q", "").strip(), request.args.get("department", "")
    listed = hall().read(procedures_to_edit)
    found = _found(query, listed) if query else listed
    shown = [each for each in found if not department or each.wish.department == department]
    groups = {
        each.code: [edit for edit in shown if edit.wish.department == each.code] for each in hall().config.departments
    }
    return render_template(
        "office/procedures.html",
        groups={code: members for code, members in groups.items() if members},
        total=len(shown),
        query=query,
        department=department,
        today=hall().local_now().date(),
        coverage=coverage_now(listed),
        gaps=[gap_words(language(), hall().config, gap) for gap in hall().read(known).gaps],
    )


@blueprint.get("/procedures/coverage")
def coverage() -> str:
    """What of the published list is missing here, and what is posted that the list no longer has."""
    measured = coverage_now(hall().read(procedures_to_edit))
    if measured is None:
        abort(404)
    return render_template("office/coverage.html", coverage=measured, today=hall().local_now().date())


@blueprint.get("/procedures/list.<any(xlsx, csv):ending>")
def procedures_list(ending: Kind) -> Response:
    """The whole catalogue as a file that can be brought in again."""
    config, reader, told = hall().config, hall(), language()
    return send_list(
        lambda: procedures_file(procedures_present(reader.read(procedures_to_edit)), config.departments, ending, told),
        say("office.procedures.file"),
        ending,
    )


@blueprint.route("/procedures/new", methods=["GET", "POST"])
def new_procedure() -> Answer:
    """Post one more."""
    form = ProcedureForm()
    if not form.validate_on_submit():
        return _page(form)
    added = hall().write(save_procedure, wish=form.wish(""), actor=me().actor)
    if isinstance(added, Refusal):
        return _page(form, wrong=_said(added)), 409
    flash(say("office.procedure.added", name=added.wish.name))
    return redirect(url_for("office.procedures"))


@blueprint.route("/procedures/edit/<path:key>", methods=["GET", "POST"])
def procedure(key: str) -> Answer:
    """Change what is posted about one, dated today; another's change meanwhile is told and nothing typed is lost."""
    theirs = _theirs(key)
    if request.method == "GET":
        return _page(ProcedureForm(formdata=None, data=_typed(theirs)), theirs)
    form = ProcedureForm()
    if not form.validate_on_submit():
        return _page(form, theirs)
    saved = hall().write(save_procedure, wish=form.wish(key), actor=me().actor, revision=form.revision.data or 0)
    if isinstance(saved, Refusal):
        return _refused(form, saved, key)
    flash(say("office.procedure.saved", name=saved.wish.name))
    return redirect(url_for("office.procedures", department=saved.wish.department))


@blueprint.post("/procedures/withdraw/<path:key>")
def withdraw(key: str) -> Answer:
    """Take it off kiosk and notice board, or put it back."""
    theirs, form = _theirs(key), WithdrawForm()
    if not form.validate_on_submit():
        abort(400)
    done = hall().write(
        withdraw_procedure,
        key=key,
        revision=form.revision.data or 0,
        is_withdrawn=request.form.get("back") is None,
        actor=me().actor,
    )
    if isinstance(done, Refusal):
        return _refused(ProcedureForm(formdata=None, data=_typed(_theirs(key))), done, key)
    flash(say("office.procedure.withdrawn" if done.is_withdrawn else "office.procedure.back", name=theirs.wish.name))
    return redirect(url_for("office.procedures", department=theirs.wish.department))


def _found(query: str, listed: tuple[ProcedureEdit, ...]) -> list[ProcedureEdit]:
    by_key = {each.wish.key: each for each in listed}
    entries = [
        Entry(each.key, f"{each.name} {each.official_name}", each.code, each.field, each.synonyms)
        for each in (edit.wish for edit in listed)
    ]
    return [by_key[entry.key] for entry in rank(query, entries)[:MOST_FOUND]]


def _refused(form: ProcedureForm, refusal: Refusal, key: str) -> tuple[str, int]:
    """The page with what was typed; after another's change, beside what that one wrote, and ready to win over it."""
    theirs = _theirs(key)
    others: dict[str, str] = {}
    if refusal.code == "changed_meanwhile":
        mine, there, now = asdict(form.wish(key)), asdict(theirs.wish), _typed(theirs)
        others = {name: str(now[name]) for name in there if name != "key" and mine[name] != there[name]}
        form.revision.raw_data, form.revision.data = None, theirs.revision
    return _page(form, theirs, _said(refusal), others), 409


def _page(
    form: ProcedureForm, theirs: ProcedureEdit | None = None, wrong: str = "", others: dict[str, str] | None = None
) -> str:
    withdrawing = WithdrawForm(formdata=None, data={"revision": theirs.revision}) if theirs else None
    return render_template(
        "office/procedure.html", form=form, theirs=theirs, wrong=wrong, others=others or {}, withdrawing=withdrawing
    )


def _theirs(key: str) -> ProcedureEdit:
    found = hall().read(procedure_to_edit, key=key)
    if found is None:
        abort(404)
    return found


def _typed(theirs: ProcedureEdit) -> dict[str, Any]:
    wish = replace(theirs.wish, documents=(), synonyms=())
    items = {"documents": "\n".join(theirs.wish.documents), "synonyms": "\n".join(theirs.wish.synonyms)}
    return {**asdict(wish), **items, "revision": theirs.revision}


def _lines(field: TextAreaField) -> tuple[str, ...]:
    return tuple(line for each in text_of(field).splitlines() if (line := " ".join(each.split())))


def _said(refusal: Refusal) -> str:
    return say(f"refusal.{refusal.code}", **refusal.facts)
