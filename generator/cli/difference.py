"""The verb that compares two editions."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import say
from generator.cli.say import DESK, JSON

if TYPE_CHECKING:
    from generator.editions.differences import Change, JudgedChange, Part

_SIGNS = {"changed": "~", "new": "+", "gone": "-"}


def add_to(app: typer.Typer) -> None:
    """Add the verb to the program."""
    app.command(epilog="Example: tradebrief diff pakistan-minerals/2025/r2 r1")(diff)


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
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    name, after = files_of(opened.store, opened.shelf, edition)
    against, before = files_of(opened.store, opened.shelf, other_of(opened.shelf, name, other))
    judged, others = with_findings(
        differences(before, after), findings_in(opened.store, after, is_draft=name.endswith("/draft"))
    )
    if as_json:
        changes = [{**asdict(one.change), "findings": [asdict(item) for item in one.findings]} for one in judged]
        audit = {"clean": not any(one.findings for one in judged) and not others, "others": [*map(asdict, others)]}
        say.as_json({"schema": 1, "edition": name, "against": against, "changes": changes, "audit": audit})
        return
    typer.echo(f"{name} against {against}")
    for line in (
        *_lines(judged, coloured=sys.stdout.isatty() and not os.environ.get("NO_COLOR")),
        *_rest(judged, others),
    ):
        typer.echo(line)
    made = f"tradebrief build {name.partition('/')[0]}"
    say.then(made if name.endswith("/draft") else f"tradebrief explain {name} FIGURE")


def _lines(found: Sequence[JudgedChange], *, coloured: bool) -> Iterator[str]:
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
                yield from (line for item in items for line in _told(item, coloured=coloured))
    yield f"{sum(map(_is_same, found))} of {len(found)} sentences and rows are the same"


def _told(item: JudgedChange, *, coloured: bool) -> Iterator[str]:
    yield f"  {_SIGNS[item.change.change]} {_sentence(item.change, coloured=coloured)}"
    yield from (f"    ! {one.file}: [{one.rule}] {one.problem}" for one in item.findings)


def _rest(judged: Sequence[JudgedChange], others: Sequence[object]) -> Iterator[str]:
    """Yield what the audit finds beyond the sentences that differ, and how much in all."""
    yield from (f"  ! {finding}" for finding in others)
    count = len(others) + sum(len(one.findings) for one in judged)
    yield f"audit: {count} finding{'s' * (count != 1)}" if count else "audit: clean"


def _is_same(item: JudgedChange) -> bool:
    return item.change.change == "same"


def _sentence(item: Change, *, coloured: bool) -> str:
    if item.change in ("new", "gone"):
        words = item.parts[0].after or item.parts[0].before
        return typer.style(words, fg="green" if item.change == "new" else "red") if coloured else words
    return " ".join(text for part in item.parts if (text := _stretch(part, coloured=coloured)))


def _stretch(part: Part, *, coloured: bool) -> str:
    """Return words that stayed as they are, others as both were: `[-old-]{+new+}`, or red and green, figures bold."""
    if part.before == part.after:
        return part.after
    if not coloured:
        return f"[-{part.before}-]" * bool(part.before) + f"{{+{part.after}+}}" * bool(part.after)
    old = typer.style(part.before, fg="red", strikethrough=True, bold=part.figure) if part.before else ""
    new = typer.style(part.after, fg="green", bold=part.figure) if part.after else ""
    return f"{old} {new}".strip()
