"""The verbs of every month: init, ingest, build, regenerate."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import drafting, say, taken
from generator.cli.say import AS_OF, BRIEFING, DESK, JSON, PERIOD, QUIET

if TYPE_CHECKING:
    from generator.desk.again import Again
    from generator.desk.publish import Receipt


def add_to(app: typer.Typer) -> None:
    """Add the verbs to the program."""
    app.command(epilog="Example: tradebrief init my-desk")(init)
    app.command(epilog="Example: tradebrief ingest table.csv --source gacc-press")(ingest)
    app.command(epilog="Example: tradebrief build pakistan-minerals --period 2025")(build)
    app.command(epilog="Example: tradebrief regenerate pakistan-minerals --period 2025")(regenerate)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is empty or not there yet.")],
    output: Annotated[str, typer.Option(help="Where editions go, from the desk's folder.")] = "output",
    *,
    sample: Annotated[bool, typer.Option("--sample", help="With a monthly briefing on invented figures.")] = False,
) -> None:
    """Make a starter desk: settings, one briefing, its published figures."""
    from generator.desk.starter_desk import init as make

    for name in make(folder, output, sample=sample):
        typer.echo(f"{folder / name}")
    say.then(f"cd {folder} && tradebrief build{' pakistan-minerals-monthly' if sample else ''}")


def ingest(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Files of figures.")],
    source: Annotated[str, typer.Option(help="The source of desk.yaml that they belong to.")],
    released: Annotated[str | None, typer.Option(help="The day of publication, where the file does not say.")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what was understood and store nothing.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Record files of figures as releases; rows that cannot be read go to quarantine."""
    from generator.desk.intake import Taken, understood
    from generator.desk.intake import ingest as record
    from generator.desk.wiring import open_desk

    opened, day = open_desk(say.desk_folder(desk), os.environ), say.the_day(released)

    def one(file: Path) -> Taken:
        if dry_run:
            return Taken(understood(opened, file, source, day)[0], new=False)
        return record(opened, file, source, say.now(), day)

    with opened.held():
        if as_json:
            say.as_json([taken.as_data(one(file)) for file in files])
            return
        taken.told(map(one, files), dry_run=dry_run)
    say.then("tradebrief ingest without --dry-run" if dry_run else "tradebrief build")


def build(
    briefing: BRIEFING = None,
    period: PERIOD = None,
    as_of: AS_OF = None,
    *,
    draft: Annotated[bool, typer.Option("--draft", help="A draft, which findings do not hold.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Make an edition, audit it and put it into output/; nothing is mailed."""
    from generator.desk.publish import build as make
    from generator.desk.wiring import open_desk

    opened, day = open_desk(say.desk_folder(desk), os.environ), say.the_day(as_of)
    name = briefing or opened.only_briefing
    with opened.held(), taken.from_inbox(opened, name, err=as_json):
        if draft:
            with say.progress(quiet=quiet) as progress:
                found = drafting.made(opened, name, period, day, progress)
            drafting.told(found, as_json=as_json)
            return
        with say.progress(quiet=quiet) as progress:
            receipt = make(opened, name, period, say.now(), progress, as_of=day)
        _shelved(receipt, as_json=as_json)


def regenerate(  # noqa: PLR0913 -- the flags of the contract
    briefing: BRIEFING = None,
    period: PERIOD = None,
    revision: Annotated[int | None, typer.Option(help="Which revision; else the newest.")] = None,
    as_of: AS_OF = None,
    *,
    as_revised: Annotated[bool, typer.Option("--as-revised", help="A preview as the figures stand now.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="A new revision instead of a preview.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Make a past edition again and compare it byte for byte; mend it where files are missing or damaged."""
    from generator.desk import again
    from generator.desk.publish import build as make
    from generator.desk.wiring import open_desk

    opened, day = open_desk(say.desk_folder(desk), os.environ), say.the_day(as_of)
    _refuse_vague(otherwise=bool(day or as_revised), publish=publish, revision=revision)
    name = briefing or opened.only_briefing
    with opened.held(), say.progress(quiet=quiet) as progress:
        if publish:
            _shelved(make(opened, name, period, say.now(), progress, as_of=day, anew=True), as_json=as_json)
            return
        if day or as_revised:
            _shelved(again.preview(opened, name, period, day, say.now(), progress), as_json=as_json)
            return
        found = again.regenerate(opened, name, period, revision, progress)
    _compared(found, as_json=as_json)


def _refuse_vague(*, otherwise: bool, publish: bool, revision: int | None) -> None:
    """Refuse flags that say nothing together: an old revision is never published again, and has no other day."""
    if publish and not otherwise:
        msg = "--publish goes with --as-of or --as-revised."
        raise typer.BadParameter(msg)
    if otherwise and revision is not None:
        msg = "--revision names one that was made; --as-of and --as-revised make another."
        raise typer.BadParameter(msg)


def _shelved(receipt: Receipt, *, as_json: bool) -> None:
    of = f"{receipt.name}/{receipt.period}"
    if as_json:
        say.as_json({**asdict(receipt), "edition": of})
        return
    if not receipt.made:
        typer.echo(f"unchanged: {of}/r{receipt.revision} was made of the same inputs")
    for name in receipt.files:
        typer.echo(f"{receipt.folder / name}")
    say.then(f"open {receipt.folder / 'en.html'}, or tradebrief explain {of} FIGURE")


def _compared(found: Again, *, as_json: bool) -> None:
    receipt = found.receipt
    of = f"{receipt.name}/{receipt.period}/r{receipt.revision}"
    if as_json:
        say.as_json({**asdict(receipt), "edition": of, "mended": list(found.mended)})
        return
    said = f"rewritten: {', '.join(found.mended)}" if found.mended else "nothing was missing or damaged"
    typer.echo(f"{of} comes back byte for byte, {len(receipt.files)} files; {said}")
    say.then(f"tradebrief audit {of}")
