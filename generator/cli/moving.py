"""The verb `movements`: what is notable, of a briefing on a desk or of any table without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import each, picked, say, taken
from generator.cli.each import Said
from generator.cli.say import AS_OF, BRIEFING, DESK, JSON, PERIOD
from generator.errors import SettingsError

if TYPE_CHECKING:
    from generator.editions.bare import PanelPicks as Picks
    from generator.settings.desk_parts import DeskParts

INPUT = Annotated[
    Path | None,
    typer.Option("--input", help="A table of series instead of a briefing (CSV, TSV, Parquet); no desk is needed."),
]
META = Annotated[Path | None, typer.Option("--meta", help="With --input: a JSON sidecar for the table.")]
PREVIOUS = Annotated[Path | None, typer.Option("--previous", help="With --input: the table as published before.")]
OUT = Annotated[
    Path | None,
    typer.Option("--out", help="With --input: write the picks to this file as JSON; --json prints them too."),
]
WHY = Annotated[
    list[str] | None,
    typer.Option("--why", metavar="CODE", help="Explain why a code is told or left out; may be repeated."),
]


def add_to(app: typer.Typer) -> None:
    """Add the verb to the program."""
    app.command(epilog="Example: tradebrief movements --input table.csv --period 2025-12 --why 7403")(movements)


def movements(  # noqa: PLR0913 -- the flags of the contract
    briefing: BRIEFING = None,
    period: PERIOD = None,
    as_of: AS_OF = None,
    *,
    table: INPUT = None,
    meta: META = None,
    previous: PREVIOUS = None,
    out: OUT = None,
    why: WHY = None,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Rank what moved, with reasons, and show what was left out."""
    if table is not None:
        _refuse_both(briefing=briefing, desk=desk, as_of=as_of)
        return _of_table(table, period, (meta, previous), out, why or (), as_json=as_json)
    if alone := next(
        (flag for flag, file in (("--meta", meta), ("--previous", previous), ("--out", out)) if file), None
    ):
        raise SettingsError(alone, "belongs to a table.", "Name the table with --input, or leave it out.")
    return _of_desk(briefing, period, as_of, desk, why or (), as_json=as_json)


def _refuse_both(**given: object) -> None:
    names = [name for name, value in given.items() if value is not None]
    if names:
        what = "a briefing" if names[0] == "briefing" else f"--{names[0].replace('_', '-')}"
        where, problem = "--input", f"is a table without a desk, and {what} is given."
        raise SettingsError(where, problem, "Leave out one of the two.")


def _of_table(
    table: Path,
    period: str | None,
    beside: tuple[Path | None, Path | None],
    out: Path | None,
    asked: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """Show the picks of a table, or why some series are told or not; write the picks to `out` as well."""
    from generator.editions.bare import as_json as written
    from generator.editions.bare import doubts, is_newest, notes, picks_of, verdicts_of
    from generator.editions.out_file import hand_over, refuse_place, refuse_what_is_read

    files = {"--input": table, "--meta": beside[0], "--previous": beside[1]}
    refuse_place(out)
    refuse_what_is_read(out, files)
    found = picks_of(table, period, *beside)
    if is_newest(period, beside[0]):
        typer.echo(f"note: {found.period} is taken, the newest period of {table}; --period names another.", err=True)
    for doubt in doubts(found):
        typer.echo(f"warning: {table}: {doubt}", err=True)
    for note in notes(found, beside[0]):
        typer.echo(f"note: {note}", err=True)
    verdicts = verdicts_of(found, asked)
    if out:
        hand_over(out, written(found))
    if as_json:
        if asked:
            say.as_json([one.as_data() for one in verdicts])
        else:
            sys.stdout.buffer.write(written(found))
        return
    for line in picked.whys(verdicts) if asked else picked.of_table(found):
        typer.echo(line)
    if out:
        typer.echo(f"written: {out}")
    named = " ".join(f"{flag} {quote(str(file))}" for flag, file in files.items() if file)
    say.then(f"tradebrief movements {named} --period {found.period}{'' if asked else _first_why(found)}")


def _first_why(found: Picks) -> str:
    """Return the flag that asks after the first series of the ranking; who has asked goes back to the ranking."""
    told, left = [one.series for one in found.told], [one.series for one in found.left_out]
    return f" --why {quote([*told, *left, *found.judged.panel.codes][0])}"


def _of_desk(
    briefing: str | None,
    period: str | None,
    as_of: str | None,
    desk: str | None,
    asked: Sequence[str],
    *,
    as_json: bool,
) -> None:
    from generator.editions.edition_names import briefings_named
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    day = say.the_day(as_of)
    with opened.held():
        names = briefings_named(opened.desk, opened.store, briefing)
        with taken.from_inbox(opened, names[0], err=True):
            one = _whys_of(opened, period, day, asked) if asked else _ranked_of(opened, period, day, of=len(names))
            each.run(names, one, as_json=as_json)


def _ranked_of(desk: DeskParts, period: str | None, day: date | None, *, of: int) -> Callable[[str], Said]:
    """Return what says of a briefing what moved; of several, by name."""
    from generator.editions.decision_trace import judged

    def one(name: str) -> Said:
        found = judged(desk.desk, desk.store, name, period, day)
        code = next((item["code"] for item in (*found["notable"], *found["left_out"])), "CODE")
        then = f"tradebrief movements {name} --period {found['period']} --why {code}"
        return Said(found, list(picked.of_desk(found, of=of)), then)

    return one


def _whys_of(desk: DeskParts, period: str | None, day: date | None, asked: Sequence[str]) -> Callable[[str], Said]:
    """Return what says of a briefing why some codes are told or left out."""
    from generator.editions.decision_trace import decided_now

    def one(name: str) -> Said:
        found = [decided_now(desk.desk, desk.store, name, period, day, code) for code in asked]
        lines = [line for one in found for line in (*picked.decided(one), "")]
        return Said([one.as_data() for one in found], lines, f"tradebrief build {name} --period {found[0].period}")

    return one
