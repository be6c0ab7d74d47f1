"""The verbs of proof: explain, audit, verify, key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import each, explaining, picked, say
from generator.cli.each import Said
from generator.cli.say import DESK, JSON
from generator.errors import Held

if TYPE_CHECKING:
    from generator.editions.decision_trace import Decision
    from generator.editions.explain import Explained

EDITION = Annotated[str, typer.Argument(metavar="EDITION", help="NAME/PERIOD or NAME/PERIOD/rN.")]


def add_to(app: typer.Typer) -> None:
    """Add the verbs to the program."""
    signed = {"ignore_unknown_options": True}  # -41% is a figure
    example = "Example: tradebrief explain pakistan-minerals/2025 110.90"
    app.command(epilog=example, context_settings=signed)(explain)
    app.command(epilog="Example: tradebrief audit pakistan-minerals/2025")(audit)
    app.command(epilog="Example: tradebrief verify en.pdf")(verify)
    app.command(epilog="Example: tradebrief key")(key)


def explain(
    edition: Annotated[
        str, typer.Argument(metavar="EDITION", help="NAME/PERIOD, NAME/PERIOD/rN or any file of an edition.")
    ],
    figure: Annotated[
        str, typer.Argument(metavar="FIGURE", help="A figure as printed, a claim id, or an HS code of the briefing.")
    ],
    *,
    every: Annotated[bool, typer.Option("--all", help="Show every step, cell and text.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Follow a figure back to formula, cells and raw file, or say why a code is told or left out."""
    found, decision, state = _found(edition, figure, desk)
    if as_json:
        say.as_json(explaining.with_decision(found, decision))
        return
    for item in found:
        for line in explaining.fully(item, state, every=every) if len(found) == 1 else explaining.shortly(item):
            typer.echo(line)
    if decision is not None:
        for line in (*[""][: len(found)], *picked.decided(decision)):
            typer.echo(line)
    alone = f"tradebrief audit {edition}" if state else f"open {edition}"
    if not found:
        alone = f"tradebrief movements {edition.partition('/')[0]} --period {edition.split('/')[1]}"
    say.then(alone if len(found) < 2 else f"tradebrief explain {edition} {found[0].claim['id']}")  # noqa: PLR2004 -- one alone is explained in full


def _found(edition: str, figure: str, desk: str | None) -> tuple[tuple[Explained, ...], Decision | None, Path | None]:
    """Return the claims that a figure names and why its code is told or not, and where the raw bytes lie.

    A file of an edition alone has no state, and decides nothing.
    """
    from generator.editions.decision_trace import decided
    from generator.editions.edition_names import edition_named
    from generator.editions.edition_proof import evidence_of, of_file, of_pdf
    from generator.editions.explain import evidenced, explained, is_code
    from generator.settings.wiring import open_desk

    if edition.lower().endswith(".pdf"):
        return explained(of_pdf(Path(edition)), figure), None, None
    if Path(edition).is_file():
        return explained(of_file(Path(edition)), figure), None, None
    opened = open_desk(say.desk_folder(desk), os.environ)
    named = edition_named(opened.store, opened.shelf, edition)
    evidence = evidence_of(opened.shelf, named)
    if not is_code(figure):
        return explained(evidence, figure), None, opened.store.folder
    return *evidenced(
        evidence, figure, lambda: decided(opened.desk, opened.store, opened.shelf, named, figure, evidence)
    ), opened.store.folder


def audit(
    edition: EDITION,
    *,
    content_only: Annotated[
        bool, typer.Option("--content-only", help="Ignore hashes; judge only what the files say.")
    ] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Check the finished files against manifest, edition and raw figures."""
    from generator.editions.edition_names import edition_named, editions_named
    from generator.editions.edition_proof import audited, is_judged
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    editions = editions_named(opened.desk, edition)

    def one(wanted: str) -> Said:
        named = edition_named(opened.store, opened.shelf, wanted)
        if findings := audited(opened.store, opened.shelf, named, content_only=content_only):
            if as_json and len(editions) == 1:
                say.as_json([vars(finding) for finding in findings])
            listed = "\n".join(f"  {finding}" for finding in findings)
            msg = f"{wanted} does not pass:\n{listed}"
            raise Held(msg)
        what = "says what its figures carry" if content_only else "is what its manifest and its figures say"
        line = f"{named.name}/{named.period}/r{named.revision} {what}"
        if not is_judged(opened.shelf, named):
            line = f"{line}; its words are not judged, since an earlier version made it"
        return Said([], [line], f"tradebrief explain {wanted} FIGURE")

    each.run(editions, one, as_json=as_json)


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="The PDF of an edition.")],
    *,
    key: Annotated[str, typer.Option(metavar="FINGERPRINT", help="The key that must have signed it.")] = "",
    as_json: JSON = False,
) -> None:
    """Check a PDF by the figures, digests and signature inside it; no desk is needed."""
    from generator.editions import pdf_verification

    found = pdf_verification.verified(file, key)
    if as_json:
        say.as_json(pdf_verification.as_data(found))
    pdf_verification.refuse(found, file)
    if not as_json:
        for line in pdf_verification.said(found, file):
            typer.echo(line)
        say.then(f"tradebrief explain {file} FIGURE")


def key(
    *,
    new: Annotated[bool, typer.Option("--new", help="Make a new key, which signs from now on.")] = False,
    desk: DESK = None,
) -> None:
    """Print the desk's signing key, for readers to compare."""
    from generator.editions.desk_signature import new_key, signer
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    if new:
        typer.echo(f"{new_key(opened.desk.folder)} in secrets/signing, the newest first")
    if (by := signer(opened.desk)) is None:
        typer.echo("editions are not signed")
        say.then("tradebrief key --new")
        return
    typer.echo(f"editions are signed by {by['name']}, {by['key']}")
    say.then("publish that line where readers know it is yours, and keep a copy of secrets/signing")
