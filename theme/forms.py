"""What do the forms of all pages share? Checks whose messages are keys of the words, and answers with their types."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from wtforms import SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

NAME_LENGTH = 40
PERSON_LENGTH = 120

needed = InputRequired("field.required")


class Keys:
    """What is not among the choices was not chosen on a page of ours: the message is a key, not WTForms' English."""

    def gettext(self, string: str) -> str:
        return "field.choice"

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return "field.choice"


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form with its forgery token."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF ships no types
        """As Flask-WTF's, but fields are text that a browser sends as a form, and what is wrong with them is a key."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was typed. A JSON body is none: a number or a list in it would break the fields' own checks."""
            is_asked = formdata is _Auto and request.is_json and not request.form
            return None if is_asked else super().wrap_formdata(form, formdata)

        def get_translations(self, form: Any) -> Keys:
            """For the messages that no check of ours names."""
            return Keys()


def at_most(length: int) -> Length:
    """No longer than `length` characters."""
    return Length(max=length, message="field.long")


def text_of(field: StringField) -> str:
    """What was typed, without spaces around it."""
    return (field.data or "").strip()


def secret_of(field: StringField) -> str:
    """What was typed, to the letter: a password may begin with a space."""
    return field.data or ""


def codes_of(field: SelectMultipleField) -> tuple[str, ...]:
    """What was ticked."""
    return tuple(str(code) for code in field.data or ())
