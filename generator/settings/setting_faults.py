"""What a model refuses, in the words of the person who wrote the file, and the retired keys that it is read without."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.errors import SettingsError
from generator.movements.threshold_grammar import RuleFault
from generator.settings.value_types import nearest
from generator.settings.yaml_reader import Path, YamlDocument, unquoted, with_point

SECRET = frozenset(("password", "key"))
_KEY = "[key]"  # what the last part of a place is when the key itself is refused
_KINDS: Mapping[type, str] = {dict: "keys with values", list: "a list", bool: "true or false", type(None): "nothing"}
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
    "string_too_short": "text",
    "string_pattern_mismatch": "another form",
    "dict_type": "keys with values",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
}


def explain(fault: ValidationError, model: type[BaseModel], document: YamlDocument) -> list[SettingsError]:
    """Return each error of `fault` as one line with its place, in the order of the file.

    Keys that are not there come last: an unknown key before them is often the same key, misspelt.
    """
    schema = model.model_json_schema()
    details = fault.errors()
    errors = sorted(
        (error for error in details if not _follows(error, details)),
        key=lambda error: (error["type"] == "missing", document.line(_path(error))),
    )
    return [_explained(error, schema, document) for error in errors]


def threshold_fault(fault: RuleFault, document: YamlDocument) -> SettingsError:
    """Return the error of a threshold with its line; a code without quotes is shown as it was written."""
    where = document.where(fault.path)
    written = document.written(fault.path)
    if "codes" in fault.path and not isinstance(document.at(fault.path), str) and written:
        return SettingsError(where, *unquoted("codes", written))
    remedy = f"Nearest: {fault.nearest}." if fault.nearest else with_point(written)
    return SettingsError(where, f"{fault.problem}.", remedy)


def _follows(error: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Say whether a list is too short only because an item of it was refused."""
    loc = error["loc"]
    return error["type"] == "too_short" and any(detail["loc"][: len(loc)] == loc != detail["loc"] for detail in details)


def _explained(error: ErrorDetails, schema: dict[str, Any], document: YamlDocument) -> SettingsError:
    path = _path(error)
    if path[:-1] in document.overridden:  # one value in the place of a list: what the variable holds stays unsaid
        path = path[:-1]
    problem, remedy = _sentence(error, path, schema, document)
    return SettingsError(document.where(path), problem, remedy)


def _path(error: ErrorDetails) -> Path:
    below = error.get("ctx", {}).get("key")
    return (*(part for part in error["loc"] if part != _KEY), *((below,) if below else ()))


def _sentence(error: ErrorDetails, path: Path, schema: dict[str, Any], document: YamlDocument) -> tuple[str, str]:
    match error["type"]:
        case "extra_forbidden":
            properties = _at(schema, path[:-1], schema).get("properties", {})
            return f"{_name(path[:-1])} has the key {path[-1]}, which is not known.", nearest(str(path[-1]), properties)
        case "missing":
            return f"{_name(path[:-1])} has no {path[-1]}.", _example(path, schema)
        case "too_short":
            return f"{_name(path)} is empty.", _example(path, schema)
        case "too_long":
            return f"{_name(path)} has {len(error['input'])} items; {error['ctx']['max_length']} at most.", ""
        case "refused":
            is_shown = path not in document.overridden
            problem = error["ctx"]["problem"] if is_shown else "has a value that cannot be used."
            return f"{_name(_holder(error, path))} {problem}", error["ctx"]["remedy"]
        case _:
            return _unexpected(error, path, schema, document)


def _unexpected(error: ErrorDetails, path: Path, schema: dict[str, Any], document: YamlDocument) -> tuple[str, str]:
    """Return problem and remedy of a value, or of a key, that is of another kind than what belongs there."""
    kind = error["type"]
    value = error.get("input")
    name = _name(_holder(error, path))
    shown = str(path[-1]) if _is_key(error) else _shown(path, document, value)
    if kind == "string_type" and isinstance(value, int | Decimal) and not isinstance(value, bool):
        problem, quoted = unquoted(name, shown)
        pattern = _field(path, schema).get("pattern")  # quoted it would be refused again
        return problem, quoted if pattern is None or re.search(pattern, shown) else _example(path, schema)
    if kind == "literal_error":
        return f"{name} has {shown}; expected {error['ctx']['expected']}.", ""
    if value is None and shown != _KINDS[type(None)]:
        return f"{name} has nothing: a # begins a comment.", f'Quote it: {name}: "{shown}".'
    expected = _EXPECTED.get(kind) or error["msg"].removeprefix("Input should be ")
    return f"{name} has {shown}; expected {expected}.", with_point(shown) or _example(path, schema)


def _is_key(error: ErrorDetails) -> bool:
    return error["loc"][-1:] == (_KEY,)


def _holder(error: ErrorDetails, path: Path) -> Path:
    """Return the path whose last name the error goes by: a key that is refused goes by what holds it."""
    return path[:-1] if _is_key(error) else path


def _name(path: Path) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "the file")


def _shown(path: Path, document: YamlDocument, value: object) -> str:
    """Return the value as written; what may be a secret is not shown."""
    if SECRET & {str(part) for part in path} or path in document.overridden:
        return "a value"
    if value is None:
        return document.written(path) or _KINDS[type(None)]
    # one value in the place of a list is written above the place of its first item
    return _KINDS.get(type(value)) or document.written(path) or document.written(path[:-1]) or f"{value!r}"


def _example(path: Path, schema: dict[str, Any]) -> str:
    examples = _field(path, schema).get("examples", ())
    return f"For example: {path[-1]}: {examples[0]}" if examples else ""


def _field(path: Path, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a JSON Schema that describes the key at the end of `path`, {} where there is none."""
    field: dict[str, Any] = _at(schema, path[:-1], schema).get("properties", {}).get(path[-1], {}) if path else {}
    return field


def _at(node: dict[str, Any], path: Path, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a JSON Schema that describes what stands at `path`."""
    if "$ref" in node:
        return _at(schema["$defs"][node["$ref"].rpartition("/")[2]], path, schema)
    if "anyOf" in node and "properties" not in node:
        return _at(next((part for part in node["anyOf"] if part.get("type") != "null"), {}), path, schema)
    if not path:
        return node
    below = node.get("properties", {}).get(path[0]) or node.get("items") or node.get("additionalProperties")
    return _at(below if isinstance(below, dict) else {}, path[1:], schema)


# patterns of a key's path, its parts joined by slashes; a path belongs to one kind of file alone
RETIRED = (
    r"sources/[^/]+/via",
    r"watch/\d+/period",
    r"quotes/\d+/(place|topic|translation|approved_by|approved_on)",
    r"background/\d+/(id|speaker)",
)
_RETIRED = re.compile("|".join(RETIRED))


def without_retired(document: YamlDocument) -> YamlDocument:
    """Return `document` without retired keys, and with a notice for each one that it has."""
    paths: list[Path] = []
    data = _without(document.data, (), paths)
    notices = tuple(f"{document.where(path)}: {path[-1]} is retired and ignored. Delete it." for path in paths)
    return replace(document, data=data, notices=notices)


def _without(node: Any, path: Path, paths: list[Path]) -> Any:  # noqa: ANN401 -- what a YAML value is
    """Return `node`, which stands at `path`, without retired keys; their paths are added to `paths`."""
    if isinstance(node, list):
        return [_without(part, (*path, at), paths) for at, part in enumerate(node)]
    if not isinstance(node, dict):
        return node
    retired = [key for key in node if _RETIRED.fullmatch("/".join(map(str, (*path, key))))]
    paths += [(*path, key) for key in retired]
    return {key: _without(part, (*path, key), paths) for key, part in node.items() if key not in retired}
