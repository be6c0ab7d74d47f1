"""The verbs of the audience: subscribers import, list, add, remove, erase, key; asking.py has those of readers."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import asking, exporting, say
from generator.cli.say import DESK, JSON
from generator.errors import SettingsError

if TYPE_CHECKING:
    from generator.readers.enrolment import Came
    from generator.settings.desk_parts import DeskParts

NOTHING_USABLE = 2
_NO_READER = "no such reader; "
_MOST = 20  # lines of trouble that are told one by one
ADDRESS = Annotated[str, typer.Argument(metavar="ADDRESS", help="A reader's address.")]
BASIS = Annotated[str, typer.Option("--basis", metavar="TEXT", help="Why you may write to them; kept with the reader.")]
CONFIRMED = Annotated[bool, typer.Option("--confirmed", help="They have already agreed; do not ask them.")]


def add_to(app: typer.Typer) -> None:
    """Add the verbs to the program."""
    verbs = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    verbs.command(
        "import", epilog="Example: tradebrief subscribers import list.csv --confirmed --basis 'signed up 2025'"
    )(import_)
    verbs.command("list", epilog="Example: tradebrief subscribers list --json")(list_)
    verbs.command(epilog="Example: tradebrief subscribers add a@example.org --briefing pakistan-minerals")(add)
    verbs.command(epilog="Example: tradebrief subscribers remove a@example.org")(remove)
    verbs.command(epilog="Example: tradebrief subscribers erase a@example.org")(erase)
    asking.add_to(verbs)
    exporting.add_to(verbs)
    verbs.command(epilog="Example: tradebrief subscribers key")(key)
    app.add_typer(verbs, name="subscribers", help="Import, list, ask, confirm and remove readers.")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table (.csv, .xlsx) with a column of addresses.")],
    mapped: Annotated[
        list[str] | None, typer.Option("--map", metavar="OURS=COLUMN", help="The name of a column: address=Mail.")
    ] = None,
    basis: BASIS = "",
    briefing: Annotated[
        list[str] | None, typer.Option("--briefing", help="Briefings for all, if no column says so; may be repeated.")
    ] = None,
    *,
    confirmed: CONFIRMED = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """Import readers from a table; a bad line fails alone."""
    from generator.readers.enrolment import enlist
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    reason = _basis(basis, confirmed=confirmed)
    came = enlist(opened.desk, opened.store, file, _renamed(mapped or []), briefing or [], reason, say.now())
    counted = Counter(one.what for one in came)
    if as_json:
        say.as_json({"schema": 1, "counts": counted, "lines": [asdict(one) for one in came]})
    else:
        _told(file, came, counted)
        _told_of_forms(opened)
        say.then(_next(opened, confirmed=confirmed))
    if came and counted["refused"] == len(came):
        raise typer.Exit(NOTHING_USABLE)


def list_(
    *,
    suppressed: Annotated[
        bool, typer.Option("--suppressed", help="List suppressed readers by reason and day, without addresses.")
    ] = False,
    desk: DESK = None,
    as_json: JSON = False,
) -> None:
    """List the readers."""
    from generator.settings.wiring import open_desk

    store = open_desk(say.desk_folder(desk), os.environ).store
    if suppressed:
        _away(store.readers.suppressed(), as_json=as_json)
        return
    readers = store.readers.all()
    if as_json:
        say.as_json([{**asdict(one), "briefings": sorted(one.briefings)} for one in readers])
        return
    rows = [
        [one.address, one.name, one.language or "-", one.format or "-", " ".join(sorted(one.briefings)), one.state]
        for one in readers
    ]
    say.table(("address", "name", "language", "format", "briefings", "state"), rows)
    if count := store.readers.counts()["suppressed"]:
        typer.echo(f"{count} get{'s' * (count == 1)} nothing any more; --suppressed says why and since when")
    say.then("tradebrief subscribers export ADDRESS shows all that is kept of one")


def _away(rows: list[dict[str, str]], *, as_json: bool) -> None:
    """Show who gets nothing any more: a person by reason and day, a program each by digest."""
    if as_json:
        say.as_json(rows)
        return
    counted = Counter((row["day"], row["reason"]) for row in rows)
    say.table(("since", "why", "readers"), [[day, why, str(count)] for (day, why), count in sorted(counted.items())])
    say.then("tradebrief subscribers export ADDRESS says it of one")


def add(
    address: ADDRESS,
    briefing: Annotated[
        list[str] | None, typer.Option("--briefing", help="A briefing for them; may be repeated.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="Their name.")] = "",
    language: Annotated[str, typer.Option("--language", help="en, zh or ur.")] = "",
    form: Annotated[str, typer.Option("--format", help="digest, pdf or link.")] = "",
    basis: BASIS = "",
    *,
    confirmed: CONFIRMED = False,
    desk: DESK = None,
) -> None:
    """Add one reader; on a desk with one briefing they get that one."""
    from generator.readers.enrolment import add as enlist
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    given = {"address": address, "name": name, "language": language, "format": form}
    given["briefings"] = " ".join(briefing or [])
    what = enlist(opened.desk, opened.store, given, _basis(basis, confirmed=confirmed), say.now())
    typer.echo(f"{address}: {what}")
    say.then(_next(opened, confirmed=confirmed))


def remove(address: ADDRESS, *, desk: DESK = None) -> None:
    """Unsubscribe an address for good."""
    from generator.readers.erasure import remove as leave
    from generator.settings.wiring import open_desk

    was_reader = leave(open_desk(say.desk_folder(desk), os.environ).store, address, say.now())
    typer.echo(f"{'' if was_reader else _NO_READER}{address} gets nothing any more")
    say.then("tradebrief subscribers list")


def erase(address: ADDRESS, *, desk: DESK = None) -> None:
    """Erase an address everywhere, and keep it from being imported again."""
    from generator.readers.erasure import erase as forget
    from generator.settings.wiring import open_desk

    opened = open_desk(say.desk_folder(desk), os.environ)
    gone = forget(opened.desk, opened.store, address, say.now())
    if not (gone.was_reader or gone.letters):
        typer.echo(f"{_NO_READER}{address} gets nothing any more")
    else:
        count = f"{gone.letters} letter{'s' * (gone.letters != 1)} in the ledger"
        typer.echo(f"erased: {count} named the address and name{'s' * (gone.letters == 1)} it no more")
    for file in gone.files:
        typer.echo(f"  yours to delete: {file.relative_to(opened.desk.folder)}")
    say.then("look into bounces/ and your own copies, too: files there are yours to delete")


def key(*, desk: DESK = None) -> None:
    """Add a new key for readers' tokens; tokens of older keys stay valid."""
    from generator.readers.enrolment import another_key

    typer.echo(f"{another_key(say.desk_folder(desk))} in secrets/readers, the newest first")
    say.then("keep a copy of secrets/readers: letters that are out need the old ones")


def _renamed(mapped: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in mapped]
    for ours, mark, column in pairs:
        if not (mark and ours.strip() and column.strip()):
            msg = "write --map address=COLUMN."
            raise typer.BadParameter(msg)
    return {ours.strip(): column.strip() for ours, _, column in pairs}


def _basis(basis: str, *, confirmed: bool) -> str | None:
    """Return why readers may be written to, None where each is asked; a usage error where it is not said."""
    if confirmed and not basis.strip():
        option, remedy = "--confirmed", "Write --basis TEXT, such as --basis 'signed up at the desk, 2025'."
        raise SettingsError(option, "it wants a basis: why may they be written to?", remedy)
    return basis.strip() if confirmed else None


def _told(file: Path, came: tuple[Came, ...], counted: Counter[str]) -> None:
    typer.echo(f"{file.name}: " + (", ".join(f"{count} {what}" for what, count in counted.items()) or "no reader"))
    trouble = [one for one in came if one.what in ("refused", "suppressed")]
    for one in trouble[:_MOST]:
        typer.echo(f"  line {one.line}: {one.address!r} {one.what}: {one.why}", err=True)
    if trouble[_MOST:]:
        typer.echo(f"  and {len(trouble) - _MOST} more; --json has them all", err=True)


def _told_of_forms(desk: DeskParts) -> None:
    from generator.readers.enrolment import unoffered

    for form, count in unoffered(desk.desk, desk.store).items():
        first = desk.desk.settings.mail.attach[0]
        typer.echo(
            f"  {count} chose {form}, which mail.attach does not offer: they get what goes to all ({first})", err=True
        )


def _next(desk: DeskParts, *, confirmed: bool) -> str:
    if not confirmed:
        return "tradebrief subscribers ask, so that those who are pending confirm"
    drafted = [f"{one.briefing}/{one.period}" for one in desk.store.editions() if one.state == "drafted"]
    name = next(iter(desk.desk.briefings), "NAME")
    edition = drafted[-1] if drafted else f"{name}/PERIOD"
    return f"tradebrief approve {edition}, then tradebrief send {edition}"
