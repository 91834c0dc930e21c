"""Where do the program's routes hang, and how does each say what it takes and gives?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Blueprint, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException

from theme.problems import problem

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
View = TypeVar("View", bound=Callable[..., Any])
Body = TypeVar("Body", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Described:
    """What the description says of one route."""

    summary: str
    body: type[BaseModel] | None = None
    answers: Mapping[int, type[BaseModel] | None] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


DESCRIBED: dict[str, Described] = {}


def describe(
    summary: str,
    *,
    body: type[BaseModel] | None = None,
    answers: Mapping[int, type[BaseModel] | None],
    query: Mapping[str, str] | None = None,
) -> Callable[[View], View]:
    """Put a view into the OpenAPI description, under its own name."""

    def note(view: View) -> View:
        DESCRIBED[f"api.{view.__name__}"] = Described(summary, body, answers, query or {})
        return view

    return note


def read_body(model: type[Body]) -> Body:
    """The request's JSON as a typed value; anything else ends in a 400 that names every field to mend."""
    try:
        given = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets, thousands deep
        given = None
    try:
        return model.model_validate(given if given is not None else {})
    except ValidationError as wrong:
        raise BadBody(wrong) from wrong


class BadBody(HTTPException):
    """400: what the body should have been, field by field."""

    code = 400

    def __init__(self, wrong: ValidationError) -> None:
        super().__init__("bad body")
        errors = [
            {"field": ".".join(str(part) for part in error["loc"]), "reason": error["msg"]}
            for error in wrong.errors(include_url=False, include_context=False, include_input=False)
        ]
        self.response = problem(status=400, code="bad_body", title="The body is not as described", errors=errors)
