"""The verb that prints JSON Schemas."""

from __future__ import annotations

from typing import Annotated

import typer

from generator.cli import say


def add_to(app: typer.Typer) -> None:
    """Add the verb to the program."""
    app.command(epilog="Example: tradebrief schema edition > edition.schema.json")(schema)


def schema(
    name: Annotated[str | None, typer.Argument(help="The name; without it, names are listed.")] = None,
) -> None:
    """Print the JSON Schema of a settings file, a file of an edition or --json output."""
    from generator.settings.schemas import schema_named, schemas

    if name is not None:
        say.as_json(schema_named(name))
        return
    for known, found in schemas().items():
        about = str(found.get("description", "")).partition(". ")[0]
        typer.echo(f"{known:<11} {about}".rstrip())
    say.then("tradebrief schema edition")
