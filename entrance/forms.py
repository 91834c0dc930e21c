"""What is asked at the entrance, and when is an answer wrong? Messages are keys of the words."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput

from config import Config
from passwords import LONGEST, SHORTEST
from theme.language import language

NAME_LENGTH = 40
PERSON_LENGTH = 120

_needed = InputRequired("field.required")


class SignInForm(FlaskForm):  # type: ignore[misc]
    name = StringField(validators=[_needed, Length(max=NAME_LENGTH, message="field.long")])
    password = PasswordField(validators=[_needed, Length(max=LONGEST, message="field.long")])


class SetUpForm(FlaskForm):  # type: ignore[misc]
    """The first administrator; `departments` count only with `serves`."""

    name = StringField(validators=[_needed, Length(max=NAME_LENGTH, message="field.long")])
    person = StringField(validators=[_needed, Length(max=PERSON_LENGTH, message="field.long")])
    password = PasswordField(
        validators=[
            _needed,
            Length(min=SHORTEST, message="signin.weak"),
            Length(max=LONGEST, message="field.long"),
        ]
    )
    again = PasswordField(validators=[_needed, EqualTo("password", "field.same")])
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
        return tuple(self.departments.data) if self.serves.data else ()


class PairForm(FlaskForm):  # type: ignore[misc]
    code = StringField(validators=[_needed, Length(max=NAME_LENGTH, message="field.long")])
