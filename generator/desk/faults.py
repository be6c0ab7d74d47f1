"""What a model refuses, in the words of the person who wrote the file: place, key, value, what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.desk.words import nearest
from generator.desk.yaml_lines import Document, Path, unquoted
from generator.errors import SettingsError

SECRET = frozenset(("password", "key"))
_KEY = "[key]"  # what the last part of a place is when the key itself is refused
_KINDS: Mapping[type, str] = {dict: "keys with values", list: "a list", bool: "true or false", type(None): "empty"}
_EXPECTED = {
    "string_type": "text",
    "tuple_type": "a list",
    "mapping_type": "keys with values",
    "model_type": "keys with values",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "decimal_type": "a number",
    "decimal_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
}


def explain(fault: ValidationError, model: type[BaseModel], document: Document) -> list[SettingsError]:
    """Return each error of `fault` as one line with its place, in the order of the file."""
    schema = model.model_json_schema()
    found = [(document.line(_path(error)), _explained(error, schema, document)) for error in fault.errors()]
    return [error for _, error in sorted(found, key=lambda item: item[0])]


def _explained(error: ErrorDetails, schema: dict[str, Any], document: Document) -> SettingsError:
    path = _path(error)
    problem, remedy = _sentence(error, path, schema, document)
    return SettingsError(document.where(path), problem, remedy)


def _path(error: ErrorDetails) -> Path:
    return tuple(part for part in error["loc"] if part != _KEY)


def _sentence(error: ErrorDetails, path: Path, schema: dict[str, Any], document: Document) -> tuple[str, str]:
    kind, value = error["type"], error.get("input")
    is_key = error["loc"][-1:] == (_KEY,)
    name, context = _name(path[:-1] if is_key else path), error.get("ctx", {})
    match kind:
        case "extra_forbidden":
            known = _at(schema, path[:-1], schema).get("properties", {})
            return f"{_name(path[:-1])} has the key {path[-1]}, which is not known.", nearest(str(path[-1]), known)
        case "missing":
            return f"{_name(path[:-1])} has no {path[-1]}.", _example(path, schema)
        case "refused":
            return f"{name} {context['problem']}", context["remedy"]
        case "literal_error":
            return f"{name} has {_shown(path, document, value)}; expected {context['expected']}.", ""
        case "string_type" if isinstance(value, str | bool | dict | list | None) is False:
            return unquoted(name, _shown(path, document, value))
    expected = _EXPECTED.get(kind) or error["msg"].removeprefix("Input should be ").removeprefix("Input should ")
    return f"{name} has {_shown(path, document, value)}; expected {expected}.", _example(path, schema)


def _name(path: Path) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "the file")


def _shown(path: Path, document: Document, value: object) -> str:
    """Return the value as written; what may be a secret is not shown."""
    if SECRET & {str(part) for part in path} or path in document.overridden:
        return "a value"
    return _KINDS.get(type(value)) or document.written(path) or f"{value!r}"


def _example(path: Path, schema: dict[str, Any]) -> str:
    examples = (
        _at(schema, path[:-1], schema).get("properties", {}).get(path[-1], {}).get("examples", ()) if path else ()
    )
    return f"For example: {path[-1]}: {examples[0]}" if examples else ""


def _at(node: dict[str, Any], path: Path, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a JSON Schema that describes what stands at `path`."""
    if "$ref" in node:
        return _at(schema["$defs"][node["$ref"].rpartition("/")[2]], path, schema)
    if "anyOf" in node:
        return _at(next((part for part in node["anyOf"] if part.get("type") != "null"), {}), path, schema)
    if not path:
        return node
    below = node.get("properties", {}).get(path[0]) or node.get("items") or node.get("additionalProperties")
    return _at(below if isinstance(below, dict) else {}, path[1:], schema)
