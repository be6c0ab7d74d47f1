"""The verb `check`: the figures of a finished text, by anybody, checked by arithmetic."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import say
from generator.cli.say import JSON
from generator.errors import Held

if TYPE_CHECKING:
    from generator.factcheck.claim_file import CheckedClaim

FILE = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="A text (.txt, .md, .html, .pdf) in English; or claims as JSON Lines or CSV; - is standard input.",
    ),
]
AGAINST = Annotated[
    str | None,
    typer.Option("--against", metavar="NAME/PERIOD", help="The edition of a desk to compare sentences with."),
]
ALL = Annotated[bool, typer.Option("--all", help="Show every claim, not only those that fail or need a look.")]
OUT = Annotated[
    Path | None, typer.Option("--out", help="Write the verdicts to this file as JSON; --json prints them too.")
]
WORDS = {
    "inconsistent": "does not hold",
    "truncated": "cut, not rounded",
    "qualifier_ok": "holds with its word",
    "within_rounding": "holds within rounding",
    "ok": "holds",
    "exact": "exact",
    "pct_not_stated": "no rate printed",
    "nothing_to_check": "nothing to check",
}


def add_to(app: typer.Typer) -> None:
    """Add the verb to the program."""
    app.command(epilog="Example: tradebrief check article.pdf --desk my-desk --against NAME/2025-12")(check)


def check(
    file: FILE,
    *,
    every: ALL = False,
    desk: say.DESK = None,
    against: AGAINST = None,
    out: OUT = None,
    as_json: JSON = False,
) -> None:
    """Check the arithmetic of any text: whether its rates, shares and sums fit its levels.

    With --desk or --against the sentences of a text are also compared with the figures of a desk's releases.
    Exit 3 where a claim does not hold. docs/check.md explains fields and verdicts.
    """
    from generator.editions.out_file import hand_over, refuse_place, refuse_what_is_read
    from generator.factcheck.claim_file import checked, failed
    from generator.factcheck.claim_report import as_json as written

    refuse_place(out)
    refuse_what_is_read(out, {"check": file})
    found = checked(file)
    if desk or against:
        found = _beside_releases(file, found, desk, against)
    if out:
        hand_over(out, written(file, found))
    if as_json:
        sys.stdout.buffer.write(written(file, found))
    else:
        _tell(file, found, out, every=every)
    if failed(found):
        raise typer.Exit(Held.exit_code)


def _beside_releases(
    file: Path, found: Sequence[CheckedClaim], desk: str | None, against: str | None
) -> list[CheckedClaim]:
    from generator.editions.commentary_verdicts import beside_releases
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    with opened.store:
        return beside_releases(file, found, opened.desk, opened.store, against)


def _tell(file: Path, found: Sequence[CheckedClaim], out: Path | None, *, every: bool) -> None:
    """Print the claims that fail or need a look, or every one, and how many there are of each verdict."""
    shown = [one for one in found if every or one.needs_a_look]
    if shown:
        head = ("claim", "verdict", "figures")
        for line in say.columns(head, [_row(one) for one in shown], width=say.width()):
            typer.echo(line)
        typer.echo("")
    for line in _counted(found) if found else ["no rate, share or pair of levels stands in it"]:
        typer.echo(line)
    if out:
        typer.echo(f"written: {out}")
    say.then(f"tradebrief check {quote(str(file))} {'--json' if every else '--all'}")


def _row(one: CheckedClaim) -> tuple[str, str, str]:
    from generator.factcheck.claim_report import in_words

    number = f".{one.place.claim}" if one.place.claim else ""
    place = f"page {one.place.page}{number}" if one.place.page else f"{one.place.line}{number}"
    return place, "contradicted" if one.is_contradicted else WORDS[one.verdict], in_words(one)


def _counted(found: Sequence[CheckedClaim]) -> Iterator[str]:
    from generator.factcheck.claim_file import counts

    rows = [(str(number), WORDS[verdict], verdict) for verdict, number in counts(found).items()]
    contradicted = sum(one.is_contradicted for one in found)
    if contradicted:
        rows.append((str(contradicted), "contradicted", "by the releases"))
    yield from say.columns(("claims", "", "verdict"), rows, right=(0,))
