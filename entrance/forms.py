"""What is asked at the entrance, and when is an answer wrong? Messages are keys of the words."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import EqualTo, Length, ValidationError
from wtforms.widgets import CheckboxInput

from config import Config
from passwords import LONGEST, SHORTEST
from theme.forms import NAME_LENGTH, PERSON_LENGTH, Form, at_most, codes_of, needed
from theme.language import language


class SignInForm(Form):
    name = StringField(validators=[needed, at_most(NAME_LENGTH)])
    password = PasswordField(validators=[needed, at_most(LONGEST)])


class SetUpForm(Form):
    """The first administrator; `departments` count only with `serves`."""

    name = StringField(validators=[needed, at_most(NAME_LENGTH)])
    person = StringField(validators=[needed, at_most(PERSON_LENGTH)])
    password = PasswordField(
        validators=[
            needed,
            Length(min=SHORTEST, message="signin.weak"),
            at_most(LONGEST),
        ]
    )
    again = PasswordField(validators=[needed, EqualTo("password", "field.same")])
    serves = BooleanField()
    departments = SelectMultipleField(option_widget=CheckboxInput())

    def __init__(self, config: Config, **more: Any) -> None:
        super().__init__(**more)
        self.departments.choices = [(each.code, each.text("name", language())) for each in config.departments]

    def validate_departments(self, field: SelectMultipleField) -> None:
        if self.serves.data and not field.data:
            raise ValidationError("field.departments")

    @property
    def served(self) -> tuple[str, ...]:
        """Codes of the departments that the administrator serves too."""
        return codes_of(self.departments) if self.serves.data else ()


class PairForm(Form):
    code = StringField(validators=[needed, at_most(NAME_LENGTH)])
