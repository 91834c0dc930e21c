"""What would a list change that somebody sends in? Upload, preview, and only then, confirmed, one write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_wtf.file import FileField
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField

from actions.lists import Confirmed, ListFile
from actions.people import list_officers
from actions.procedures import procedures_to_edit
from imports.house import (
    Compared,
    PeopleCompared,
    ProceduresCompared,
    compare_people,
    compare_procedures,
    write_compared,
)
from imports.preview import Preview
from imports.problems import ImportProblem, line
from imports.tables import MOST_BYTES, read_table
from imports.wording import field_text, field_title
from office.blueprint import blueprint, me
from office.files import department_names, in_thread
from office.kept_files import keep, keep_for_good, kept
from office.media import SENT_TO, film_too_large
from rules.refusals import Refusal
from theme.forms import Form
from theme.hall import hall
from theme.language import language, say
from theme.problems import page

Answer = Response | str | tuple[str, int]
MEGABYTE = 1024 * 1024
# Above what a list may have (imports.tables), so that a file too large is told and not cut off.
LARGEST_UPLOAD = 50 * MEGABYTE + 256 * 1024
MOST_SHOWN = 200  # rows of each part of a preview: a page of 5,000 helps nobody
MOST_FIELDS = 200  # asked for, and as many again answered: Werkzeug takes 1,000 parts of a form
NAME_LENGTH = 120
NOT_OURS = "-"
NAMESAKE = "namesake-"
IMPORTS = frozenset({"office.people_import", "office.procedures_import"})


class ImportForm(Form):
    """First a file; with its preview, the digest of its bytes and the `seal` of what was shown."""

    file = FileField()
    digest = HiddenField()
    name = HiddenField()
    seal = HiddenField()
    department = SelectField(validate_choice=False)

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        listed = hall().config.departments
        self.department.choices = [("", "–"), *((each.code, each.text("name", language())) for each in listed)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the Office sends with a list: its bytes, whose it is, who answers for fields, and whom namesakes mean."""

    content: bytes
    digest: str
    name: str
    department: str | None
    fields: Mapping[str, str]
    otherwise: str | None
    namesakes: Mapping[int, str]


@blueprint.url_value_preprocessor
def let_lists_in(endpoint: str | None, _: dict[str, Any] | None) -> None:
    """Before the forgery check reads the form: everywhere else a request has 256 kB at most."""
    if endpoint in IMPORTS:
        request.max_content_length = LARGEST_UPLOAD


@blueprint.errorhandler(RequestEntityTooLarge)
def upload_too_large(_: RequestEntityTooLarge) -> Answer:
    """What is too large even to be told row by row."""
    if request.endpoint == SENT_TO:
        return film_too_large()
    if request.endpoint not in IMPORTS:
        return page(413, "alert-circle", say("error.not_allowed"))
    size = -(-(request.content_length or 0) // MEGABYTE)
    problem = ImportProblem("too_large", facts={"size": size, "most": MOST_BYTES // MEGABYTE})
    what = "procedures" if request.endpoint == "office.procedures_import" else "people"
    # Without its values: to ask for them would refuse this request once more.
    frame = {**_frame(what, ImportForm(formdata=None)), "wrong": line(language(), problem)}
    return render_template("office/import.html", **frame), 413


@blueprint.route("/people/import", methods=["GET", "POST"])
def people_import() -> Answer:
    """The lists of officers that departments send in."""
    return _import("people", _compare_people)


@blueprint.route("/procedures/import", methods=["GET", "POST"])
def procedures_import() -> Answer:
    """The national portal's export and other lists of procedures."""
    return _import("procedures", _compare_procedures)


def _import(what: str, compare: Callable[[Asked], Compared]) -> Answer:
    form = ImportForm()
    if not form.validate_on_submit():
        return render_template("office/import.html", **_frame(what))
    asked = _asked(form, what)
    if isinstance(asked, str):
        return render_template("office/import.html", **_frame(what), wrong=asked), 409
    compared = compare(asked)
    preview = compared.preview
    if "write" not in request.form or not preview.is_applicable:
        return _preview_page(what, asked, preview)
    if preview.digest != form.seal.data:
        return _preview_page(what, asked, preview, say("refusal.changed_meanwhile")), 409
    done = _write(asked, compared)
    if isinstance(done, Refusal):
        said = say(f"refusal.{done.code}", **done.facts)
        return _preview_page(what, asked, compare(asked).preview, said), 409
    keep_for_good(asked.digest)
    flash(say("office.import.done", file=asked.name, added=done[0], changed=done[1]))
    return redirect(url_for(f"office.{what}"), 303)


def _asked(form: ImportForm, what: str) -> Asked | str:
    """The list of this request: just sent, or shown before; else what is wrong."""
    sent = form.file.data
    if sent:
        content, name = sent.read(), Path((sent.filename or "").replace("\\", "/")).name[-NAME_LENGTH:]
        digest = keep(content)
    elif form.digest.data:
        digest, name = form.digest.data, Path(form.name.data or "").name[-NAME_LENGTH:]
        found = kept(digest)
        if found is None:
            return say("office.import.gone")
        content = found
    else:
        return say("import.choose")
    known = department_names()
    chosen = form.department.data if what == "people" and form.department.data in known else None
    return Asked(
        content,
        digest,
        name,
        chosen,
        _fields_answered(known),
        _placed(request.form.get("otherwise", ""), known),
        _namesakes_answered(),
    )


def _fields_answered(known: Mapping[str, str]) -> dict[str, str]:
    """`field-3` says a field's name and `place-3` who answers for it."""
    answered: dict[str, str] = {}
    for number in range(2 * MOST_FIELDS):
        place = _placed(request.form.get(f"place-{number}", ""), known)
        if place is not None:
            answered[request.form.get(f"field-{number}", "")] = place
    return answered


def _namesakes_answered() -> dict[int, str]:
    """`namesake-3` says whom the row 3 means."""
    answered = ((name.removeprefix(NAMESAKE), said) for name, said in request.form.items() if name.startswith(NAMESAKE))
    return {int(row): said for row, said in answered if said and row.isascii() and row.isdigit() and len(row) < 9}


def _placed(text: str, known: Mapping[str, str]) -> str | None:
    if text == NOT_OURS:
        return ""
    return text if text in known else None


def _compare_people(asked: Asked) -> PeopleCompared:
    officers, departments = hall().read(list_officers), hall().config.departments
    return in_thread(
        lambda: compare_people(
            read_table(asked.content, asked.name), officers, departments, asked.department, answers=asked.namesakes
        )
    )


def _compare_procedures(asked: Asked) -> ProceduresCompared:
    edits, departments = hall().read(procedures_to_edit), hall().config.departments
    return in_thread(
        lambda: compare_procedures(
            read_table(asked.content, asked.name), edits, departments, asked.fields, asked.otherwise
        )
    )


def _write(asked: Asked, compared: Compared) -> tuple[int, int] | Refusal:
    file = ListFile(asked.name, asked.digest, skipped=len(compared.preview.skipped))
    return write_compared(hall(), compared, Confirmed(file, me().actor))


def _preview_page(what: str, asked: Asked, preview: Preview, wrong: str = "") -> str:
    told = language()
    unplaced = sorted((preview.unplaced or {}).items(), key=lambda each: (-each[1], each[0]))
    open_rows = {each.row for each in preview.namesakes}
    form = ImportForm()
    for field, value in ((form.digest, asked.digest), (form.name, asked.name), (form.seal, preview.digest)):
        field.data = value
    return render_template(
        "office/import_preview.html",
        **_frame(what, form),
        wrong=wrong,
        preview=preview,
        file=asked.name,
        problems=[line(told, problem) for problem in preview.problems[:MOST_SHOWN]],
        most=MOST_SHOWN,
        unplaced=unplaced[:MOST_FIELDS],
        namesakes=preview.namesakes[:MOST_FIELDS],
        namesakes_answered={row: said for row, said in asked.namesakes.items() if row not in open_rows},
        answered={name: place for name, place in asked.fields.items() if name not in (preview.unplaced or {})},
        otherwise=NOT_OURS if asked.otherwise == "" else asked.otherwise,
        first_answer=MOST_FIELDS,
        asks_department=what == "people" and any(each.code == "row.no_department" for each in preview.problems),
        title=lambda name: field_title(told, what, name),
        text=lambda name, value: _text(name, value),
    )


def _text(name: str, value: Any) -> str:
    names = department_names()
    if name == "departments":
        return ", ".join(names.get(code, code) for code in value or ())
    if name == "department":
        return names.get(value, value or "")
    return field_text(language(), name, value)


def _frame(what: str, form: ImportForm | None = None) -> dict[str, Any]:
    return {
        "what": what,
        "form": form or ImportForm(),
        "most_mb": MOST_BYTES // MEGABYTE,
        "most_bytes": MOST_BYTES,
        "NOT_OURS": NOT_OURS,
    }
