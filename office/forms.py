"""What is asked of the Office, and when is an answer wrong? Messages are keys of the words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import IntegerField, PasswordField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput

from actions.accounts import Role
from actions.people import OfficerView
from office.rights import roles_given_by
from passwords import LONGEST, SHORTEST
from theme.forms import NAME_LENGTH, PERSON_LENGTH, Form, at_most, needed
from theme.hall import hall
from theme.language import language, say

_new_password = [
    needed,
    Length(min=SHORTEST, message="signin.weak"),
    at_most(LONGEST),
]


def needed_unless_chosen(form: Form, field: StringField) -> None:
    """The directory knows the name of whom it holds."""
    if not form.officer.data:
        needed(form, field)


class DepartmentsForm(Form):
    departments = SelectMultipleField(option_widget=CheckboxInput())

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        listed = hall().config.departments
        self.departments.choices = [(each.code, each.text("name", language())) for each in listed]


class AccountDepartmentsForm(DepartmentsForm):
    """`revision` is what the page showed when it was opened."""

    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])


class AccountForm(DepartmentsForm):
    """A new account; `mine` is the role of the one who adds it.

    `free`: officers of the directory who have none yet. Who is chosen there is not asked for name and departments.
    """

    officer = SelectField(coerce=int, default=0)
    person = StringField(validators=[needed_unless_chosen, at_most(PERSON_LENGTH)])
    name = StringField(validators=[needed, at_most(NAME_LENGTH)])
    role = RadioField(validators=[needed], default=Role.OFFICER.value)
    password = PasswordField(validators=_new_password)

    def __init__(self, mine: Role, free: Iterable[OfficerView] = (), **more: Any) -> None:
        super().__init__(**more)
        names = {each.code: each.text("short_name", language()) for each in hall().config.departments}
        listed = [
            (each.id, " – ".join((each.name, *(names.get(code, code) for code in each.departments)))) for each in free
        ]
        self.officer.choices = [(0, say("office.account.officer.new")), *listed]
        given = roles_given_by(mine)
        self.role.choices = [(role.value, say(f"office.account.role.{role.value}")) for role in given]


class PasswordForm(Form):
    password = PasswordField(validators=_new_password)
