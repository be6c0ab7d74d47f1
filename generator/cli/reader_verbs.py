"""The verbs of the audience, all under `subscribers`: the list of readers, their consent, returned mail, exports."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import printer
from generator.cli.printer import DESK, JSON, QUIET, VerbOutput, counted
from generator.cli.sending_verbs import INTERRUPTED, UNCERTAIN, agree, signals
from generator.errors import SettingsError

if TYPE_CHECKING:
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
    from generator.readers.enrolment import enlist, unoffered

    opened = printer.open_desk(desk)
    reason = _basis(basis, confirmed=confirmed)
    lines = enlist(opened.desk, opened.store, file, _renamed(mapped or []), briefing or [], reason, printer.now())
    counts = Counter(line.what for line in lines)
    if as_json:
        printer.print_json({"schema": 1, "counts": counts, "lines": [asdict(line) for line in lines]})
    else:
        typer.echo(f"{file.name}: {_counts(counts) or 'no reader'}")
        trouble = [line for line in lines if line.what in ("refused", "suppressed")]
        for line in trouble[:_MOST]:
            typer.echo(f"  line {line.line}: {line.address!r} {line.what}: {line.why}", err=True)
        if trouble[_MOST:]:
            typer.echo(f"  and {len(trouble) - _MOST} more; --json has them all", err=True)
        default = opened.desk.settings.mail.attach[0]
        for form, count in unoffered(opened.desk, opened.store).items():
            warning = f"{count} chose {form}, which mail.attach does not offer: they get what goes to all ({default})"
            typer.echo(f"  {warning}", err=True)
        printer.print_next(_next_of_readers(opened, confirmed=confirmed))
    if lines and counts["refused"] == len(lines):
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
    table = printer.open_desk(desk).store.readers
    if suppressed:
        days = table.suppressed()
        counted_days = sorted(Counter((row["day"], row["reason"]) for row in days).items())
        lines = printer.columns(("since", "why", "readers"), [[*day, str(count)] for day, count in counted_days])
        output = VerbOutput(days, lines, "tradebrief subscribers export ADDRESS says it of one")
        printer.show(output, as_json=as_json)
        return
    readers = table.all()
    lines = printer.columns(
        ("address", "name", "language", "format", "briefings", "state"),
        [
            [
                reader.address,
                reader.name,
                reader.language or "-",
                reader.format or "-",
                " ".join(sorted(reader.briefings)),
                reader.state,
            ]
            for reader in readers
        ],
    )
    count = table.counts()["suppressed"]
    if count:
        lines.append(f"{count} get{'s' * (count == 1)} nothing any more; --suppressed says why and since when")
    data = [{**asdict(reader), "briefings": sorted(reader.briefings)} for reader in readers]
    next_step = "tradebrief subscribers export ADDRESS shows all that is kept of one"
    printer.show(VerbOutput(data, lines, next_step), as_json=as_json)


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
    from generator.readers import enrolment

    opened = printer.open_desk(desk)
    fields = {"address": address, "name": name, "language": language, "format": form}
    fields["briefings"] = " ".join(briefing or [])
    what = enrolment.add(opened.desk, opened.store, fields, _basis(basis, confirmed=confirmed), printer.now())
    typer.echo(f"{address}: {what}")
    printer.print_next(_next_of_readers(opened, confirmed=confirmed))


def remove(address: ADDRESS, *, desk: DESK = None) -> None:
    """Unsubscribe an address for good."""
    from generator.readers import enrolment

    was_reader = enrolment.remove(printer.open_desk(desk).store, address, printer.now())
    typer.echo(f"{'' if was_reader else _NO_READER}{address} gets nothing any more")
    printer.print_next("tradebrief subscribers list")


def erase(address: ADDRESS, *, desk: DESK = None) -> None:
    """Erase an address everywhere, and keep it from being imported again."""
    from generator.readers import enrolment

    opened = printer.open_desk(desk)
    erased = enrolment.erase(opened.desk, opened.store, address, printer.now())
    if not (erased.was_reader or erased.letters):
        typer.echo(f"{_NO_READER}{address} gets nothing any more")
    else:
        letters = f"{counted(erased.letters, 'letter')} in the ledger"
        typer.echo(f"erased: {letters} named the address and name{'s' * (erased.letters == 1)} it no more")
    for file in erased.files:
        typer.echo(f"  yours to delete: {file.relative_to(opened.desk.folder)}")
    printer.print_next("look into bounces/ and your own copies, too: files there are yours to delete")


def reader_key(*, desk: DESK = None) -> None:
    """Add a new key for readers' tokens; tokens of older keys stay valid."""
    from generator.readers.enrolment import another_key

    typer.echo(f"{another_key(printer.desk_folder(desk))} in secrets/readers, the newest first")
    printer.print_next("keep a copy of secrets/readers: letters that are out need the old ones")


def _renamed(mapped: list[str]) -> dict[str, str]:
    """Return our name of each column by the name that --map gives it."""
    pairs = [[part.strip() for part in text.partition("=")] for text in mapped]
    if not all(ours and column for ours, _, column in pairs):
        msg = "write --map address=COLUMN."
        raise typer.BadParameter(msg)
    return {ours: column for ours, _, column in pairs}


def _basis(basis: str, *, confirmed: bool) -> str | None:
    """Return why readers may be written to, None where each is asked; a usage error where it is not said."""
    if confirmed and not basis.strip():
        option, remedy = "--confirmed", "Write --basis TEXT, such as --basis 'signed up at the desk, 2025'."
        raise SettingsError(option, "it wants a basis: why may they be written to?", remedy)
    return basis.strip() if confirmed else None


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count)


def _next_of_readers(desk: DeskParts, *, confirmed: bool) -> str:
    if not confirmed:
        return "tradebrief subscribers ask, so that those who are pending confirm"
    drafted = [f"{note.briefing}/{note.period}" for note in desk.store.editions.all() if note.state == "drafted"]
    edition = drafted[-1] if drafted else f"{next(iter(desk.desk.briefings), 'NAME')}/PERIOD"
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
    from generator.readers import consent

    opened = printer.open_desk(desk)
    with opened.held():
        count = consent.waiting(opened.store)
        if count and not yes:
            agree([f"{count} readers wait to be asked, by transport {opened.desk.settings.mail.transport}"])
        with printer.progress(quiet=quiet or as_json, first="sending", verb="asked") as shown, signals() as stopping:
            letters = consent.ask(
                opened.desk,
                opened.store,
                printer.now,
                stopping=stopping,
                tell=lambda counts: shown(str(counts["sent"])),
            )
    if as_json or not quiet:
        line = f"asked: {_counts(letters)}" if any(letters.values()) else "nobody waits to be asked"
        next_step = "tradebrief subscribers list, where those who confirmed are active"
        printer.show(VerbOutput({"schema": 1, "counts": letters}, [line], next_step), as_json=as_json)
    if stopping() and letters["queued"]:
        raise typer.Exit(INTERRUPTED)
    if letters["uncertain"]:
        raise typer.Exit(UNCERTAIN)


def confirm(token: TOKEN, *, desk: DESK = None) -> None:
    """Confirm the reader who holds this token."""
    from generator.readers import consent

    opened = printer.open_desk(desk)
    reader = consent.confirm(opened.desk, opened.store, token, printer.now())
    typer.echo(f"{reader.address}: {reader.basis}")
    printer.print_next("tradebrief subscribers list")


def leave(token: TOKEN, *, desk: DESK = None) -> None:
    """Unsubscribe the reader who holds this token."""
    from generator.readers import consent

    opened = printer.open_desk(desk)
    was_reader = consent.leave(opened.desk, opened.store, token, printer.now())
    typer.echo("they get nothing any more" if was_reader else "they had left before, and get nothing")
    printer.print_next("tradebrief subscribers list")


def bounces(*, desk: DESK = None, as_json: JSON = False) -> None:
    """Read returned mail from bounces/: bounces, confirmations and unsubscriptions."""
    from generator.readers.returned_mail import read_bounces

    opened = printer.open_desk(desk)
    messages = read_bounces(opened.desk, opened.store, printer.now())
    counts = Counter(message.what for message in messages)
    lines = [f"{message.file}: {message.what}{f': {message.why}' if message.why else ''}" for message in messages]
    lines.append(_counts(counts) or "nothing new in bounces/")
    data = {"schema": 1, "counts": counts, "files": [asdict(message) for message in messages]}
    next_step = "look into bounces/strange/" if counts["strange"] else "tradebrief status"
    printer.show(VerbOutput(data, lines, next_step), as_json=as_json)


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
    from generator.readers.rosters import export_reader, export_roster

    if bool(address) == everyone:
        msg = "name one ADDRESS, or --all."
        raise typer.BadParameter(msg)
    opened = printer.open_desk(desk)
    refuse_place(out)
    refuse_of_desk(out, opened.desk, opened.store)
    if everyone:
        content = export_roster(opened.store)
    else:
        content = json.dumps(export_reader(opened.store, address), ensure_ascii=False, indent=2).encode() + b"\n"
    if out is None:
        typer.get_binary_stream("stdout").write(content)
        return
    os.umask(0o077)  # it names people: nobody else may read it
    hand_over(out, content)
    typer.echo(f"written: {out}")
    printer.print_next("it names people: take it away when it has been handed over")


def subscribers() -> None:
    """Import, list, ask, confirm and remove readers."""
