"""The verbs of every month: init, ingest, build, regenerate."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import say
from generator.cli.say import AS_OF, BRIEFING, DESK, JSON, PERIOD, QUIET

if TYPE_CHECKING:
    from generator.desk.intake import Taken
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
) -> None:
    """Make a starter desk: settings, one briefing, its published figures."""
    from generator.desk.starter_desk import init as make

    for name in make(folder, output):
        typer.echo(f"{folder / name}")
    say.then(f"cd {folder} && tradebrief build")


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
    taken = []
    with opened.held():
        for file in files:
            if dry_run:
                taken.append(Taken(understood(opened, file, source, day)[0], new=False))
            else:
                taken.append(record(opened, file, source, say.now(), day))
    _report(taken, dry_run=dry_run, as_json=as_json)


def build(
    briefing: BRIEFING = None,
    period: PERIOD = None,
    as_of: AS_OF = None,
    *,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Make an edition, audit it and put it into output/; nothing is mailed."""
    from generator.desk.intake import take_in
    from generator.desk.publish import build as make
    from generator.desk.wiring import open_desk

    opened, day = open_desk(say.desk_folder(desk), os.environ), say.the_day(as_of)
    with opened.held(), say.progress(quiet=quiet) as progress:
        taken = take_in(opened, say.now())
        name = briefing or opened.only_briefing
        receipt = make(opened, name, period, say.now(), progress, as_of=day)
    if not as_json:
        for item in taken:
            _told(item, dry_run=False)
    _shelved(receipt, as_json=as_json)


def regenerate(  # noqa: PLR0913 -- the flags of the contract
    briefing: BRIEFING = None,
    period: PERIOD = None,
    revision: Annotated[int | None, typer.Option(help="Which revision; else the newest.")] = None,
    as_of: AS_OF = None,
    *,
    as_revised: Annotated[bool, typer.Option("--as-revised", help="A preview as the figures stand now.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Make a past edition again and compare it byte for byte; mend it where files are missing or damaged."""
    from generator.desk import again
    from generator.desk.wiring import open_desk

    opened, day = open_desk(say.desk_folder(desk), os.environ), say.the_day(as_of)
    name = briefing or opened.only_briefing
    with opened.held(), say.progress(quiet=quiet) as progress:
        if day or as_revised:
            _shelved(again.preview(opened, name, period, day, say.now(), progress), as_json=as_json)
            return
        found = again.regenerate(opened, name, period, revision, progress)
    _compared(found, as_json=as_json)


def _report(taken: list[Taken], *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        say.as_json([_as_data(item) for item in taken])
        return
    for item in taken:
        _told(item, dry_run=dry_run)
    say.then("tradebrief ingest without --dry-run" if dry_run else "tradebrief build")


def _told(item: Taken, *, dry_run: bool) -> None:
    batch = item.batch
    word = "understood" if dry_run else "recorded" if item.new else "known already"
    what = f"{len(batch.observations)} figures, period {batch.period}, released {batch.released}"
    typer.echo(f"{word}: {batch.document}: {what}")
    for refusal in batch.refusals:
        column = f", column {refusal.column}" if refusal.column else ""
        typer.echo(f"  set aside: {refusal.file}, row {refusal.row}{column}: {refusal.reason}")
    if item.quarantine:
        typer.echo(f"  quarantine: {item.quarantine}")


def _as_data(item: Taken) -> dict[str, object]:
    batch = item.batch
    return {
        "document": batch.document,
        "release": batch.release,
        "new": item.new,
        "period": str(batch.period),
        "released": batch.released.isoformat(),
        "figures": len(batch.observations),
        "refused": [vars_of(refusal) for refusal in batch.refusals],
    }


def vars_of(value: object) -> dict[str, object]:
    """Return a frozen value's fields as plain data."""
    from dataclasses import asdict

    return asdict(value)  # type: ignore[call-overload, no-any-return]  # every value here is a dataclass


def _shelved(receipt: Receipt, *, as_json: bool) -> None:
    of = f"{receipt.name}/{receipt.period}"
    if as_json:
        say.as_json({**vars_of(receipt), "edition": of})
        return
    if not receipt.made:
        typer.echo(f"unchanged: {of}/r{receipt.revision} was made of the same inputs")
    for name in receipt.files:
        typer.echo(f"{receipt.folder / name}")
    say.then(f"open {receipt.folder / 'en.html'}, or tradebrief explain {of} FIGURE")


def _compared(found: object, *, as_json: bool) -> None:
    from generator.desk.again import Again

    assert isinstance(found, Again)  # noqa: S101 -- what regenerate returned
    receipt = found.receipt
    of = f"{receipt.name}/{receipt.period}/r{receipt.revision}"
    if as_json:
        say.as_json({**vars_of(receipt), "edition": of, "mended": list(found.mended)})
        return
    said = f"rewritten: {', '.join(found.mended)}" if found.mended else "nothing was missing or damaged"
    typer.echo(f"{of} comes back byte for byte, {len(receipt.files)} files; {said}")
    say.then(f"tradebrief audit {of}")
