"""The verbs of proof: explain, audit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import say
from generator.cli.say import DESK, JSON
from generator.errors import Held

if TYPE_CHECKING:
    from generator.desk.proof import Explained

EDITION = Annotated[str, typer.Argument(help="NAME/PERIOD or NAME/PERIOD/rN.")]


def add_to(app: typer.Typer) -> None:
    """Add the verbs to the program."""
    app.command(epilog="Example: tradebrief explain pakistan-minerals/2025 110.90")(explain)
    app.command(epilog="Example: tradebrief audit pakistan-minerals/2025")(audit)


def explain(
    edition: EDITION,
    claim: Annotated[str, typer.Argument(help="A claim's id, an HS code, or a figure as printed.")],
    *,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Follow a figure back to its formula, cells, release and raw bytes."""
    from generator.desk import proof
    from generator.desk.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    found = proof.explained(opened, proof.edition_named(opened, edition), claim)
    if as_json:
        say.as_json([{"claim": item.claim, "cells": item.cells} for item in found])
        return
    for item in found:
        _told(item)
    say.then(f"tradebrief audit {edition}")


def audit(
    edition: EDITION,
    *,
    content_only: Annotated[
        bool, typer.Option("--content-only", help="Leave hashes aside, judge what is said.")
    ] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Read the finished files back against manifest, edition and cells."""
    from generator.desk import proof
    from generator.desk.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    named = proof.edition_named(opened, edition)
    findings = proof.audited(opened, named, content_only=content_only)
    if as_json:
        say.as_json([vars(finding) for finding in findings])
    if findings:
        listed = "\n".join(f"  {finding}" for finding in findings)
        msg = f"{edition} does not pass:\n{listed}"
        raise Held(msg)
    if not as_json:
        what = "says what its figures carry" if content_only else "is what its manifest and its figures say"
        typer.echo(f"{named.name}/{named.period}/r{named.revision} {what}")
        say.then(f"tradebrief explain {edition} FIGURE")


def _told(item: Explained) -> None:
    claim = item.claim
    against = f", against {claim['compare_period']}" if claim["compare_period"] else ""
    typer.echo(f"{claim['id']}  {' = '.join(claim['printed'])}")
    typer.echo(f"  {claim['kind']} of {', '.join(claim['codes']) or 'a statement'} in {claim['period']}{against}")
    typer.echo(f"  value {claim['value']} {claim['unit']}, from {claim['low']} to {claim['high']} as printed")
    typer.echo(f"  formula {written(claim['formula'])}")
    for name, cell in item.cells.items():
        document = item.documents[cell["raw"]]
        where = f"{document.get('name', cell['raw'][:12])}, row {cell['row']}, column {cell['column']}"
        typer.echo(f"  {name}: “{cell['text']}” × {cell['multiplier']}, HS {cell['code']}, {cell['period']}: {where}")
        typer.echo(f"      {cell['publication']}, {cell['published']}, {cell['address']}")
        typer.echo(f"      release {cell['release']}, raw bytes {cell['raw'][:12]}…")


def written(formula: object) -> str:
    """Return a formula of claims.json as a person writes one: "share(c1, sum(c1, c2))"."""
    if not isinstance(formula, list):
        return str(formula)
    head, *parts = formula
    return str(parts[0]) if head == "cell" else f"{head}({', '.join(written(part) for part in parts)})"
