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
from generator.cli.printer import AS_OF, BRIEFING, DESK, JSON, PERIOD, QUIET, VerbOutput, counted
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
    from generator.editions import build as editions
    from generator.editions.edition_names import briefings_named
    from generator.editions.figure_tables import outdated
    from generator.editions.name_gaps import name_gaps
    from generator.settings.wiring import unsigned

    day = printer.the_day(as_of)
    if watch:
        _watch(printer.desk_folder(desk), briefing, period, day)
    opened = printer.open_desk(desk)
    names = briefings_named(opened.desk, opened.store, briefing)

    def build_edition(name: str) -> VerbOutput:
        with printer.progress(quiet=quiet) as progress:
            if draft:
                return _drafted(opened, name, period, day, progress)
            receipt = editions.build(*opened, name, period, printer.now(), progress, as_of=day)
        edition = opened.shelf.read(receipt.name, receipt.period, receipt.revision)
        for warning in (
            *unsigned(opened.desk.settings),
            *outdated(opened.desk, opened.store, name, receipt.period),
            *name_gaps(opened.desk, edition),
            *_left_out(opened, name, receipt.period),
        ):
            typer.echo(f"warning: {warning}", err=True)
        return _shelved(receipt)

    # the members of a matrix have one source
    with opened.held(), taken_files.from_inbox(opened, names[0], err=as_json or quiet):
        printer.report(names, build_edition, as_json=as_json, quiet=quiet)


def _left_out(desk: DeskParts, name: str, period: str) -> list[str]:
    """Return a sentence on each large line that is left out in the two years up to the end of an edition's period."""
    from generator.intake.period_choice import lines_lately_left_out, parse_period

    left_out = lines_lately_left_out(desk.desk, desk.store, name, parse_period(period))
    return [lines.in_words(name) for lines in left_out]


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
    from generator.editions import build, drafts, regenerate
    from generator.editions.edition_names import briefings_named

    opened, day = printer.open_desk(desk), printer.the_day(as_of)
    is_other = bool(day or as_revised)
    if publish and not is_other:
        msg = "--publish goes with --as-of or --as-revised."
        raise typer.BadParameter(msg)
    if is_other and revision is not None:
        msg = "--revision names one that was made; --as-of and --as-revised make another."
        raise typer.BadParameter(msg)

    def regenerate_edition(name: str) -> VerbOutput:
        with printer.progress(quiet=quiet) as progress:
            if publish:
                return _shelved(build.build(*opened, name, period, printer.now(), progress, as_of=day, anew=True))
            if is_other:
                return _shelved(drafts.preview(opened.desk, opened.store, name, period, day, progress))
            return _compared(regenerate.regenerate(*opened, name, period, revision, progress))

    with opened.held():
        printer.report(
            briefings_named(opened.desk, opened.store, briefing), regenerate_edition, as_json=as_json, quiet=quiet
        )


def _shelved(receipt: Receipt) -> VerbOutput:
    edition, folder = f"{receipt.name}/{receipt.period}", receipt.folder
    pages = [name for name in receipt.files if not name.startswith("charts/")]
    lines = [] if receipt.made else [f"unchanged: {edition}/r{receipt.revision} was made of the same inputs"]
    lines += [f"{folder / name}" for name in pages]
    if charts := len(receipt.files) - len(pages):
        lines.append(f"{folder / 'charts'}: {charts} files")
    next_step = f"open {folder / 'en.html'}, or tradebrief explain {edition} FIGURE"
    return VerbOutput({**asdict(receipt), "edition": edition}, lines, next_step, [str(folder)])


def _compared(regenerated: RegeneratedEdition) -> VerbOutput:
    receipt, made_by, restored = regenerated.receipt, regenerated.made_by, regenerated.restored
    edition = f"{receipt.name}/{receipt.period}/r{receipt.revision}"
    how = f": kept bytes restored; made by {made_by}" if made_by else " comes back byte for byte"
    rewritten = f"rewritten: {', '.join(restored)}" if restored else "nothing was missing or damaged"
    line = f"{edition}{how}, {len(receipt.files)} files; {rewritten}"
    data = {**asdict(receipt), "edition": edition, "mended": list(restored), "made_by": made_by or None}
    return VerbOutput(data, [line], f"tradebrief audit {edition}", [str(receipt.folder)])


def _drafted(
    desk: DeskParts, name: str, period: str | None, as_of: date | None, progress: Callable[[str], None]
) -> VerbOutput:
    """Make the draft of one briefing and return what to say of it: its files, and the audit's findings."""
    from generator.editions.drafts import draft

    new_draft = draft(*desk, name, period, progress, as_of=as_of)
    receipt = new_draft.receipt
    findings = [asdict(finding) for finding in new_draft.findings]
    data = {**asdict(receipt), "edition": f"{receipt.name}/{receipt.period}/draft", "findings": findings}
    held = [f"  would be held: {finding}" for finding in new_draft.findings]
    next_step = f"open {receipt.folder / 'en.html'}, then tradebrief build {receipt.name}"
    lines = [f"{receipt.folder}: {len(receipt.files)} files", *held]
    return VerbOutput(data, lines, next_step, [str(receipt.folder), *held])


def _watch(folder: Path, briefing: str | None, period: str | None, as_of: date | None) -> None:
    """Make the draft again whenever a file of the desk changes, until the person ends it."""
    from generator.editions.drafts import changes

    _refuse_arguments(folder, briefing, period)
    typer.echo(f"watching {folder}; Ctrl-C ends it")
    for names in changes(folder):
        started = monotonic()
        because = f" ({', '.join(names)})" if names else ""
        try:
            line = _drafted_again(folder, briefing, period, as_of)
        except GeneratorError as fault:
            line = str(fault)
        except typer.Exit:  # a strange file, which was said
            continue
        typer.echo(f"{printer.now().astimezone():%H:%M:%S} {line}, {monotonic() - started:.1f} s{because}")


def _refuse_arguments(folder: Path, briefing: str | None, period: str | None) -> None:
    """Raise what no change of a file would fix: a period that cannot be read, a briefing that is not there.

    Settings that cannot be read are what a person may be fixing.
    """
    from generator.editions.edition_names import briefings_named
    from generator.intake.period_choice import parse_period
    from generator.settings.wiring import open_desk

    if period:
        parse_period(period)
    try:
        opened = open_desk(folder, os.environ)
    except SettingsError:
        return
    with opened.store:
        briefings_named(opened.desk, opened.store, briefing)


def _drafted_again(folder: Path, briefing: str | None, period: str | None, as_of: date | None) -> str:
    """Return what became of the drafts; settings and figures are read again each time."""
    from generator.editions.drafts import draft
    from generator.editions.edition_names import briefings_named
    from generator.settings.wiring import open_desk

    opened = open_desk(folder, os.environ)
    with opened.store, opened.held():
        names = briefings_named(opened.desk, opened.store, briefing)
        with taken_files.from_inbox(opened, names[0]):
            drafts = [draft(*opened, name, period, lambda _: None, as_of=as_of) for name in names]
    findings = [str(finding) for new_draft in drafts for finding in new_draft.findings]
    pages = ", ".join(str(new_draft.receipt.folder / "en.html") for new_draft in drafts)
    return f"{pages}: {'; '.join(findings) or 'the audit finds nothing'}"


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
    name, now = files_of(opened.store, opened.shelf, edition)
    against, before = files_of(opened.store, opened.shelf, other_of(opened.shelf, name, other))
    is_draft = name.endswith("/draft")
    changes, other_findings = with_findings(differences(before, now), findings_in(opened.store, now, is_draft=is_draft))
    data = {
        "schema": 1,
        "edition": name,
        "against": against,
        "changes": [
            {**asdict(change.change), "findings": [asdict(item) for item in change.findings]} for change in changes
        ],
        "audit": {
            "clean": not any(change.findings for change in changes) and not other_findings,
            "others": [asdict(finding) for finding in other_findings],
        },
    }
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    count = len(other_findings) + sum(len(change.findings) for change in changes)
    lines = [
        f"{name} against {against}",
        *_difference_lines(changes, coloured=coloured),
        *(f"  ! {finding}" for finding in other_findings),
        f"audit: {counted(count, 'finding')}" if count else "audit: clean",
    ]
    build_step = f"tradebrief build {name.partition('/')[0]}"
    next_step = build_step if is_draft else f"tradebrief explain {name} FIGURE"
    printer.show(VerbOutput(data, lines, next_step), as_json=as_json)


def _difference_lines(changes: Sequence[JudgedChange], *, coloured: bool) -> Iterator[str]:
    """Yield a line for each sentence that differs, under it what the audit finds; those that do not are counted."""
    for (language, kind), items in groupby(changes, key=lambda item: (item.change.language, item.change.kind)):
        group = list(items)
        if all(_is_same(item) for item in group):
            continue
        yield f"{language}, {kind}"
        for is_same, part in groupby(group, key=_is_same):
            if is_same:
                yield f"    … {len(list(part))} unchanged"
                continue
            for item in part:
                yield f"  {_SIGNS[item.change.change]} {_sentence(item.change, coloured=coloured)}"
                yield from (f"    ! {finding.file}: [{finding.rule}] {finding.problem}" for finding in item.findings)
    yield f"{sum(map(_is_same, changes))} of {len(changes)} sentences and rows are the same"


def _is_same(item: JudgedChange) -> bool:
    return item.change.change == "same"


def _sentence(item: SentenceChange, *, coloured: bool) -> str:
    if item.change in ("new", "gone"):
        words = item.parts[0].after or item.parts[0].before
        return typer.style(words, fg="green" if item.change == "new" else "red") if coloured else words
    return " ".join(filter(None, (_stretch(part, coloured=coloured) for part in item.parts)))


def _stretch(part: WordStretch, *, coloured: bool) -> str:
    """Return words that stayed as they are, others as both were: `[-old-]{+new+}`, or red and green, figures bold."""
    if part.before == part.after:
        return part.after
    if not coloured:
        return f"[-{part.before}-]" * bool(part.before) + f"{{+{part.after}+}}" * bool(part.after)
    old = typer.style(part.before, fg="red", strikethrough=True, bold=part.figure) if part.before else ""
    new = typer.style(part.after, fg="green", bold=part.figure) if part.after else ""
    return f"{old} {new}".strip()
