"""What can a program ask of us? The description, generated from the routes, their shapes and the doors' table."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, current_app, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.blueprint import DESCRIBED, Described, blueprint
from doors import ROUTES

REF = "#/components/schemas/{model}"


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """OpenAPI 3.1."""
    return jsonify(description())


def description() -> dict[str, Any]:
    """The whole description, for the application of the current context."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in current_app.url_map.iter_rules():
        described = DESCRIBED.get(rule.endpoint)
        if described is None:
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            paths.setdefault(path, {})[method.lower()] = _operation(rule.endpoint, described, sorted(rule.arguments))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Một Cửa", "version": "1"},
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(endpoint: str, described: Described, arguments: list[str]) -> dict[str, Any]:
    roles = sorted(role.value for role in ROUTES[endpoint])
    operation: dict[str, Any] = {
        "operationId": endpoint.removeprefix("api."),
        "summary": described.summary,
        "description": "Roles: " + ", ".join(roles),
        "parameters": [
            *({"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in arguments),
            *(
                {"name": name, "in": "query", "description": what, "schema": {"type": "string"}}
                for name, what in described.query.items()
            ),
        ],
        "responses": {str(status): _answer(status, model) for status, model in described.answers.items()},
        "security": [] if "anyone" in roles else [{"token": []}],
    }
    if described.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": REF.format(model=described.body.__name__)}}},
        }
    return operation


def _answer(status: int, model: type[BaseModel] | None) -> dict[str, Any]:
    told: dict[str, Any] = {"description": "refused" if status >= 400 else "done"}
    if model is not None:
        kind = "application/problem+json" if status >= 400 else "application/json"
        told["content"] = {kind: {"schema": {"$ref": REF.format(model=model.__name__)}}}
    return told


def _schemas() -> dict[str, Any]:
    models: dict[str, type[BaseModel]] = {}
    for described in DESCRIBED.values():
        for model in (described.body, *described.answers.values()):
            if model is not None:
                models[model.__name__] = model
    _, schema = models_json_schema([(model, "validation") for model in models.values()], ref_template=REF)
    schemas: dict[str, Any] = schema["$defs"]
    return schemas
