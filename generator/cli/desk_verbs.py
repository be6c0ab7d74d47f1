"""The verbs `status`, `doctor`, `schema` and `look`: the state of a desk, its machine, its forms, its templates."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from generator.cli import printer
from generator.cli.printer import DESK, JSON
from generator.errors import SettingsError

if TYPE_CHECKING:
    from generator.settings.desk_parts import DeskParts
    from generator.settings.output_shapes import Status


_LETTERS: tuple[tuple[Literal["counts", "notices"], str], ...] = (
    ("counts", "letters: "),
    ("notices", "notices of its withdrawal: "),
)


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
    from generator.service.monitoring import troubles
    from generator.service.status import next_step
    from generator.service.status import status as state_of
    from generator.settings.wiring import open_desk

    try:
        folder = printer.desk_folder(desk)
    except SettingsError:  # a desk that is there and cannot be read is another thing
        if desk or as_json or check or os.environ.get("TRADEBRIEF_DESK"):
            raise
        typer.echo("There is no desk here or above.")
        printer.print_next("tradebrief init my-desk")
        return
    opened = open_desk(folder, os.environ)
    if decisions or letters:
        _show_records(opened, letters, as_json=as_json)
        return
    found = state_of(opened.desk, opened.store, opened.shelf, printer.now())
    for fault in found["faults"]:
        typer.echo(f"tradebrief: {fault}", err=True)
    if as_json:
        printer.print_json(found)
    else:
        _status_lines(found)
        for stray in strays(opened.desk):
            typer.echo(f"  {stray}")
        printer.print_next(next_step(opened.desk, opened.store, found))
    if found["faults"]:
        raise typer.Exit(SettingsError.exit_code)
    if check and (seen := troubles(opened.desk, opened.store, found)):
        for trouble in seen:
            typer.echo(f"tradebrief: {trouble.said}", err=True)
        raise typer.Exit(seen[0].exit_code)


def _at(desk: DeskParts, text: str) -> str:
    """Return a time of the state as a person of the desk reads it: to the second, in the desk's time zone."""
    from generator.intake.timetable import zone_of

    return datetime.fromisoformat(text).astimezone(zone_of(desk.desk)).isoformat(" ", "seconds") if text else "-"


def doctor(*, desk: DESK = None, as_json: JSON = False) -> None:
    """Show what is missing or wrong here, with remedies."""
    from generator.service.doctor import Check, checks, checks_of, next_verb

    lost: list[Check] = []
    try:
        folder: Path | None = printer.desk_folder(desk)
    except SettingsError as error:
        folder = None
        if desk or os.environ.get("TRADEBRIEF_DESK"):
            lost = [Check("desk", well=False, seen=f"{error.where}: {error.problem}", remedy=error.remedy)]
    found = [*checks(), *(checks_of(folder, os.environ) if folder else ()), *lost]
    if as_json:
        printer.print_json([vars(check) for check in found])
    else:
        for check in found:
            typer.echo(f"{'ok  ' if check.well else 'MEND' if check.looked else '-   '}  {check.name}: {check.seen}")
            if check.remedy:
                typer.echo(f"      {check.remedy}")
        printer.print_next(next_verb(folder, os.environ, well=all(check.well for check in found)))
    if not all(check.well for check in found):
        raise typer.Exit(2)


def _minute(time: str) -> str:
    """Return a time of ISO 8601 to the minute, as a person writes it."""
    return time[:16].replace("T", " ")


def schema(
    name: Annotated[str | None, typer.Argument(help="The name; without it, names are listed.")] = None,
) -> None:
    """Print the JSON Schema of a settings file, a file of an edition or --json output."""
    from generator.settings.schemas import schema_named, schemas

    if name is not None:
        printer.print_json(schema_named(name))
        return
    for known, found in schemas().items():
        about = str(found.get("description", "")).partition(". ")[0]
        typer.echo(f"{known:<11} {about}".rstrip())
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

    found = look_copies.files(printer.desk_folder(desk))
    if as_json:
        printer.print_json([vars(file) for file in found])
        return
    printer.print_table(("file", "whose"), [[file.name, _WHOSE[file.state]] for file in found])
    printer.print_next("tradebrief look copy FILE")


def copy_file(file: LOOK_FILE, *, force: FORCE = False, desk: DESK = None) -> None:
    """Copy a template or style into the desk for you to change."""
    from generator.settings import look_copies

    folder = printer.desk_folder(desk)
    path = look_copies.copy(folder, file, force=force)
    list_files = (folder / "briefings").glob("*.yaml")  # settings that cannot be read keep nobody from a copy
    name = min(((-int(file.stat().st_mtime // 60), file.stem) for file in list_files), default=(0, "NAME"))[1]
    typer.echo(str(path))
    printer.print_next(f"change {path.name}, then tradebrief build {name} --draft")


def _show_records(desk: DeskParts, edition: str | None, *, as_json: bool) -> None:
    """Show each letter of an edition, or where none is named every decision."""
    if edition:
        _show_letters(desk, edition, as_json=as_json)
    else:
        _show_decisions(desk, as_json=as_json)


def _show_decisions(desk: DeskParts, *, as_json: bool) -> None:
    """Show every decision, the newest first."""
    found = [one.as_data() for one in reversed(desk.store.decisions.all())]
    if as_json:
        printer.print_json({"schema": 1, "decisions": found})
        return
    keys = ("who", "what", "edition", "why")
    printer.print_table(("at", *keys), [[_at(desk, one["at"]), *(str(one[key]) for key in keys)] for one in found])
    printer.print_next("tradebrief status")


def _show_letters(desk: DeskParts, edition: str, *, as_json: bool) -> None:
    """Show each letter of a revision."""
    from generator.editions.edition_names import edition_named

    named = edition_named(desk.store, desk.shelf, edition)
    found, title = desk.store.ledger.got(*vars(named).values()), f"{named.name}/{named.period}/r{named.revision}"
    if as_json:
        printer.print_json({"schema": 1, "edition": title, "letters": found})
        return
    keys = ("address", "kind", "state")
    head = ("address", "letter", "state", "since", "the server's words")
    printer.print_table(
        head, [[*(one[key] or "-" for key in keys), _at(desk, one["at"]), one["said"] or "-"] for one in found]
    )
    printer.print_next("tradebrief status")


def _counts(counts: Mapping[str, int], what: str) -> str:
    return what + ", ".join(f"{count} {state}" for state, count in counts.items() if count)


def _status_lines(found: Status) -> None:
    typer.echo(f"desk {found['desk']}")
    if found["restored"]:
        typer.echo(f"  {found['restored']}")
    for item in found["editions"]:
        number = f"/r{item['revision']}" if item["revision"] else ""
        awaited = item["due"] and not item["revision"] and item["state"] != "held"
        due = f", due {_minute(item['due'] or '')}" if awaited else ""
        reason = f": {item['reason']}" if item["reason"] else ""
        correction = " (correction)" if item["corrects"] else ""
        sent = "".join(f"; {_counts(item[key], what)}" for key, what in _LETTERS if any(item[key].values()))
        typer.echo(f"  {item['briefing']}/{item['period']}{number}{correction}  {item['state']}{due}{reason}{sent}")
    for source in found["sources"]:
        typer.echo(f"  source {source['name']}: {source['state']}, newest release {source['last_release'] or 'none'}")
    if found["clock"]:
        typer.echo(f"  the clock looked at {_minute(found['clock'])}")
