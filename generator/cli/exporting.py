"""The verb that gives out what is kept of readers: subscribers export."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from generator.cli import say
from generator.cli.say import DESK


def add_to(verbs: typer.Typer) -> None:
    """Add the verb to those of the readers."""
    verbs.command(epilog="Example: tradebrief subscribers export a@example.org --out ann.json")(export)


def export(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="The reader's address.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write to this file instead of printing.")
    ] = None,
    *,
    everyone: Annotated[bool, typer.Option("--all", help="Export all readers as CSV for `import`.")] = False,
    desk: DESK = None,
) -> None:
    """Export all that is kept of a reader as JSON, or the whole list as CSV."""
    from generator.editions.out_file import hand_over, refuse_of_desk, refuse_place
    from generator.readers.reader_export import all_kept_of, whole_list
    from generator.settings.wiring import open_desk

    if bool(address) == everyone:
        msg = "name one ADDRESS, or --all."
        raise typer.BadParameter(msg)
    opened = open_desk(say.desk_folder(desk), os.environ)
    refuse_place(out)
    refuse_of_desk(out, opened.desk, opened.store)
    found = whole_list(opened.store) if everyone else _as_json(all_kept_of(opened.store, address))
    if out is None:
        typer.get_binary_stream("stdout").write(found)
        return
    os.umask(0o077)  # it names people: nobody else may read it
    hand_over(out, found)
    typer.echo(f"written: {out}")
    say.then("it names people: take it away when it has been handed over")


def _as_json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"
