"""JSON Schemas of the settings and of the program's output, and the tables of docs/settings.md.

All come from the models and types alone.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from generator.errors import SettingsError
from generator.settings.briefing_settings import Briefing
from generator.settings.commentary_file import FrontMatter
from generator.settings.desk_settings import DeskSettings
from generator.settings.output_shapes import LabFile, Manifest, Picks, Status
from generator.settings.value_types import Strict
from generator.story.edition_schema import ClaimsFile, EditionFile
from generator.story.plan import Block, Text

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
Schema = dict[str, Any]


def schema_of(kind: Any) -> Schema:  # noqa: ANN401 -- any type
    """Return the schema of the typed dictionary `kind`, with what it is made of under `$defs`."""
    defs: dict[str, Schema] = {}
    root = _node(kind, defs)
    return {**defs.pop(root["$ref"].rpartition("/")[2]), "$defs": dict(sorted(defs.items()))}


def _node(kind: Any, defs: dict[str, Schema]) -> Schema:  # noqa: ANN401 -- any annotation
    if kind is Any:
        return {}
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if kind is Block:
        return {"anyOf": [_node(block, defs) for block in Block.__subclasses__()]}
    origin = typing.get_origin(kind)
    if origin:
        return _generic(origin, typing.get_args(kind), defs)
    name: str = kind.__name__
    if name not in defs:
        defs[name] = {}  # a type may hold itself
        defs[name] = _object(kind, defs)
    return {"$ref": f"#/$defs/{name}"}


def _generic(origin: Any, inner: tuple[Any, ...], defs: dict[str, Schema]) -> Schema:  # noqa: ANN401 -- any type
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_node(part, defs) for part in inner]}
    if origin is typing.NotRequired:
        return _node(inner[0], defs)
    if issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _node(inner[1], defs)}
    return {"type": "array", "items": _node(inner[0], defs)}


def _object(kind: Any, defs: dict[str, Schema]) -> Schema:  # noqa: ANN401 -- any type
    hints = typing.get_type_hints(kind, include_extras=True)
    if is_dataclass(kind):
        names = [item.name for item in fields(kind) if item.metadata.get("written", True)]
        spare = {item.name for item in fields(kind) if "spare" in item.metadata}  # left out where it says nothing
        needed = ["words"] if kind is Text else [name for name in names if name not in spare]
    else:
        names = list(hints)
        needed = [name for name in names if typing.get_origin(hints[name]) is not typing.NotRequired]
    parts = {name: _node(hints[name], defs) for name in names}
    if kind is Text:
        parts["said"] = {"type": "array"}  # a tree: generator/trade/trees.py
    if issubclass(kind, Block):
        parts = {"kind": {"const": kind.kind}, **parts}
        needed = ["kind", *needed]
    about = " ".join((kind.__doc__ or "").split())
    return {
        "type": "object",
        "description": about,
        "properties": parts,
        "required": needed,
        "additionalProperties": False,
    }


MODELS: dict[str, type[Strict]] = {"desk": DeskSettings, "briefing": Briefing, "commentary": FrontMatter}
SHAPES = {
    "edition": EditionFile,
    "claims": ClaimsFile,
    "manifest": Manifest,
    "picks": Picks,
    "lab": LabFile,
    "status": Status,
}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Return every JSON Schema by name: of files that people write, files that are written, and of `--json`."""
    settings = {name: model.model_json_schema() for name, model in MODELS.items()}
    written = {name: schema_of(shape) for name, shape in SHAPES.items()}
    return {
        name: {"$schema": _DIALECT, "title": name} | schema | {"title": name}
        for name, schema in (settings | written).items()
    }


def schema_named(name: str) -> dict[str, Any]:
    """Return the JSON Schema called `name`; SettingsError with the known names where there is none."""
    all_schemas = schemas()
    if name not in all_schemas:
        where = "schema"
        problem = f"there is none called {name!r}."
        raise SettingsError(where, problem, f"Known: {', '.join(all_schemas)}.")
    return all_schemas[name]
