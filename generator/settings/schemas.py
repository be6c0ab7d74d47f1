"""JSON Schemas of the settings and of what the program writes; the settings' also as tables for docs/settings.md.

All come from the models and types alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.errors import SettingsError
from generator.settings.briefing_settings import Briefing
from generator.settings.commentary_file import FrontMatter
from generator.settings.desk_settings import DeskSettings
from generator.settings.output_shapes import LabFile, Manifest, Picks, Status
from generator.settings.typed_schema import schema_of
from generator.settings.value_types import Strict
from generator.story.edition_schema import ClaimsFile, EditionFile

MODELS: dict[str, type[Strict]] = {"desk": DeskSettings, "briefing": Briefing, "commentary": FrontMatter}
SHAPES = {
    "edition": EditionFile,
    "claims": ClaimsFile,
    "manifest": Manifest,
    "picks": Picks,
    "lab": LabFile,
    "status": Status,
}
HEAD = ("| key | needed | what it says | example |", "|---|---|---|---|")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Return every JSON Schema by name: of files that people write, files that are written, and of `--json`."""
    settings = {name: _without_title(model.model_json_schema()) for name, model in MODELS.items()}
    written = {name: schema_of(shape) for name, shape in SHAPES.items()}
    return {name: {"$schema": _DIALECT, "title": name} | schema for name, schema in (settings | written).items()}


def schema_named(name: str) -> dict[str, Any]:
    """Return the JSON Schema called `name`; SettingsError with the known names where there is none."""
    known = schemas()
    if name not in known:
        where, problem = "schema", f"there is none called {name!r}."
        raise SettingsError(where, problem, f"Known: {', '.join(known)}.")
    return known[name]


def _without_title(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "title"}


def key_table(name: str) -> str:
    """Return the keys of one kind of file as a Markdown table, in the order of the models."""
    schema = schemas()[name]
    return "\n".join((*HEAD, *_rows(schema, "", schema)))


def _rows(node: dict[str, Any], path: str, schema: dict[str, Any]) -> Iterator[str]:
    needed = node.get("required", ())
    for key, part in node.get("properties", {}).items():
        example = f"`{key}: {part['examples'][0]}`" if "examples" in part else ""
        yield f"| `{path}{key}` | {'yes' if key in needed else ''} | {part.get('description', '')} | {example} |"
        below, through = _below(part, schema)
        yield from _rows(below, f"{path}{key}{through}.", schema)


def _below(part: dict[str, Any], schema: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Return the model under a key, and what stands between: `[]` for each item of a list, `.NAME` for each key."""
    if "$ref" in part:
        return schema["$defs"][part["$ref"].rpartition("/")[2]], ""
    if "properties" in part:
        return part, ""
    if "anyOf" in part:
        return _below(part["anyOf"][0], schema)
    for inner, sign in (("items", "[]"), ("additionalProperties", ".NAME")):
        if isinstance(part.get(inner), dict):
            found, through = _below(part[inner], schema)
            return found, sign + through
    return {}, ""
