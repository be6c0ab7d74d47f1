"""The verbs of proof: explain, audit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import each, explaining, say
from generator.cli.each import Said
from generator.cli.say import DESK, JSON
from generator.errors import Held

if TYPE_CHECKING:
    from generator.desk.evidence import Evidence

EDITION = Annotated[str, typer.Argument(metavar="EDITION", help="NAME/PERIOD or NAME/PERIOD/rN.")]


def add_to(app: typer.Typer) -> None:
    """Add the verbs to the program."""
    signed = {"ignore_unknown_options": True}  # -41% is a figure
    example = "Example: tradebrief explain pakistan-minerals/2025 110.90"
    app.command(epilog=example, context_settings=signed)(explain)
    app.command(epilog="Example: tradebrief audit pakistan-minerals/2025")(audit)


def explain(
    edition: Annotated[
        str, typer.Argument(metavar="EDITION", help="NAME/PERIOD, NAME/PERIOD/rN or any file of an edition.")
    ],
    figure: Annotated[str, typer.Argument(metavar="FIGURE", help="As printed, or a claim's id, or an HS code.")],
    *,
    every: Annotated[bool, typer.Option("--all", help="Every step, cell and text, however many.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Follow a figure back to its formula, cells, release and raw bytes."""
    from generator.desk.explain import explained

    evidence, state = _evidence(edition, desk)
    found = explained(evidence, figure)
    if as_json:
        say.as_json([explaining.as_data(item) for item in found])
        return
    for item in found:
        for line in explaining.fully(item, state, every=every) if len(found) == 1 else explaining.shortly(item):
            typer.echo(line)
    alone = f"tradebrief audit {edition}" if state else f"open {edition}"
    say.then(alone if len(found) == 1 else f"tradebrief explain {edition} {found[0].claim['id']}")


def _evidence(edition: str, desk: str | None) -> tuple[Evidence, Path | None]:
    """Return the evidence of an edition, or of a file of it alone, and where its raw bytes lie."""
    from generator.desk.evidence import of_file, of_pdf
    from generator.desk.proof import edition_named, evidence_of
    from generator.desk.wiring import open_desk

    if edition.lower().endswith(".pdf"):
        return of_pdf(Path(edition)), None
    if Path(edition).is_file():
        return of_file(Path(edition)), None
    opened = open_desk(say.desk_folder(desk), os.environ)
    return evidence_of(opened, edition_named(opened, edition)), opened.state


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
    from generator.desk.named import editions_named
    from generator.desk.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    editions = editions_named(opened, edition)

    def one(wanted: str) -> Said:
        named = proof.edition_named(opened, wanted)
        if findings := proof.audited(opened, named, content_only=content_only):
            if as_json and len(editions) == 1:
                say.as_json([vars(finding) for finding in findings])
            listed = "\n".join(f"  {finding}" for finding in findings)
            msg = f"{wanted} does not pass:\n{listed}"
            raise Held(msg)
        what = "says what its figures carry" if content_only else "is what its manifest and its figures say"
        line = f"{named.name}/{named.period}/r{named.revision} {what}"
        return Said([], [line], f"tradebrief explain {wanted} FIGURE")

    each.run(editions, one, as_json=as_json)
