"""The verbs `build`, `regenerate` and `diff`: editions made, made again and compared."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import printer, taken_files
from generator.cli.printer import AS_OF, BRIEFING, DESK, JSON, PERIOD, QUIET, VerbOutput
from generator.errors import GeneratorError, SettingsError

if TYPE_CHECKING:
    from generator.editions.build import Receipt
    from generator.editions.differences import JudgedChange, SentenceChange, WordStretch
    from generator.editions.regenerate import RegeneratedEdition
    from generator.settings.desk_parts import DeskParts


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
        _watch(printer.desk_folder(desk), briefing, period, printer.the_day(as_of))
    _build(
        printer.desk_folder(desk), briefing, period, printer.the_day(as_of), draft=draft, as_json=as_json, quiet=quiet
    )


def _build(
    folder: Path, briefing: str | None, period: str | None, day: date | None, *, draft: bool, as_json: bool, quiet: bool
) -> None:
    from generator.editions.build import build as make
    from generator.editions.edition_names import briefings_named
    from generator.editions.restatements import outdated
    from generator.settings.wiring import open_desk, unsigned

    opened = open_desk(folder, os.environ)
    names = briefings_named(opened.desk, opened.store, briefing)

    def one(name: str) -> VerbOutput:
        with printer.progress(quiet=quiet) as progress:
            if draft:
                return _drafted(opened, name, period, day, progress)
            made = make(opened.desk, opened.store, opened.shelf, name, period, printer.now(), progress, as_of=day)
        for warning in (*unsigned(opened.desk.settings), *outdated(opened.desk, opened.store, name, made.period)):
            typer.echo(f"warning: {warning}", err=True)
        return _shelved(made)

    beside = as_json or quiet  # the members of a matrix have one source
    with opened.held(), taken_files.from_inbox(opened, names[0], err=beside):
        printer.report(names, one, as_json=as_json, quiet=quiet)


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

    opened, day = printer.open_desk(desk), printer.the_day(as_of)
    _refuse_vague(otherwise=bool(day or as_revised), publish=publish, revision=revision)

    def one(name: str) -> VerbOutput:
        with printer.progress(quiet=quiet) as progress:
            if publish:
                return _shelved(
                    make(
                        opened.desk,
                        opened.store,
                        opened.shelf,
                        name,
                        period,
                        printer.now(),
                        progress,
                        as_of=day,
                        anew=True,
                    )
                )
            if day or as_revised:
                return _shelved(regenerate.preview(opened.desk, opened.store, name, period, day, progress))
            return _compared(
                regenerate.regenerate(opened.desk, opened.store, opened.shelf, name, period, revision, progress)
            )

    with opened.held():
        printer.report(briefings_named(opened.desk, opened.store, briefing), one, as_json=as_json, quiet=quiet)


def _refuse_vague(*, otherwise: bool, publish: bool, revision: int | None) -> None:
    """Refuse flags that say nothing together: an old revision is never published again, and has no other day."""
    if publish and not otherwise:
        msg = "--publish goes with --as-of or --as-revised."
        raise typer.BadParameter(msg)
    if otherwise and revision is not None:
        msg = "--revision names one that was made; --as-of and --as-revised make another."
        raise typer.BadParameter(msg)


def _shelved(receipt: Receipt) -> VerbOutput:
    of = f"{receipt.name}/{receipt.period}"
    same = [] if receipt.made else [f"unchanged: {of}/r{receipt.revision} was made of the same inputs"]
    alone = [name for name in receipt.files if not name.startswith("charts/")]
    drawn = len(receipt.files) - len(alone)
    lines = [*same, *(f"{receipt.folder / name}" for name in alone)]
    lines += [f"{receipt.folder / 'charts'}: {drawn} files"] if drawn else []
    then = f"open {receipt.folder / 'en.html'}, or tradebrief explain {of} FIGURE"
    return VerbOutput({**asdict(receipt), "edition": of}, lines, then, [str(receipt.folder)])


def _compared(found: RegeneratedEdition) -> VerbOutput:
    receipt = found.receipt
    of = f"{receipt.name}/{receipt.period}/r{receipt.revision}"
    said = f"rewritten: {', '.join(found.mended)}" if found.mended else "nothing was missing or damaged"
    how = f": kept bytes restored; made by {found.made_by}" if found.made_by else " comes back byte for byte"
    line = f"{of}{how}, {len(receipt.files)} files; {said}"
    data = {**asdict(receipt), "edition": of, "mended": list(found.mended), "made_by": found.made_by or None}
    return VerbOutput(data, [line], f"tradebrief audit {of}", [str(receipt.folder)])


def _drafted(
    desk: DeskParts, name: str, period: str | None, as_of: date | None, progress: Callable[[str], None]
) -> VerbOutput:
    """Make the draft of one briefing and return what to say of it: its files, and the audit's findings."""
    from generator.editions.drafts import draft

    found = draft(desk.desk, desk.store, desk.shelf, name, period, progress, as_of=as_of)
    receipt = found.receipt
    findings = [asdict(finding) for finding in found.findings]
    data = {**asdict(receipt), "edition": f"{receipt.name}/{receipt.period}/draft", "findings": findings}
    lines = [f"{receipt.folder}: {len(receipt.files)} files"]
    held = [f"  would be held: {finding}" for finding in found.findings]
    then = f"open {receipt.folder / 'en.html'}, then tradebrief build {receipt.name}"
    return VerbOutput(data, [*lines, *held], then, [str(receipt.folder), *held])


def _watch(folder: Path, briefing: str | None, period: str | None, as_of: date | None) -> None:
    """Make the draft anew whenever a file of the desk changes, until the person ends it."""
    from generator.editions.watch import changes

    _refuse_arguments(folder, briefing, period)
    typer.echo(f"watching {folder}; Ctrl-C ends it")
    for names in changes(folder):
        started = monotonic()
        because = f" ({', '.join(names)})" if names else ""
        try:
            said = _made_anew(folder, briefing, period, as_of)
        except GeneratorError as fault:
            said = str(fault)
        except typer.Exit:  # a strange file, which was said
            continue
        typer.echo(f"{printer.now().astimezone():%H:%M:%S} {said}, {monotonic() - started:.1f} s{because}")


def _refuse_arguments(folder: Path, briefing: str | None, period: str | None) -> None:
    """Raise what no change of a file would mend: a period that is none or cannot be made, a briefing that is not there.

    Settings that cannot be read are what a person may be mending.
    """
    from generator.editions.edition_names import briefings_named
    from generator.intake.period_choice import parsed
    from generator.settings.wiring import open_desk

    if period:
        parsed(period)
    try:
        opened = open_desk(folder, os.environ)
    except SettingsError:
        return
    with opened.store:
        briefings_named(opened.desk, opened.store, briefing)


def _made_anew(folder: Path, briefing: str | None, period: str | None, as_of: date | None) -> str:
    """Return what became of the drafts; settings and figures are read anew each time."""
    from generator.editions.drafts import draft
    from generator.editions.edition_names import briefings_named
    from generator.settings.wiring import open_desk

    opened = open_desk(folder, os.environ)
    with opened.store, opened.held():
        names = briefings_named(opened.desk, opened.store, briefing)
        with taken_files.from_inbox(opened, names[0]):
            made = [
                draft(opened.desk, opened.store, opened.shelf, name, period, lambda _: None, as_of=as_of)
                for name in names
            ]
    found = [finding for one in made for finding in one.findings]
    pages = ", ".join(str(one.receipt.folder / "en.html") for one in made)
    return f"{pages}: {'; '.join(map(str, found)) or 'the audit finds nothing'}"


_SIGNS = {"changed": "~", "new": "+", "gone": "-"}


def diff(
    edition: Annotated[
        str, typer.Argument(metavar="EDITION", help="NAME/PERIOD, NAME/PERIOD/rN or NAME/PERIOD/draft.")
    ],
    other: Annotated[
        str | None, typer.Argument(help="The same, or r1, draft or a period; default: last period's edition.")
    ] = None,
    *,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Compare an edition with another, sentence by sentence, with the audit's findings."""
    from generator.editions.differences import differences, findings_in, with_findings
    from generator.editions.edition_names import files_of, other_of

    opened = printer.open_desk(desk)
    name, after = files_of(opened.store, opened.shelf, edition)
    against, before = files_of(opened.store, opened.shelf, other_of(opened.shelf, name, other))
    judged, others = with_findings(
        differences(before, after), findings_in(opened.store, after, is_draft=name.endswith("/draft"))
    )
    if as_json:
        changes = [{**asdict(one.change), "findings": [asdict(item) for item in one.findings]} for one in judged]
        audit = {"clean": not any(one.findings for one in judged) and not others, "others": [*map(asdict, others)]}
        printer.print_json({"schema": 1, "edition": name, "against": against, "changes": changes, "audit": audit})
        return
    typer.echo(f"{name} against {against}")
    for line in (
        *_difference_lines(judged, coloured=sys.stdout.isatty() and not os.environ.get("NO_COLOR")),
        *_audit_lines(judged, others),
    ):
        typer.echo(line)
    made = f"tradebrief build {name.partition('/')[0]}"
    printer.print_next(made if name.endswith("/draft") else f"tradebrief explain {name} FIGURE")


def _difference_lines(found: Sequence[JudgedChange], *, coloured: bool) -> Iterator[str]:
    """Yield a line for each sentence that differs, under it what the audit finds; those that do not are counted."""
    for (language, kind), told in groupby(found, key=lambda item: (item.change.language, item.change.kind)):
        group = list(told)
        if all(_is_same(item) for item in group):
            continue
        yield f"{language}, {kind}"
        for is_same, items in groupby(group, key=_is_same):
            if is_same:
                yield f"    … {sum(1 for _ in items)} unchanged"
            else:
                yield from (line for item in items for line in _change_lines(item, coloured=coloured))
    yield f"{sum(map(_is_same, found))} of {len(found)} sentences and rows are the same"


def _change_lines(item: JudgedChange, *, coloured: bool) -> Iterator[str]:
    yield f"  {_SIGNS[item.change.change]} {_sentence(item.change, coloured=coloured)}"
    yield from (f"    ! {one.file}: [{one.rule}] {one.problem}" for one in item.findings)


def _audit_lines(judged: Sequence[JudgedChange], others: Sequence[object]) -> Iterator[str]:
    """Yield what the audit finds beyond the sentences that differ, and how much in all."""
    yield from (f"  ! {finding}" for finding in others)
    count = len(others) + sum(len(one.findings) for one in judged)
    yield f"audit: {count} finding{'s' * (count != 1)}" if count else "audit: clean"


def _is_same(item: JudgedChange) -> bool:
    return item.change.change == "same"


def _sentence(item: SentenceChange, *, coloured: bool) -> str:
    if item.change in ("new", "gone"):
        words = item.parts[0].after or item.parts[0].before
        return typer.style(words, fg="green" if item.change == "new" else "red") if coloured else words
    return " ".join(text for part in item.parts if (text := _stretch(part, coloured=coloured)))


def _stretch(part: WordStretch, *, coloured: bool) -> str:
    """Return words that stayed as they are, others as both were: `[-old-]{+new+}`, or red and green, figures bold."""
    if part.before == part.after:
        return part.after
    if not coloured:
        return f"[-{part.before}-]" * bool(part.before) + f"{{+{part.after}+}}" * bool(part.after)
    old = typer.style(part.before, fg="red", strikethrough=True, bold=part.figure) if part.before else ""
    new = typer.style(part.after, fg="green", bold=part.figure) if part.after else ""
    return f"{old} {new}".strip()
