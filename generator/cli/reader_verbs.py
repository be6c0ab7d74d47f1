"""The verbs of the audience, all under `subscribers`: the list of readers, their consent, returned mail, exports."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import printer
from generator.cli.printer import DESK, JSON, QUIET
from generator.cli.sending_verbs import INTERRUPTED, UNCERTAIN, agree, signals
from generator.errors import SettingsError

if TYPE_CHECKING:
    from generator.readers.enrolment import Enrolment
    from generator.settings.desk_parts import DeskParts


NOTHING_USABLE = 2
_NO_READER = "no such reader; "
_MOST = 20  # lines of trouble that are told one by one
ADDRESS = Annotated[str, typer.Argument(metavar="ADDRESS", help="A reader's address.")]
BASIS = Annotated[str, typer.Option("--basis", metavar="TEXT", help="Why you may write to them; kept with the reader.")]
CONFIRMED = Annotated[bool, typer.Option("--confirmed", help="They have already agreed; do not ask them.")]


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

    opened = printer.open_desk(desk)
    reason = _basis(basis, confirmed=confirmed)
    came = enlist(opened.desk, opened.store, file, _renamed(mapped or []), briefing or [], reason, printer.now())
    counted = Counter(one.what for one in came)
    if as_json:
        printer.print_json({"schema": 1, "counts": counted, "lines": [asdict(one) for one in came]})
    else:
        _print_import(file, came, counted)
        _print_forms(opened)
        printer.print_next(_next_of_readers(opened, confirmed=confirmed))
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
    store = printer.open_desk(desk).store
    if suppressed:
        _print_suppressed(store.readers.suppressed(), as_json=as_json)
        return
    readers = store.readers.all()
    if as_json:
        printer.print_json([{**asdict(one), "briefings": sorted(one.briefings)} for one in readers])
        return
    rows = [
        [one.address, one.name, one.language or "-", one.format or "-", " ".join(sorted(one.briefings)), one.state]
        for one in readers
    ]
    printer.print_table(("address", "name", "language", "format", "briefings", "state"), rows)
    if count := store.readers.counts()["suppressed"]:
        typer.echo(f"{count} get{'s' * (count == 1)} nothing any more; --suppressed says why and since when")
    printer.print_next("tradebrief subscribers export ADDRESS shows all that is kept of one")


def _print_suppressed(rows: list[dict[str, str]], *, as_json: bool) -> None:
    """Show who gets nothing any more: a person by reason and day, a program each by digest."""
    if as_json:
        printer.print_json(rows)
        return
    counted = Counter((row["day"], row["reason"]) for row in rows)
    printer.print_table(
        ("since", "why", "readers"), [[day, why, str(count)] for (day, why), count in sorted(counted.items())]
    )
    printer.print_next("tradebrief subscribers export ADDRESS says it of one")


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

    opened = printer.open_desk(desk)
    given = {"address": address, "name": name, "language": language, "format": form}
    given["briefings"] = " ".join(briefing or [])
    what = enlist(opened.desk, opened.store, given, _basis(basis, confirmed=confirmed), printer.now())
    typer.echo(f"{address}: {what}")
    printer.print_next(_next_of_readers(opened, confirmed=confirmed))


def remove(address: ADDRESS, *, desk: DESK = None) -> None:
    """Unsubscribe an address for good."""
    from generator.readers.enrolment import remove as leave

    was_reader = leave(printer.open_desk(desk).store, address, printer.now())
    typer.echo(f"{'' if was_reader else _NO_READER}{address} gets nothing any more")
    printer.print_next("tradebrief subscribers list")


def erase(address: ADDRESS, *, desk: DESK = None) -> None:
    """Erase an address everywhere, and keep it from being imported again."""
    from generator.readers.enrolment import erase as forget

    opened = printer.open_desk(desk)
    gone = forget(opened.desk, opened.store, address, printer.now())
    if not (gone.was_reader or gone.letters):
        typer.echo(f"{_NO_READER}{address} gets nothing any more")
    else:
        count = f"{gone.letters} letter{'s' * (gone.letters != 1)} in the ledger"
        typer.echo(f"erased: {count} named the address and name{'s' * (gone.letters == 1)} it no more")
    for file in gone.files:
        typer.echo(f"  yours to delete: {file.relative_to(opened.desk.folder)}")
    printer.print_next("look into bounces/ and your own copies, too: files there are yours to delete")


def reader_key(*, desk: DESK = None) -> None:
    """Add a new key for readers' tokens; tokens of older keys stay valid."""
    from generator.readers.enrolment import another_key

    typer.echo(f"{another_key(printer.desk_folder(desk))} in secrets/readers, the newest first")
    printer.print_next("keep a copy of secrets/readers: letters that are out need the old ones")


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


def _print_import(file: Path, came: tuple[Enrolment, ...], counted: Counter[str]) -> None:
    typer.echo(f"{file.name}: " + (", ".join(f"{count} {what}" for what, count in counted.items()) or "no reader"))
    trouble = [one for one in came if one.what in ("refused", "suppressed")]
    for one in trouble[:_MOST]:
        typer.echo(f"  line {one.line}: {one.address!r} {one.what}: {one.why}", err=True)
    if trouble[_MOST:]:
        typer.echo(f"  and {len(trouble) - _MOST} more; --json has them all", err=True)


def _print_forms(desk: DeskParts) -> None:
    from generator.readers.enrolment import unoffered

    for form, count in unoffered(desk.desk, desk.store).items():
        first = desk.desk.settings.mail.attach[0]
        typer.echo(
            f"  {count} chose {form}, which mail.attach does not offer: they get what goes to all ({first})", err=True
        )


def _next_of_readers(desk: DeskParts, *, confirmed: bool) -> str:
    if not confirmed:
        return "tradebrief subscribers ask, so that those who are pending confirm"
    drafted = [f"{one.briefing}/{one.period}" for one in desk.store.editions() if one.state == "drafted"]
    name = next(iter(desk.desk.briefings), "NAME")
    edition = drafted[-1] if drafted else f"{name}/PERIOD"
    return f"tradebrief approve {edition}, then tradebrief send {edition}"


TOKEN = Annotated[str, typer.Argument(metavar="TOKEN", help="The token in the reader's letter.")]


def ask(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    desk: DESK = None,
    as_json: JSON = False,
    quiet: QUIET = False,
) -> None:
    """Send pending readers the letter that asks them to confirm, each once."""
    from generator.readers.consent import ask as send
    from generator.readers.consent import waiting

    opened = printer.open_desk(desk)
    with opened.held():
        if (count := waiting(opened.store)) and not yes:
            agree((f"{count} readers wait to be asked, by transport {opened.desk.settings.mail.transport}",))
        with printer.progress(quiet=quiet or as_json, first="sending", verb="asked") as shown, signals() as stopping:
            became = send(
                opened.desk, opened.store, printer.now, stopping=stopping, tell=lambda now: shown(str(now["sent"]))
            )
    said = ", ".join(f"{count} {state}" for state, count in became.items() if count)
    if as_json:
        printer.print_json({"schema": 1, "counts": became})
    elif not quiet:
        typer.echo(f"asked: {said}" if said else "nobody waits to be asked")
        printer.print_next("tradebrief subscribers list, where those who confirmed are active")
    if stopping() and became["queued"]:
        raise typer.Exit(INTERRUPTED)
    if became["uncertain"]:
        raise typer.Exit(UNCERTAIN)


def confirm(token: TOKEN, *, desk: DESK = None) -> None:
    """Confirm the reader who holds this token."""
    from generator.readers.consent import confirm as activate

    opened = printer.open_desk(desk)
    reader = activate(opened.desk, opened.store, token, printer.now())
    typer.echo(f"{reader.address}: {reader.basis}")
    printer.print_next("tradebrief subscribers list")


def leave(token: TOKEN, *, desk: DESK = None) -> None:
    """Unsubscribe the reader who holds this token."""
    from generator.readers.consent import leave as go

    opened = printer.open_desk(desk)
    gone = go(opened.desk, opened.store, token, printer.now())
    typer.echo("they get nothing any more" if gone else "they had left before, and get nothing")
    printer.print_next("tradebrief subscribers list")


def bounces(*, desk: DESK = None, as_json: JSON = False) -> None:
    """Read returned mail from bounces/: bounces, confirmations and unsubscriptions."""
    from generator.readers.returned_mail import read_bounces

    opened = printer.open_desk(desk)
    taken = read_bounces(opened.desk, opened.store, printer.now())
    counted = Counter(one.what for one in taken)
    if as_json:
        printer.print_json({"schema": 1, "counts": counted, "files": [asdict(one) for one in taken]})
        return
    for one in taken:
        typer.echo(f"{one.file}: {one.what}" + (f": {one.why}" if one.why else ""))
    typer.echo(", ".join(f"{count} {what}" for what, count in counted.items()) or "nothing new in bounces/")
    printer.print_next("look into bounces/strange/" if counted["strange"] else "tradebrief status")


def export(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="The reader's address.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write to this file instead of printing.")
    ] = None,
    *,
    everyone: Annotated[bool, typer.Option("--all", help="Export all readers as CSV for `import`.")] = False,
    desk: DESK = None,
) -> None:
    """Export all that is kept of a reader as JSON, or the whole list as CSV."""
    from generator.editions.out_file import hand_over, refuse_of_desk, refuse_place
    from generator.readers.rosters import all_kept_of, whole_list

    if bool(address) == everyone:
        msg = "name one ADDRESS, or --all."
        raise typer.BadParameter(msg)
    opened = printer.open_desk(desk)
    refuse_place(out)
    refuse_of_desk(out, opened.desk, opened.store)
    found = whole_list(opened.store) if everyone else _json_bytes(all_kept_of(opened.store, address))
    if out is None:
        typer.get_binary_stream("stdout").write(found)
        return
    os.umask(0o077)  # it names people: nobody else may read it
    hand_over(out, found)
    typer.echo(f"written: {out}")
    printer.print_next("it names people: take it away when it has been handed over")


def _json_bytes(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"


def subscribers() -> None:
    """Import, list, ask, confirm and remove readers."""
