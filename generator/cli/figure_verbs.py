"""The verbs `figures` and `movements`: what a briefing uses and what moved, of any table too."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

from generator.cli import printer, ranking, taken_files
from generator.cli.printer import AS_OF, BRIEFING, DESK, JSON, PERIOD, VerbOutput
from generator.errors import SettingsError

if TYPE_CHECKING:
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
    show_all: Annotated[bool, typer.Option("--all", help="With --period: show the whole history.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Show the table that a briefing uses."""
    from generator.editions import figure_tables
    from generator.editions.edition_names import briefings_named
    from generator.editions.figure_tables import revised
    from generator.editions.line_names import called, language_of
    from generator.editions.out_file import hand_over, refuse_of_desk, refuse_place

    form = "json" if as_json else figure_tables.form_of(form, out)
    refuse_place(out)
    opened = printer.open_desk(desk)
    refuse_of_desk(out, opened.desk, opened.store)
    day = printer.the_day(as_of)
    if into and revisions:
        raise SettingsError(_IN, "what was revised is told in its own currency.", "Leave out --revisions.")
    rates = (figure_tables.rates_of(opened.desk, f"{_IN} {into}"),) if into is not None else ()
    if source:
        _show_series(opened, source, briefing, as_json=as_json)
        return
    language = language_of(_NAMES, names_in) if names_in else None
    if language and (revisions or into):
        raise SettingsError(_NAMES, "names stand by themselves.", "Leave out --revisions and --in.")
    is_period_only = period is not None and form is None and not (show_all or revisions or names_in)

    def rows_of(name: str) -> list[dict[str, Any]]:
        if language:
            return called(opened.desk, opened.store, name, period, day, language)
        if revisions:
            return revised(opened.desk, opened.store, name, period, day)
        return figure_tables.rows(opened.desk, opened.store, name, period, day, into, alone=is_period_only)

    with opened.held():
        names = briefings_named(opened.desk, opened.store, briefing)
        with taken_files.from_inbox(opened, names[0], rates, err=True):
            tables, failures = printer.attempt(names, rows_of)
            rows = [row for table in tables for row in table]
            if form is None:
                printer.print_lines(_lines(rows, names=language is not None, revisions=revisions))
                if is_period_only and rows:
                    typer.echo("The period and the same one a year before; --all shows the whole history.")
                printer.print_next(f"tradebrief movements {briefing or names[0]}")
            elif out:
                hand_over(out, figure_tables.written(rows, form))
            else:
                typer.get_binary_stream("stdout").write(figure_tables.written(rows, form))
            printer.leave(failures)


def _show_series(desk: DeskParts, source: str, briefing: str | None, *, as_json: bool) -> None:
    """Show the names by which a source of prices or rates has its series, each with its unit."""
    from generator.editions.edition_names import build_of
    from generator.intake.side_figures import series_of

    if briefing:
        option = "--source"
        raise SettingsError(option, "it shows series of prices or rates.", "Leave out the briefing, or the source.")
    series = series_of(desk.desk, desk.store, source)
    table = printer.columns(("series", "unit"), [list(item) for item in sorted(series.items())])
    printer.show(VerbOutput(series, table, build_of(desk.desk, desk.store, source)), as_json=as_json)


def _lines(rows: list[dict[str, Any]], *, names: bool, revisions: bool) -> Iterable[str]:
    """Return a table of what lines are called, of what was revised, or of values."""
    if names:
        keys = ("code", "named_by", "printed", "name")
        cells = [[row[key] or "-" for key in keys] for row in rows]
        return printer.columns(("code", "named by", "in an edition", "name"), cells)
    if revisions:
        return _table(_REVISIONS, rows, ("was", "now", "change_pct"))
    return _value_lines(rows)


def _value_lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a table of values, with converted ones if there are any, and under it at which rates they are."""
    currency = next((str(row["currency"]) for row in rows), "USD")  # members of a matrix have one source
    columns = {"code": "code", "line": "line", "period": "period"}
    columns["value"] = "US dollars" if currency == "USD" else currency
    if rows and "converted" in rows[0]:
        columns |= {"converted": "in US dollars", "rate": "rate"}
    else:
        columns |= {"qualifier": "qualifier", "standing": "standing", "published": "published"}
    yield from _table(columns, rows, ("period", "value", "converted"))
    for source in dict.fromkeys(row["rate_source"] for row in rows if row.get("converted")):
        yield f"Converted at the average of the figure's own month or year, {source}; not an official figure."
    for lack in dict.fromkeys(row["rate_source"] for row in rows if row.get("rate_source") and not row["converted"]):
        yield f"Not converted: {lack}."


def _table(columns: Mapping[str, str], rows: list[dict[str, Any]], right: Sequence[str]) -> list[str]:
    """Return a table of the keys of `rows` that `columns` gives a head; amounts in groups, `right` aligned so."""
    cells = [[_cell(key, str(row[key])) for key in columns] for row in rows]
    places = [place for place, key in enumerate(columns) if key in right]
    return printer.columns(list(columns.values()), cells, right=places)


def _cell(key: str, text: str) -> str:
    """Return a cell as a person reads it: an amount in groups, nothing where it is withheld."""
    if key not in ("value", "was", "now", "converted"):
        return text
    if text:
        return f"{Decimal(text):,f}"
    return "" if key == "converted" else "withheld"


_REVISIONS = {
    "code": "code",
    "line": "line",
    "period": "period",
    "was": "was",
    "now": "is now",
    "change_pct": "change, %",
    "release": "release",
}
_IN, _NAMES = "--in", "--names"
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
    of_desk = {"a briefing": briefing, "--desk": desk, "--as-of": as_of}
    of_table = {"--meta": meta, "--previous": previous, "--out": out}
    if table is not None:
        if conflicts := [flag for flag, value in of_desk.items() if value is not None]:
            where, problem = "--input", f"is a table without a desk, and {conflicts[0]} is given."
            raise SettingsError(where, problem, "Leave out one of the two.")
        _of_table(table, period, (meta, previous), out, why or (), as_json=as_json)
        return
    if flags := [flag for flag, file in of_table.items() if file]:
        raise SettingsError(flags[0], "belongs to a table.", "Name the table with --input, or leave it out.")
    _of_desk(briefing, period, as_of, desk, why or (), as_json=as_json)


def _of_table(
    table: Path,
    period: str | None,
    sidecars: tuple[Path | None, Path | None],
    out: Path | None,
    codes: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """Show the picks of a table, or why some series are told or not; write the picks to `out` as well."""
    from generator.editions import bare_panel
    from generator.editions.out_file import hand_over, refuse_place, refuse_what_is_read
    from generator.editions.sidecar import read_sidecar

    files = {"--input": table, "--meta": sidecars[0], "--previous": sidecars[1]}
    refuse_place(out)
    refuse_what_is_read(out, files)
    picks = bare_panel.picks_of(table, period, *sidecars)
    if period is None and read_sidecar(sidecars[0]).reference_period is None:
        typer.echo(f"note: {picks.period} is taken, the newest period of {table}; --period names another.", err=True)
    printer.print_lines((f"warning: {table}: {doubt}" for doubt in bare_panel.doubts(picks)), err=True)
    printer.print_lines((f"note: {note}" for note in bare_panel.notes(picks, sidecars[0])), err=True)
    verdicts = bare_panel.verdicts_of(picks, codes)
    if out:
        hand_over(out, bare_panel.as_json(picks))
    if as_json and codes:
        printer.print_json([verdict.as_data() for verdict in verdicts])
    elif as_json:
        sys.stdout.buffer.write(bare_panel.as_json(picks))
    if as_json:
        return
    printer.print_lines(ranking.whys(verdicts) if codes else ranking.of_table(picks))
    if out:
        typer.echo(f"written: {out}")
    named = " ".join(f"{flag} {quote(str(file))}" for flag, file in files.items() if file)
    series = [*(pick.series for pick in picks.picks), *(pick.series for pick in picks.left_out)]
    first = (*series, *picks.judged.panel.codes)[0]
    why = "" if codes else f" --why {quote(first)}"  # who has asked goes back to the ranking
    printer.print_next(f"tradebrief movements {named} --period {picks.period}{why}")


def _of_desk(
    briefing: str | None,
    period: str | None,
    as_of: str | None,
    desk: str | None,
    codes: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """Show the movements of briefings, or why some of their codes are told or not."""
    from generator.editions.decision_trace import decided_now, ranked_movements
    from generator.editions.edition_names import briefings_named

    opened = printer.open_desk(desk)
    day = printer.the_day(as_of)

    def ranked(name: str) -> VerbOutput:
        movements_data = ranked_movements(opened.desk, opened.store, name, period, day)
        code = next((item["code"] for item in (*movements_data["notable"], *movements_data["left_out"])), "CODE")
        next_step = f"tradebrief movements {name} --period {movements_data['period']} --why {code}"
        return VerbOutput(movements_data, ranking.of_desk(movements_data, of=len(names)), next_step)

    def whys(name: str) -> VerbOutput:
        decisions = [decided_now(opened.desk, opened.store, name, period, day, code) for code in codes]
        lines = [line for decision in decisions for line in (*ranking.decided(decision), "")]
        next_step = f"tradebrief build {name} --period {decisions[0].period}"
        return VerbOutput([decision.as_data() for decision in decisions], lines, next_step)

    with opened.held():
        names = briefings_named(opened.desk, opened.store, briefing)
        with taken_files.from_inbox(opened, names[0], err=True):
            printer.report(names, whys if codes else ranked, as_json=as_json)
