"""The verbs `status`, `doctor`, `schema` and `look`: the state of a desk, its machine, its forms, its templates."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import printer
from generator.cli.printer import DESK, JSON, VerbOutput
from generator.errors import SettingsError

if TYPE_CHECKING:
    from generator.settings.desk_parts import DeskParts
    from generator.settings.output_shapes import EditionRow, Status


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
    from generator.intake.inbox import strays
    from generator.service import status as states
    from generator.service.status import troubles

    try:
        printer.desk_folder(desk)
    except SettingsError:  # a desk that is there and cannot be read is another thing
        if desk or as_json or check or os.environ.get("TRADEBRIEF_DESK"):
            raise
        typer.echo("There is no desk here or above.")
        printer.print_next("tradebrief init my-desk")
        return
    opened = printer.open_desk(desk)
    if letters:
        _show_letters(opened, letters, as_json=as_json)
        return
    if decisions:
        _show_decisions(opened, as_json=as_json)
        return
    state = states.status(*opened, printer.now())
    printer.print_lines((f"tradebrief: {fault}" for fault in state["faults"]), err=True)
    if as_json:
        printer.print_json(state)
    else:
        printer.print_lines(_status_lines(state))
        printer.print_lines(f"  {stray}" for stray in strays(opened.desk))
        printer.print_next(states.next_step(opened.desk, opened.store, state))
    if state["faults"]:
        raise typer.Exit(SettingsError.exit_code)
    if check and (problems := troubles(opened.desk, opened.store, state)):
        printer.print_lines((f"tradebrief: {trouble.text}" for trouble in problems), err=True)
        raise typer.Exit(problems[0].exit_code)


def _status_lines(state: Status) -> Iterator[str]:
    yield f"desk {state['desk']}"
    if state["restored"]:
        yield f"  {state['restored']}"
    yield from map(_edition_line, state["editions"])
    for source in state["sources"]:
        yield f"  source {source['name']}: {source['state']}, newest release {source['last_release'] or 'none'}"
    if state["clock"]:
        yield f"  the clock looked at {_minute(state['clock'])}"


def _edition_line(row: EditionRow) -> str:
    """Return an edition, its state, when it is due where it is awaited, the reason, and its letters by state."""
    line = f"  {row['briefing']}/{row['period']}"
    line += f"/r{row['revision']}" if row["revision"] else ""
    line += f"{' (correction)' if row['corrects'] else ''}  {row['state']}"
    if row["due"] and not row["revision"] and row["state"] != "held":
        line += f", due {_minute(row['due'])}"
    line += f": {row['reason']}" if row["reason"] else ""
    for counts, what in ((row["counts"], "letters"), (row["notices"], "notices of its withdrawal")):
        if any(counts.values()):
            line += f"; {what}: " + ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    return line


def _minute(time: str) -> str:
    """Return a time of ISO 8601 to the minute, as a person writes it."""
    return time[:16].replace("T", " ")


def _second(desk: DeskParts, time: str) -> str:
    """Return a time of the state as a person of the desk reads it: to the second, in the desk's time zone."""
    from generator.intake.timetable import zone_of

    return datetime.fromisoformat(time).astimezone(zone_of(desk.desk)).isoformat(" ", "seconds") if time else "-"


def _show_decisions(desk: DeskParts, *, as_json: bool) -> None:
    """Show every decision, the newest first."""
    decisions = [decision.as_data() for decision in reversed(desk.store.decisions.all())]
    keys = ("who", "what", "edition", "why")
    rows = [[_second(desk, row["at"]), *(str(row[key]) for key in keys)] for row in decisions]
    table = printer.columns(("at", *keys), rows)
    printer.show(VerbOutput({"schema": 1, "decisions": decisions}, table, "tradebrief status"), as_json=as_json)


def _show_letters(desk: DeskParts, edition: str, *, as_json: bool) -> None:
    """Show each letter of a revision."""
    from generator.editions.edition_names import edition_named

    named = edition_named(desk.store, desk.shelf, edition)
    letters = desk.store.ledger.deliveries(*named)
    rows = [
        [*(row[key] or "-" for key in ("address", "kind", "state")), _second(desk, row["at"]), row["said"] or "-"]
        for row in letters
    ]
    table = printer.columns(("address", "letter", "state", "since", "the server's words"), rows)
    title = str(named)
    data = {"schema": 1, "edition": title, "letters": letters}
    printer.show(VerbOutput(data, table, "tradebrief status"), as_json=as_json)


def doctor(*, desk: DESK = None, as_json: JSON = False) -> None:
    """Show what is missing or wrong here, with remedies."""
    from generator.service.doctor import Check, checks, checks_of, next_verb

    folder: Path | None = None
    all_checks = [*checks()]
    try:
        folder = printer.desk_folder(desk)
    except SettingsError as error:
        if desk or os.environ.get("TRADEBRIEF_DESK"):
            all_checks.append(Check("desk", well=False, seen=f"{error.where}: {error.problem}", remedy=error.remedy))
    else:
        all_checks += checks_of(folder, os.environ)
    lines: list[str] = []
    for check in all_checks:
        mark = "FIX" if check.looked else "-"
        lines.append(f"{'ok' if check.well else mark:<4}  {check.name}: {check.seen}")
        if check.remedy:
            lines.append(f"      {check.remedy}")
    is_well = all(check.well for check in all_checks)
    next_step = next_verb(folder, os.environ, well=is_well)
    printer.show(VerbOutput([vars(check) for check in all_checks], lines, next_step), as_json=as_json)
    if not is_well:
        raise typer.Exit(2)


def schema(
    name: Annotated[str | None, typer.Argument(help="The name; without it, names are listed.")] = None,
) -> None:
    """Print the JSON Schema of a settings file, a file of an edition or --json output."""
    from generator.settings.schemas import schema_named, schemas

    if name is not None:
        printer.print_json(schema_named(name))
        return
    for schema_name, definition in schemas().items():
        about = str(definition.get("description", "")).partition(". ")[0]
        typer.echo(f"{schema_name:<11} {about}".rstrip())
    printer.print_next("tradebrief schema edition")


LOOK_FILE = Annotated[str, typer.Argument(metavar="FILE", help="A file that `tradebrief look list` shows.")]
FORCE = Annotated[bool, typer.Option("--force", help="Replace the desk's copy, which is kept as FILE~.")]
_WHOSE = {
    "ours": "ours",
    "copied": "a copy, as ours",
    "changed": "the desk's own",
    "behind": "the desk's own; ours has changed since it was copied",
    "own": "the desk's own, of which we have none",
}


def look(ctx: typer.Context) -> None:
    """Show and change templates and styles."""
    if ctx.invoked_subcommand is None:
        list_files(desk=None, as_json=False)


def list_files(*, desk: DESK = None, as_json: JSON = False) -> None:
    """List all templates and styles, and mark your own."""
    from generator.settings import look_copies

    files = look_copies.files(printer.desk_folder(desk))
    table = printer.columns(("file", "whose"), [[file.name, _WHOSE[file.state]] for file in files])
    printer.show(VerbOutput([vars(file) for file in files], table, "tradebrief look copy FILE"), as_json=as_json)


def copy_file(file: LOOK_FILE, *, force: FORCE = False, desk: DESK = None) -> None:
    """Copy a template or style into the desk for you to change."""
    from generator.settings import look_copies

    folder = printer.desk_folder(desk)
    path = look_copies.copy(folder, file, force=force)
    briefings = (folder / "briefings").glob("*.yaml")  # settings that cannot be read keep nobody from a copy
    name = min(((-int(file.stat().st_mtime // 60), file.stem) for file in briefings), default=(0, "NAME"))[1]
    typer.echo(str(path))
    printer.print_next(f"change {path.name}, then tradebrief build {name} --draft")
