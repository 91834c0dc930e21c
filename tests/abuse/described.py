"""Requests as the API's own description has them: mostly right, wrong in one place or another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from jsonschema import Draft202012Validator

from tests.abuse.visiting import Chance

WRONG = 0.12
# What exists: without these hardly any request would get beyond the first look.
WORDS = {
    "desk": ("1", "4"), "department": ("TP", "KTHT"), "procedure": ("1.013225", "2.000815"), "visit": ("new", "unsure"),
    "to_desk": ("1", "2"), "to_department": ("TNMT", "TP"), "printer": ("preview",), "label": ("4-001", "1-001"),
}  # fmt: skip


class Described:
    """The operations of the description, and what it promises of their answers."""

    def __init__(self, description: Mapping[str, Any], chance: Chance) -> None:
        self._components, self._chance = {"components": description["components"]}, chance
        self.operations = [
            (method.upper(), path, operation)
            for path, methods in description["paths"].items()
            for method, operation in methods.items()
        ]

    def request(self, operation: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str], Any]:
        """(values of the path, of the query, the body or None)."""
        places: dict[str, dict[str, str]] = {"path": {}, "query": {}}
        for parameter in operation["parameters"]:
            if parameter["in"] == "path" or self._chance.random() < 0.6:
                places[parameter["in"]][parameter["name"]] = self._word(parameter["name"])
        content = operation.get("requestBody", {}).get("content", {})
        body = self.value(content["application/json"]["schema"]) if content else None
        return places["path"], places["query"], body

    def value(self, schema: Mapping[str, Any], name: str = "") -> Any:
        """Something that fits the schema; now and then something else."""
        chance = self._chance
        if chance.random() < WRONG / 2:
            return chance.value()
        if "$ref" in schema:
            return self.value(self._components["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]], name)
        if "anyOf" in schema:
            return self.value(chance.choice(schema["anyOf"]), name)
        if "enum" in schema or "const" in schema:
            return chance.choice(schema.get("enum") or [schema["const"]])
        return self._of_type(schema, name)

    def _of_type(self, schema: Mapping[str, Any], name: str) -> Any:
        chance = self._chance
        match schema.get("type"):
            case "object":
                parts = schema.get("properties", {})
                wanted = [part for part in parts if part in schema.get("required", ()) or chance.random() < 0.4]
                return {part: self.value(parts[part], part) for part in wanted if chance.random() > WRONG / 4}
            case "array":
                return [self.value(schema.get("items", {}), name) for _ in range(chance.randrange(4))]
            case "integer" | "number":
                return chance.choice((schema.get("minimum", 0), schema.get("maximum", 9), 1, 2, chance.randrange(99)))
            case "boolean":
                return chance.random() < 0.5
            case "null":
                return None
        return self._word(name)

    def _word(self, name: str) -> str:
        if name in WORDS and self._chance.random() > WRONG:
            return self._chance.choice(WORDS[name])
        if self._chance.random() > WRONG:
            return f"word-{self._chance.randrange(10**6):08d}"
        return self._chance.word()

    def complaint(self, operation: Mapping[str, Any], answer: Any) -> str:
        """What the description does not say of this answer; "" if all is as told."""
        told = operation["responses"].get(str(answer.status_code))
        if told is None:
            return f"it does not tell of {answer.status_code}"
        for kind, content in told.get("content", {}).items():
            if answer.mimetype != kind:
                return f"{answer.mimetype} instead of {kind}"
            problems = Draft202012Validator({**content["schema"], **self._components}).iter_errors(answer.get_json())
            return "; ".join(problem.message for problem in problems)
        return ""


def sendable(path: str, values: Mapping[str, str]) -> str:
    """The address with its values, as a client writes it."""
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(value.encode(errors="replace").decode() or "x", safe=""))
    return path


def as_json(body: Any) -> dict[str, Any]:
    """With every letter escaped: half a surrogate pair gets through."""
    return {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
