"""The verbs `figures` and `movements`: what a briefing uses and what moved, of any table too."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

from generator.cli import printer, ranking, taken_files
from generator.cli.printer import AS_OF, BRIEFING, DESK, JSON, PERIOD, VerbOutput
from generator.errors import SettingsError

if TYPE_CHECKING:
    from generator.movements.picks import PanelPicks as Picks
    from generator.settings.desk_parts import DeskParts


def figures(  # noqa: PLR0913 -- the flags of the contract
    briefing: BRIEFING = None,
    period: PERIOD = None,
    as_of: AS_OF = None,
    form: Annotated[str | None, typer.Option("--format", help="csv, xlsx, json or parquet instead of a table.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file; its ending sets the format.")] = None,
    *,
    revisions: Annotated[
        bool, typer.Option("--revisions", help="What changed since the edition was made, or since --as-of.")
    ] = False,
    into: Annotated[
        str | None, typer.Option("--in", help="USD: also convert at monthly average rates, for looking.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="List the series of this source of prices or rates.")
    ] = None,
    names_in: Annotated[
        str | None, typer.Option("--names", help="en, zh or ur: what each line is called, and by whom.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="With --period: show the whole history.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Show the table that a briefing uses."""
    from generator.editions.edition_names import briefings_named
    from generator.editions.figure_tables import form_of, rows
    from generator.editions.line_names import called, language_of
    from generator.editions.out_file import refuse_of_desk, refuse_place
    from generator.editions.restatements import revised

    form = "json" if as_json else form_of(form, out)
    refuse_place(out)
    opened = printer.open_desk(desk)
    refuse_of_desk(out, opened.desk, opened.store)
    day, beside = printer.the_day(as_of), _rates_source(opened, into, revisions=revisions)
    alone = period is not None and form is None and not (every or revisions or names_in)
    if source:
        _series(opened, source, briefing, as_json=as_json)
        return
    language = language_of("--names", names_in) if names_in else None
    if language and (revisions or into):
        option = "--names"
        raise SettingsError(option, "names stand by themselves.", "Leave out --revisions and --in.")

    def rows_of(name: str) -> list[dict[str, Any]]:
        if language:
            return called(opened.desk, opened.store, name, period, day, language)
        if revisions:
            return revised(opened.desk, opened.store, name, period, day)
        return rows(opened.desk, opened.store, name, period, day, into, alone=alone)

    with opened.held():
        names = briefings_named(opened.desk, opened.store, briefing)
        with taken_files.from_inbox(opened, names[0], beside, err=True):
            found, failures = printer.attempt(names, rows_of)
            _hand_over([row for table in found for row in table], form, out, briefing or names[0], alone=alone)
            printer.leave(failures)


def _series(desk: DeskParts, source: str, briefing: str | None, *, as_json: bool) -> None:
    """Show the names by which a source of prices or rates has its series, each with its unit."""
    from generator.editions.edition_names import build_of
    from generator.intake.side_figures import series_of

    if briefing:
        option = "--source"
        raise SettingsError(option, "it shows series of prices or rates.", "Leave out the briefing, or the source.")
    found = series_of(desk.desk, desk.store, source)
    if as_json:
        printer.print_json(found)
        return
    printer.print_table(("series", "unit"), [list(item) for item in sorted(found.items())])
    printer.print_next(build_of(desk.desk, desk.store, source))


def _rates_source(desk: DeskParts, into: str | None, *, revisions: bool) -> tuple[str, ...]:
    """Return the source of the rates that are asked for, none where none are."""
    from generator.editions.figure_tables import rates_of

    if into is None:
        return ()
    if revisions:
        option = "--in"
        raise SettingsError(option, "what was revised is told in its own currency.", "Leave out --revisions.")
    return (rates_of(desk.desk, f"--in {into}"),)


def _hand_over(table: list[dict[str, Any]], form: str | None, out: Path | None, name: str, *, alone: bool) -> None:
    """Show the table of the briefing `name`, or write it to `out` or to standard output; say where it is cut."""
    from generator.editions.figure_tables import written
    from generator.editions.out_file import hand_over

    if form is None:
        if table and "named_by" in table[0]:
            printer.print_table(*_name_table(table))
        elif table and "was" in table[0]:
            printer.print_table(*_revision_table(table), right=(3, 4, 5))
        else:
            printer.print_table(*_value_table(table), right=(2, 3, 4) if table and "converted" in table[0] else (2, 3))
            _said_of_rates(table)
            if alone and table:
                typer.echo("The period and the same one a year before; --all shows the whole history.")
        printer.print_next(f"tradebrief movements {name}")
    elif out:
        hand_over(out, written(table, form))
    else:
        typer.get_binary_stream("stdout").write(written(table, form))


def _value_table(table: list[dict[str, Any]]) -> tuple[tuple[str, ...], list[list[str]]]:
    money = next((str(row["currency"]) for row in table), "USD")  # members of a matrix have one source
    own, value = ("code", "line", "period"), "US dollars" if money == "USD" else money
    more: tuple[str, ...] = ("qualifier", "standing", "published")
    head, keys = (*own, value, *more), (*own, "value", *more)
    if table and "converted" in table[0]:
        head, keys = (*own, value, "in US dollars", "rate"), (*own, "value", "converted", "rate")
    return head, [[_cell(key, str(row[key])) for key in keys] for row in table]


def _cell(key: str, text: str) -> str:
    return _grouped(text) if key == "value" or (key == "converted" and text) else text


def _said_of_rates(table: list[dict[str, Any]]) -> None:
    """Say under a converted table at which rates it is, and which of its rows have none."""
    sources = dict.fromkeys(row["rate_source"] for row in table if row.get("converted"))
    for source in sources:
        typer.echo(f"Converted at the average of the figure's own month or year, {source}; not an official figure.")
    for lack in dict.fromkeys(row["rate_source"] for row in table if row.get("rate_source") and not row["converted"]):
        typer.echo(f"Not converted: {lack}.")


def _revision_table(table: list[dict[str, Any]]) -> tuple[tuple[str, ...], list[list[str]]]:
    keys = ("code", "line", "period", "was", "now", "change_pct", "release")
    head = ("code", "line", "period", "was", "is now", "change, %", "release")
    return head, [
        [_grouped(str(row[key])) if key in {"was", "now"} else str(row[key]) for key in keys] for row in table
    ]


def _name_table(table: list[dict[str, Any]]) -> tuple[tuple[str, ...], list[list[str]]]:
    head, keys = ("code", "named by", "in an edition", "name"), ("code", "named_by", "printed", "name")
    return head, [[str(row[key]) or "-" for key in keys] for row in table]


def _grouped(value: str) -> str:
    return f"{Decimal(value):,f}" if value else "withheld"


INPUT = Annotated[
    Path | None,
    typer.Option("--input", help="A table of series instead of a briefing (CSV, TSV, Parquet); no desk is needed."),
]
META = Annotated[Path | None, typer.Option("--meta", help="With --input: a JSON sidecar for the table.")]
PREVIOUS = Annotated[Path | None, typer.Option("--previous", help="With --input: the table as published before.")]
PICKS_OUT = Annotated[
    Path | None,
    typer.Option("--out", help="With --input: write the picks to this file as JSON; --json prints them too."),
]
WHY = Annotated[
    list[str] | None,
    typer.Option("--why", metavar="CODE", help="Explain why a code is told or left out; may be repeated."),
]


def movements(  # noqa: PLR0913 -- the flags of the contract
    briefing: BRIEFING = None,
    period: PERIOD = None,
    as_of: AS_OF = None,
    *,
    table: INPUT = None,
    meta: META = None,
    previous: PREVIOUS = None,
    out: PICKS_OUT = None,
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
    from generator.editions.bare_panel import as_json as written
    from generator.editions.bare_panel import doubts, is_newest, notes, picks_of, verdicts_of
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
            printer.print_json([one.as_data() for one in verdicts])
        else:
            sys.stdout.buffer.write(written(found))
        return
    for line in ranking.whys(verdicts) if asked else ranking.of_table(found):
        typer.echo(line)
    if out:
        typer.echo(f"written: {out}")
    named = " ".join(f"{flag} {quote(str(file))}" for flag, file in files.items() if file)
    printer.print_next(f"tradebrief movements {named} --period {found.period}{'' if asked else _first_why(found)}")


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

    opened = printer.open_desk(desk)
    day = printer.the_day(as_of)
    with opened.held():
        names = briefings_named(opened.desk, opened.store, briefing)
        with taken_files.from_inbox(opened, names[0], err=True):
            one = _whys_of(opened, period, day, asked) if asked else _ranked_of(opened, period, day, of=len(names))
            printer.report(names, one, as_json=as_json)


def _ranked_of(desk: DeskParts, period: str | None, day: date | None, *, of: int) -> Callable[[str], VerbOutput]:
    """Return what says of a briefing what moved; of several, by name."""
    from generator.editions.decision_trace import ranked_movements

    def one(name: str) -> VerbOutput:
        found = ranked_movements(desk.desk, desk.store, name, period, day)
        code = next((item["code"] for item in (*found["notable"], *found["left_out"])), "CODE")
        then = f"tradebrief movements {name} --period {found['period']} --why {code}"
        return VerbOutput(found, list(ranking.of_desk(found, of=of)), then)

    return one


def _whys_of(
    desk: DeskParts, period: str | None, day: date | None, asked: Sequence[str]
) -> Callable[[str], VerbOutput]:
    """Return what says of a briefing why some codes are told or left out."""
    from generator.editions.decision_trace import decided_now

    def one(name: str) -> VerbOutput:
        found = [decided_now(desk.desk, desk.store, name, period, day, code) for code in asked]
        lines = [line for one in found for line in (*ranking.decided(one), "")]
        return VerbOutput(
            [one.as_data() for one in found], lines, f"tradebrief build {name} --period {found[0].period}"
        )

    return one
