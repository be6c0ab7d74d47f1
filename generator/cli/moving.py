"""The verb `movements`: what is notable, of a briefing on a desk or of any table without one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from generator.cli import each, say, taken
from generator.cli.each import Said
from generator.cli.say import AS_OF, BRIEFING, DESK, JSON, PERIOD
from generator.errors import SettingsError

if TYPE_CHECKING:
    from generator.desk.bare import Pick, PicksOfPanel
    from generator.desk.shapes import Picks

INPUT = Annotated[
    Path | None, typer.Option("--input", help="A table of series instead of a briefing: CSV, TSV or Parquet. No desk.")
]
META = Annotated[Path | None, typer.Option("--meta", help="With --input: JSON on what the table does not say itself.")]
PREVIOUS = Annotated[Path | None, typer.Option("--previous", help="With --input: the table as it was before.")]
OUT = Annotated[Path | None, typer.Option("--out", help="With --input: the file for the picks, as JSON.")]
_BAR = 20  # signs for a score of a hundred


def add_to(app: typer.Typer) -> None:
    """Add the verb to the program."""
    app.command(epilog="Example: tradebrief movements --input table.csv --period 2025-12 --out picks.json")(movements)


def movements(  # noqa: PLR0913 -- the flags of the contract
    briefing: BRIEFING = None,
    period: PERIOD = None,
    as_of: AS_OF = None,
    *,
    table: INPUT = None,
    meta: META = None,
    previous: PREVIOUS = None,
    out: OUT = None,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Show the ranked movements, with reasons, and what was left out."""
    if table is not None:
        _refuse_both(briefing=briefing, desk=desk, as_of=as_of)
        return _of_table(table, period, (meta, previous), out, as_json=as_json)
    if alone := next(
        (flag for flag, file in (("--meta", meta), ("--previous", previous), ("--out", out)) if file), None
    ):
        raise SettingsError(alone, "belongs to a table.", "Name the table with --input, or leave it out.")
    return _of_desk(briefing, period, as_of, desk, as_json=as_json)


def _refuse_both(**given: object) -> None:
    names = [name for name, value in given.items() if value is not None]
    if names:
        what = "a briefing" if names[0] == "briefing" else f"--{names[0].replace('_', '-')}"
        where, problem = "--input", f"is a table without a desk, and {what} is given."
        raise SettingsError(where, problem, "Leave out one of the two.")


def _of_table(
    table: Path, period: str | None, beside: tuple[Path | None, Path | None], out: Path | None, *, as_json: bool
) -> None:
    """Write the picks of a table to `out` or to standard output, or show them to a person."""
    from generator.desk.bare import as_json as written
    from generator.desk.bare import notes, picks_of

    found = picks_of(table, period, *beside)
    for note in notes(found, beside[0]):
        typer.echo(f"note: {note}", err=True)
    if out:
        out.write_bytes(written(found))
    elif as_json:
        sys.stdout.buffer.write(written(found))
    if not as_json:
        _show(found)
        if out:
            typer.echo(f"written: {out}")


def _show(found: PicksOfPanel) -> None:
    """Print the ranked table with bars, and what was left out."""
    if found.told:
        typer.echo(f"Notable in {found.period}")
        head = ("series", "level", "kind", "", "score", "", "flags", "why")
        say.table(head, [_row(one) for one in found.told], right=(4,))
    else:
        typer.echo(f"Nothing notable in {found.period}: no movement stands out from its own past.")
    if found.left_out:
        typer.echo("Considered and left out")
        rows = [[one.series, one.level, one.kind, f"{one.contrib:+.2f}", one.why] for one in found.left_out]
        say.table(("series", "level", "kind", "points", "why"), rows, right=(3,))


def _row(one: Pick) -> list[str]:
    beside = f"{one.rule}; with {', '.join(one.context)}" if one.context else one.rule
    return [one.series, one.level, one.kind, *_scored(one.direction, one.score.total), " ".join(one.flags), beside]


def _scored(direction: str, score: float) -> list[str]:
    """Return an arrow, the score and its bar."""
    return ["▲" if direction == "up" else "▼", f"{score:.1f}", "█" * round(score * _BAR / 100)]


def _of_desk(briefing: str | None, period: str | None, as_of: str | None, desk: str | None, *, as_json: bool) -> None:
    from generator.desk.named import briefings_named
    from generator.desk.tables import judged
    from generator.desk.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    day = say.the_day(as_of)
    with opened.held():
        names = briefings_named(opened, briefing)
        with taken.from_inbox(opened, names[0], err=True):
            each.run(names, lambda name: _ranked(judged(opened, name, period, day), of=len(names)), as_json=as_json)


def _ranked(found: Picks, *, of: int) -> Said:
    """Return what to say of a briefing's movements, told ones first; of several, by name."""
    lines, of_whom = [], f" for {found['briefing']}" if of > 1 else ""
    for picks, title in ((found["notable"], "Notable"), (found["left_out"], "Considered and left out")):
        lines.append(f"{title} in {found['period']}, against {found['base']}{of_whom}")
        rows = [[item["code"], item["kind"], item["score"], item["why"]] for item in picks]
        head, none = ("code", "kind", "score", "why"), [["none", "", "", ""]]
        lines += [*say.columns(head, rows or none, right=(2,), width=say.width()), ""]
    lines += _against_the_past(found["past"], of_whom)
    lines += [f"note: {note}" for note in found["notes"]]
    return Said(found, lines, f"tradebrief build {found['briefing']}")


def _against_the_past(past: list[dict[str, Any]], of_whom: str) -> list[str]:
    """Return the codes that stand out among all within the briefing's, deeper than its text goes."""
    if not past:
        return []
    rows = [[one["series"], one["kind"], *_scored(one["direction"], one["score"]), one["rule"]] for one in past]
    head = ("code", "kind", "", "score", "", "why")
    title = f"Against its own past{of_whom}: codes that stand out among all within the briefing's"
    return [title, *say.columns(head, rows, right=(3,), width=say.width()), ""]
