"""The verbs that only look: figures, status, doctor."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from generator.cli import each, say, taken
from generator.cli.say import AS_OF, BRIEFING, DESK, JSON, PERIOD
from generator.errors import SettingsError

if TYPE_CHECKING:
    from generator.settings.desk_parts import DeskParts
    from generator.settings.output_shapes import Status


_LETTERS: tuple[tuple[Literal["counts", "notices"], str], ...] = (
    ("counts", "letters: "),
    ("notices", "notices of its withdrawal: "),
)


def add_to(app: typer.Typer) -> None:
    """Add the verbs to the program."""
    app.command(epilog="Example: tradebrief figures --period 2025 --format csv > figures.csv")(figures)
    app.command(epilog="Example: tradebrief status --json")(status)
    app.command(epilog="Example: tradebrief doctor")(doctor)


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
    from generator.settings.wiring import open_desk

    form = "json" if as_json else form_of(form, out)
    refuse_place(out)
    opened = open_desk(say.desk_folder(desk), os.environ)
    refuse_of_desk(out, opened.desk, opened.store)
    day, beside = say.the_day(as_of), _beside(opened, into, revisions=revisions)
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
        with taken.from_inbox(opened, names[0], beside, err=True):
            found, failures = each.attempt(names, rows_of)
            _handed_over([row for table in found for row in table], form, out, briefing or names[0], alone=alone)
            each.leave(failures)


def _series(desk: DeskParts, source: str, briefing: str | None, *, as_json: bool) -> None:
    """Show the names by which a source of prices or rates has its series, each with its unit."""
    from generator.editions.edition_names import build_of
    from generator.intake.side_figures import series_of

    if briefing:
        option = "--source"
        raise SettingsError(option, "it shows series of prices or rates.", "Leave out the briefing, or the source.")
    found = series_of(desk.desk, desk.store, source)
    if as_json:
        say.as_json(found)
        return
    say.table(("series", "unit"), [list(item) for item in sorted(found.items())])
    say.then(build_of(desk.desk, desk.store, source))


def _beside(desk: DeskParts, into: str | None, *, revisions: bool) -> tuple[str, ...]:
    """Return the source of the rates that are asked for, none where none are."""
    from generator.editions.figure_tables import rates_of

    if into is None:
        return ()
    if revisions:
        option = "--in"
        raise SettingsError(option, "what was revised is told in its own currency.", "Leave out --revisions.")
    return (rates_of(desk.desk, f"--in {into}"),)


def _handed_over(table: list[dict[str, Any]], form: str | None, out: Path | None, name: str, *, alone: bool) -> None:
    """Show the table of the briefing `name`, or write it to `out` or to standard output; say where it is cut."""
    from generator.editions.figure_tables import written
    from generator.editions.out_file import hand_over

    if form is None:
        if table and "named_by" in table[0]:
            say.table(*_called(table))
        elif table and "was" in table[0]:
            say.table(*_compared(table), right=(3, 4, 5))
        else:
            say.table(*_shown(table), right=(2, 3, 4) if table and "converted" in table[0] else (2, 3))
            _said_of_rates(table)
            if alone and table:
                typer.echo("The period and the same one a year before; --all shows the whole history.")
        say.then(f"tradebrief movements {name}")
    elif out:
        hand_over(out, written(table, form))
    else:
        typer.get_binary_stream("stdout").write(written(table, form))


def status(
    *,
    desk: DESK = None,
    as_json: JSON = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Print one line per problem; exit 3: held, 5: uncertain, 4: late, failed or to fetch, 2: settings.",
        ),
    ] = False,
    letters: Annotated[
        str | None,
        typer.Option("--letters", metavar="EDITION", help="List its letters: who, when, the server's answer."),
    ] = None,
    decisions: Annotated[
        bool, typer.Option("--decisions", help="List all decisions, newest first: who, what, when, why.")
    ] = False,
) -> None:
    """Show what the desk has, what waits, and what comes next."""
    from generator.intake.strays import strays
    from generator.service.desk_state import next_step
    from generator.service.desk_state import status as state_of
    from generator.service.monitoring import troubles
    from generator.settings.wiring import open_desk

    try:
        folder = say.desk_folder(desk)
    except SettingsError:  # a desk that is there and cannot be read is another thing
        if desk or as_json or check or os.environ.get("TRADEBRIEF_DESK"):
            raise
        typer.echo("There is no desk here or above.")
        say.then("tradebrief init my-desk")
        return
    opened = open_desk(folder, os.environ)
    if decisions or letters:
        _listed(opened, letters, as_json=as_json)
        return
    found = state_of(opened.desk, opened.store, opened.shelf, say.now())
    for fault in found["faults"]:
        typer.echo(f"tradebrief: {fault}", err=True)
    if as_json:
        say.as_json(found)
    else:
        _told(found)
        for stray in strays(opened.desk):
            typer.echo(f"  {stray}")
        say.then(next_step(opened.desk, opened.store, found))
    if found["faults"]:
        raise typer.Exit(SettingsError.exit_code)
    if check and (seen := troubles(opened.desk, opened.store, found)):
        for trouble in seen:
            typer.echo(f"tradebrief: {trouble.said}", err=True)
        raise typer.Exit(seen[0].exit_code)


def _listed(desk: DeskParts, edition: str | None, *, as_json: bool) -> None:
    """Show each letter of an edition, or where none is named every decision."""
    if edition:
        _got(desk, edition, as_json=as_json)
    else:
        _decided(desk, as_json=as_json)


def _decided(desk: DeskParts, *, as_json: bool) -> None:
    """Show every decision, the newest first."""
    found = [one.as_data() for one in reversed(desk.store.decisions.all())]
    if as_json:
        say.as_json({"schema": 1, "decisions": found})
        return
    keys = ("who", "what", "edition", "why")
    say.table(("at", *keys), [[_at(desk, one["at"]), *(str(one[key]) for key in keys)] for one in found])
    say.then("tradebrief status")


def _got(desk: DeskParts, edition: str, *, as_json: bool) -> None:
    """Show each letter of a revision."""
    from generator.editions.edition_names import edition_named

    named = edition_named(desk.store, desk.shelf, edition)
    found, title = desk.store.ledger.got(*vars(named).values()), f"{named.name}/{named.period}/r{named.revision}"
    if as_json:
        say.as_json({"schema": 1, "edition": title, "letters": found})
        return
    keys = ("address", "kind", "state")
    head = ("address", "letter", "state", "since", "the server's words")
    say.table(head, [[*(one[key] or "-" for key in keys), _at(desk, one["at"]), one["said"] or "-"] for one in found])
    say.then("tradebrief status")


def _at(desk: DeskParts, text: str) -> str:
    """Return a time of the state as a person of the desk reads it: to the second, in the desk's time zone."""
    from generator.intake.timetable import zone_of

    return datetime.fromisoformat(text).astimezone(zone_of(desk.desk)).isoformat(" ", "seconds") if text else "-"


def doctor(*, desk: DESK = None, as_json: JSON = False) -> None:
    """Show what is missing or wrong here, with remedies."""
    from generator.service.desk_checks import checks_of, next_verb
    from generator.service.machine_checks import Check, checks

    lost: list[Check] = []
    try:
        folder: Path | None = say.desk_folder(desk)
    except SettingsError as error:
        folder = None
        if desk or os.environ.get("TRADEBRIEF_DESK"):
            lost = [Check("desk", well=False, seen=f"{error.where}: {error.problem}", remedy=error.remedy)]
    found = [*checks(), *(checks_of(folder, os.environ) if folder else ()), *lost]
    if as_json:
        say.as_json([vars(check) for check in found])
    else:
        for check in found:
            typer.echo(f"{'ok  ' if check.well else 'MEND' if check.looked else '-   '}  {check.name}: {check.seen}")
            if check.remedy:
                typer.echo(f"      {check.remedy}")
        say.then(next_verb(folder, os.environ, well=all(check.well for check in found)))
    if not all(check.well for check in found):
        raise typer.Exit(2)


def _shown(table: list[dict[str, Any]]) -> tuple[tuple[str, ...], list[list[str]]]:
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


def _compared(table: list[dict[str, Any]]) -> tuple[tuple[str, ...], list[list[str]]]:
    keys = ("code", "line", "period", "was", "now", "change_pct", "release")
    head = ("code", "line", "period", "was", "is now", "change, %", "release")
    return head, [
        [_grouped(str(row[key])) if key in {"was", "now"} else str(row[key]) for key in keys] for row in table
    ]


def _called(table: list[dict[str, Any]]) -> tuple[tuple[str, ...], list[list[str]]]:
    head, keys = ("code", "named by", "in an edition", "name"), ("code", "named_by", "printed", "name")
    return head, [[str(row[key]) or "-" for key in keys] for row in table]


def _grouped(value: str) -> str:
    return f"{Decimal(value):,f}" if value else "withheld"


def _counted(counts: Mapping[str, int], what: str) -> str:
    return what + ", ".join(f"{count} {state}" for state, count in counts.items() if count)


def _told(found: Status) -> None:
    typer.echo(f"desk {found['desk']}")
    if found["restored"]:
        typer.echo(f"  {found['restored']}")
    for item in found["editions"]:
        number = f"/r{item['revision']}" if item["revision"] else ""
        awaited = item["due"] and not item["revision"] and item["state"] != "held"
        due = f", due {_minute(item['due'] or '')}" if awaited else ""
        reason = f": {item['reason']}" if item["reason"] else ""
        correction = " (correction)" if item["corrects"] else ""
        sent = "".join(f"; {_counted(item[key], what)}" for key, what in _LETTERS if any(item[key].values()))
        typer.echo(f"  {item['briefing']}/{item['period']}{number}{correction}  {item['state']}{due}{reason}{sent}")
    for source in found["sources"]:
        typer.echo(f"  source {source['name']}: {source['state']}, newest release {source['last_release'] or 'none'}")
    if found["clock"]:
        typer.echo(f"  the clock looked at {_minute(found['clock'])}")


def _minute(time: str) -> str:
    """Return a time of ISO 8601 to the minute, as a person writes it."""
    return time[:16].replace("T", " ")
