"""The verbs of every month: init, ingest, build, regenerate."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import drafting, each, rereading, say, taken, watching
from generator.cli.each import Said
from generator.cli.say import ACCEPT, AS_OF, BRIEFING, DESK, JSON, PERIOD, QUIET
from generator.errors import FiguresDoubtful

if TYPE_CHECKING:
    from datetime import date

    from generator.editions.build import Receipt
    from generator.editions.regenerate import Again
    from generator.intake.file_intake import Taken


def add_to(app: typer.Typer) -> None:
    """Add the verbs to the program."""
    app.command(epilog="Example: tradebrief init my-desk")(init)
    app.command(epilog="Example: tradebrief ingest table.csv --source gacc-press")(ingest)
    app.command(epilog="Example: tradebrief build pakistan-minerals --period 2025")(build)
    app.command(epilog="Example: tradebrief regenerate pakistan-minerals --period 2025")(regenerate)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty or new folder.")],
    output: Annotated[str, typer.Option(help="Folder for editions, relative to the desk.")] = "output",
    *,
    sample: Annotated[bool, typer.Option("--sample", help="Add a monthly briefing on invented figures.")] = False,
    languages: Annotated[str, typer.Option(help="Languages, separated by commas: en,zh,ur.")] = "en",
    unsigned: Annotated[bool, typer.Option("--unsigned", help="Make no signing key.")] = False,
) -> None:
    """Create a desk: settings, a briefing and its published figures."""
    from generator.service.starter_desk import init as make
    from generator.service.starter_languages import wanted

    for name in make(folder, output, sample=sample, languages=wanted(languages), signs=not unsigned):
        typer.echo(f"{folder / name}")
    say.then(f"cd {folder} && tradebrief build{' pakistan-minerals-monthly' if sample else ''}")


def ingest(
    source: Annotated[str, typer.Option(help="The source in desk.yaml.")],
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE", help="Files of figures.")] = None,
    released: Annotated[str | None, typer.Option(help="Day of publication, if the file does not say.")] = None,
    period: Annotated[str | None, typer.Option(help="The period of the file.")] = None,
    accept: ACCEPT = None,
    *,
    again: Annotated[
        bool, typer.Option("--again", help="Read the source's kept files again under its current settings.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what was understood; store nothing.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Store files of figures as releases; bad rows go to quarantine."""
    from generator.editions.edition_names import build_of
    from generator.intake.document_judgement import a_reason
    from generator.intake.file_intake import ingest as record
    from generator.intake.file_intake import looked_at
    from generator.intake.period_choice import parsed
    from generator.settings.wiring import open_desk

    _refuse_files(files, again=again, said=bool(released or period))
    opened, day = open_desk(say.desk_folder(desk), os.environ), say.the_day(released)
    months, reason = parsed(period) if period else None, a_reason(accept)
    if again:
        rereading.run(opened, source, reason, dry_run=dry_run, as_json=as_json)
        return

    def one(file: Path) -> Taken:
        with say.progress(quiet=as_json, first=f"reading {file.name}"):
            if dry_run:
                return looked_at(opened.desk, opened.store, file, source, say.now(), day, months)
            return record(opened.desk, opened.store, file, source, say.now(), day, months, accept=reason)

    with opened.held():
        if as_json:
            found = [one(file) for file in files or ()]
            say.as_json([taken.as_data(item) for item in found])
        else:
            found = taken.told(map(one, files or ()), dry_run=dry_run)
    if any(item.doubt for item in found):
        raise typer.Exit(FiguresDoubtful.exit_code)
    if not as_json:
        say.then("tradebrief ingest without --dry-run" if dry_run else build_of(opened.desk, opened.store, source))


def _refuse_files(files: list[Path] | None, *, again: bool, said: bool) -> None:
    """Refuse a call that names no file, and one that names what --again has kept: files, days and periods."""
    if again and (files or said):
        msg = "--again takes the kept files, each with its day and period: name no file, and no day or period."
        raise typer.BadParameter(msg)
    if not (again or files):
        msg = "name a file, or --again for those that are kept."
        raise typer.BadParameter(msg)


def build(
    briefing: BRIEFING = None,
    period: PERIOD = None,
    as_of: AS_OF = None,
    *,
    draft: Annotated[bool, typer.Option("--draft", help="Make a draft; findings do not stop it.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Make the draft again at every change.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Make an edition, audit it and put it into output/; nothing is sent."""
    if watch:
        watching.watch(say.desk_folder(desk), briefing, period, say.the_day(as_of))
    _build(say.desk_folder(desk), briefing, period, say.the_day(as_of), draft=draft, as_json=as_json, quiet=quiet)


def _build(
    folder: Path, briefing: str | None, period: str | None, day: date | None, *, draft: bool, as_json: bool, quiet: bool
) -> None:
    from generator.editions.build import build as make
    from generator.editions.edition_names import briefings_named
    from generator.editions.restatements import outdated
    from generator.settings.native_readers import unsigned
    from generator.settings.wiring import open_desk

    opened = open_desk(folder, os.environ)
    names = briefings_named(opened.desk, opened.store, briefing)

    def one(name: str) -> Said:
        with say.progress(quiet=quiet) as progress:
            if draft:
                return drafting.made(opened, name, period, day, progress)
            made = make(opened.desk, opened.store, opened.shelf, name, period, say.now(), progress, as_of=day)
        for warning in (*unsigned(opened.desk.settings), *outdated(opened.desk, opened.store, name, made.period)):
            typer.echo(f"warning: {warning}", err=True)
        return _shelved(made)

    beside = as_json or quiet  # the members of a matrix have one source
    with opened.held(), taken.from_inbox(opened, names[0], err=beside):
        each.run(names, one, as_json=as_json, quiet=quiet)


def regenerate(
    briefing: BRIEFING = None,
    period: PERIOD = None,
    revision: Annotated[int | None, typer.Option(help="The revision; default: the newest.")] = None,
    as_of: AS_OF = None,
    *,
    as_revised: Annotated[bool, typer.Option("--as-revised", help="A preview with today's figures.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Make a new revision instead of a preview.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Restore a past edition, make it again and compare it byte for byte."""
    from generator.editions import regenerate
    from generator.editions.build import build as make
    from generator.editions.edition_names import briefings_named
    from generator.settings.wiring import open_desk

    opened, day = open_desk(say.desk_folder(desk), os.environ), say.the_day(as_of)
    _refuse_vague(otherwise=bool(day or as_revised), publish=publish, revision=revision)

    def one(name: str) -> Said:
        with say.progress(quiet=quiet) as progress:
            if publish:
                return _shelved(
                    make(
                        opened.desk, opened.store, opened.shelf, name, period, say.now(), progress, as_of=day, anew=True
                    )
                )
            if day or as_revised:
                return _shelved(regenerate.preview(opened.desk, opened.store, name, period, day, progress))
            return _compared(
                regenerate.regenerate(opened.desk, opened.store, opened.shelf, name, period, revision, progress)
            )

    with opened.held():
        each.run(briefings_named(opened.desk, opened.store, briefing), one, as_json=as_json, quiet=quiet)


def _refuse_vague(*, otherwise: bool, publish: bool, revision: int | None) -> None:
    """Refuse flags that say nothing together: an old revision is never published again, and has no other day."""
    if publish and not otherwise:
        msg = "--publish goes with --as-of or --as-revised."
        raise typer.BadParameter(msg)
    if otherwise and revision is not None:
        msg = "--revision names one that was made; --as-of and --as-revised make another."
        raise typer.BadParameter(msg)


def _shelved(receipt: Receipt) -> Said:
    of = f"{receipt.name}/{receipt.period}"
    same = [] if receipt.made else [f"unchanged: {of}/r{receipt.revision} was made of the same inputs"]
    alone = [name for name in receipt.files if not name.startswith("charts/")]
    drawn = len(receipt.files) - len(alone)
    lines = [*same, *(f"{receipt.folder / name}" for name in alone)]
    lines += [f"{receipt.folder / 'charts'}: {drawn} files"] if drawn else []
    then = f"open {receipt.folder / 'en.html'}, or tradebrief explain {of} FIGURE"
    return Said({**asdict(receipt), "edition": of}, lines, then, [str(receipt.folder)])


def _compared(found: Again) -> Said:
    receipt = found.receipt
    of = f"{receipt.name}/{receipt.period}/r{receipt.revision}"
    said = f"rewritten: {', '.join(found.mended)}" if found.mended else "nothing was missing or damaged"
    how = f": kept bytes restored; made by {found.made_by}" if found.made_by else " comes back byte for byte"
    line = f"{of}{how}, {len(receipt.files)} files; {said}"
    data = {**asdict(receipt), "edition": of, "mended": list(found.mended), "made_by": found.made_by or None}
    return Said(data, [line], f"tradebrief audit {of}", [str(receipt.folder)])
